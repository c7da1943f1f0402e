/** Patterns, handlers and lifts found in tables by keys that change: in lists, in names, as tags. */
import {
  action,
  computed,
  Default,
  handler,
  lift,
  pattern,
  type PatternFactory,
  type Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

export type Kind = "dial" | "tally";

interface Gauge {
  [UI]: VNode;
  kind: string;
  level: number;
  raise: Stream<void>;
}
interface GaugeInput {
  level: Writable<number | Default<1>>;
}

const Dial = pattern<GaugeInput, Gauge>(({ level }) => ({
  [UI]: <b>{level}</b>,
  kind: "dial",
  level,
  raise: action(() => level.set(level.get() + 1)),
}));
const Tally = pattern<GaugeInput, Gauge>(({ level }) => ({
  [UI]: <i>{computed(() => "|".repeat(level.get()))}</i>,
  kind: "tally",
  level,
  raise: action(() => level.set(level.get() + 10)),
}));

const GAUGES = { dial: Dial, tally: Tally } as const;
const ENTRIES = [{ kind: "dial", Gauge: Dial }, { kind: "tally", Gauge: Tally }];
const BY_KIND = new Map<string, PatternFactory<GaugeInput, Gauge>>(Object.entries(GAUGES));
/** Its type promises a gauge for each text, although most have none. */
const PROMISED: Record<string, typeof Dial> = GAUGES;
const entryOf = (kind: string) => ENTRIES.find((entry) => entry.kind === kind);
const make = (kind: Kind, level: number) => GAUGES[kind]({ level });

const RESETS = {
  dial: handler<void, { level: Writable<number> }>((_, { level }) => level.set(0)),
  tally: handler<void, { level: Writable<number> }>((_, { level }) => level.set(-1)),
};
const WORDS = { dial: lift((n: number) => `at ${n}`), tally: lift((n: number) => `${n} strokes`) };

interface Input {
  kind: Writable<Kind | Default<"dial">>;
  kinds: Writable<Kind[] | Default<["dial", "tally"]>>;
  level: Writable<number | Default<4>>;
  other: Writable<string | Default<"none">>;
}

export default pattern<Input>(({ kind, kinds, level, other }) => {
  const Chosen = GAUGES[kind.get()];
  const named = Chosen({ level });
  const ternary = (kind.get() === "dial" ? Dial : Tally)({ level });
  const made = make(kind.get(), 7);
  const Other = BY_KIND.get(other.get());
  const optional = Other ? Other({ level: 2 }) : null;
  const Promised = PROMISED[other.get()];
  const called = entryOf(other.get())?.Gauge({ level: 3 });
  const spawned = new Writable<Gauge[]>([]);
  return {
    kind,
    kinds,
    level,
    other,
    named,
    ternary,
    made,
    optional,
    called,
    promised: Promised ? Promised({ level: 12 }).level : "nothing",
    promisedOrNot: Promised?.({ level: 13 }).level ?? 0,
    isPromised: computed(() => Promised !== undefined),
    spawned,
    byKey: kinds.map((key) => GAUGES[key]({})),
    bySearch: kinds.map((key) => {
      const entry = ENTRIES.find((each) => each.kind === key);
      return entry ? entry.Gauge({ level: 5 }) : null;
    }),
    reset: RESETS[kind.get()]({ level }),
    words: WORDS[kind.get()](level.get()),
    spawn: action(() => {
      spawned.push(Chosen({ level: 100 }));
      if (Promised) spawned.push(Promised({ level: 200 }));
    }),
    [UI]: (
      <div>
        <Chosen level={8} />
        {Other && <Other level={6} />}
        {kinds.map((key) => {
          const Item = GAUGES[key];
          return <Item level={9} />;
        })}
        {computed(() => <Chosen level={1} />)}
      </div>
    ),
  };
});
