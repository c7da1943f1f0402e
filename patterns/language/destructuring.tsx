/** Every shape of unpacking: defaults, renaming, nesting, rest, tuples, in bodies and computations. */
import { computed, handler, lift, pattern, UI, Writable } from "commonfabric";

interface Address {
  city: string;
  lines: string[];
  geo?: { lat: number; lon: number };
}
interface Input {
  person: { name: string; address: Address };
  pair: [number, string];
  flags?: Record<string, boolean>;
  limit?: number;
  extra?: string;
  note: string | null;
}

const join = lift(({ a, rest: [first, ...others] = ["-"] }: { a: string; rest?: string[] }) =>
  `${a}/${first}/${others.length}`
);
const setLine = handler<{ line?: string; at?: number } | undefined, { lines: Writable<string[]> }>(
  (event, { lines }) => {
    const { line = "new", at = 0 } = event ?? {};
    lines.key(at).set(line);
  },
);

export default pattern<Input>(
  (
    {
      person: { name: who, address: { city = "nowhere", lines, geo } },
      pair,
      flags = {},
      limit = 2,
      ...rest
    },
  ) => {
    const [count, label] = pair;
    const { extra = "none", note } = rest;
    const { lat, lon } = geo ?? { lat: 0, lon: 0 };
    const shown = lines.slice(0, limit);
    return {
      greeting: `${who} of ${city}`,
      count,
      label,
      doubled: count * 2,
      extra,
      note: note ?? "no note",
      place: `${lat}:${lon}`,
      on: computed(() => Object.entries(flags).filter(([, on]) => on).map(([name]) => name).sort()),
      shown,
      joined: join({ a: label, rest: lines }),
      bare: join({ a: "x" }),
      view: <p title={label}>{who}{shown.map((line) => <i>{line}</i>)}</p>,
      [UI]: null,
      setLine: setLine({ lines: lines as unknown as Writable<string[]> }),
    };
  },
);
