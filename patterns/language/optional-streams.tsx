/** Streams that may be left out: asked for before they are sent to, handed on, shown as buttons. */
import {
  action,
  computed,
  handler,
  ifElse,
  pattern,
  type Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Props {
  label: string;
  onDone?: Stream<{ from: string }>;
  links?: { open?: Stream<string>; close: Stream<string> | null };
}

const tell = handler<void, { onDone?: Stream<{ from: string }>; told: Writable<string> }>(
  (_, { onDone, told }) => {
    onDone?.send({ from: "handler" });
    told.set(onDone === undefined ? "nobody" : "somebody");
  },
);

const Leaf = pattern<Props>(({ label, onDone: done, links }) => {
  const told = new Writable("");
  return {
    told,
    asked: computed(() => [!!done, typeof done, done === undefined, links?.open != null].join()),
    chosen: done ? "has" : "lacks",
    either: ifElse(done, 1, 0),
    finish: action(() => {
      if (done) done.send({ from: label });
      links?.open?.send(`open ${label}`);
      told.set(done ? "sent" : "kept");
    }),
    tell: tell({ onDone: done, told }),
    [UI]: (
      <p>
        {label}
        {done
          ? <button type="button" onClick={() => done.send({ from: "click" })}>ok</button>
          : null}
        {done && <button type="button" onClick={() => done?.send({ from: "and" })}>yes</button>}
      </p>
    ),
  };
});

interface Door {
  open: Stream<void>;
  times: number;
}

const Room = pattern<Record<string, never>, Door>(() => {
  const times = new Writable(0);
  return { times, open: action(() => times.set(times.get() + 1)) };
});

/** A part that may be missing, and whose streams then are too. */
const Visitor = pattern<{ door?: Door; set?: { door?: Door; count: Writable<number> } }>((
  { door, set },
) => ({
  enter: action(() => {
    door?.open.send();
    set?.door?.open.send();
    set?.count.set(set.count.get() + 1);
  }),
  seen: computed(() => door?.times ?? "no door"),
}));

/** Hands on what it was given, or nothing. */
const Middle = pattern<Props>((props) => ({
  leaf: Leaf({ label: props.label, onDone: props.onDone, links: props.links }),
  asked: computed(() => props.onDone ? "given" : "not given"),
  forward: action(() => {
    if (!props.onDone) return;
    props.onDone.send({ from: "middle" });
  }),
}));

interface Output {
  [UI]: VNode;
  [key: string]: unknown;
}

export default pattern<{ on: Writable<boolean> }, Output>(({ on }) => {
  const log = new Writable<string[]>([]);
  const done = action(({ from }: { from: string }) => log.push(from));
  const made = new Writable<{ finish: Stream<void>; asked: string; told: string }[]>([]);
  const open = action((what: string) => log.push(what));
  const room = Room({});
  const rooms = new Writable(0);
  return {
    [UI]: <div />,
    log,
    on,
    bare: Leaf({ label: "bare" }),
    given: Leaf({ label: "given", onDone: done, links: { open, close: null } }),
    bareBelow: Middle({ label: "below" }),
    givenBelow: Middle({ label: "deep", onDone: done }),
    made,
    make: action(() => {
      made.push(Leaf({ label: "made" }), Leaf({ label: "told", onDone: done }));
    }),
    room,
    rooms,
    visitor: Visitor({ door: room, set: { door: room, count: rooms } }),
    outsider: Visitor({}),
    byTag: <Leaf label="tag" />,
    sometimes: Leaf({ label: "sometimes", onDone: on.get() ? done : undefined }),
  };
});
