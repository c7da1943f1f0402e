/** Computations that write: through functions, in parts of lists and branches, from what they read. */
import {
  action,
  computed,
  Default,
  ifElse,
  lift,
  pattern,
  Stream,
  unless,
  when,
  Writable,
} from "commonfabric";

export interface Entry {
  text: string;
}
interface Input {
  entries: Writable<Entry[] | Default<[]>>;
}
interface Output {
  total: number;
  log: string[];
  seen: string[];
  tens: number;
  noted: string[];
  stepped: number;
  add: Stream<string>;
  open: Stream<void>;
}

function note(log: Writable<string[]>, text: string) {
  if (!log.get().some((each) => each === text)) append(log, text);
}
const append = (log: Writable<string[]>, text: string) => log.push(text);

const tenfold = lift(({ from, to }: { from: number; to: Writable<number> }) => {
  to.set(from * 10);
});

const Watcher = pattern<{ entry: Entry; seen: Writable<string[]> }, { size: number }>((
  { entry, seen },
) => {
  computed(() => seen.addUnique(entry.text));
  return { size: computed(() => entry.text.length) };
});

export default pattern<Input, Output>(({ entries }) => {
  const total = new Writable(0);
  const log = new Writable<string[]>([]);
  const seen = new Writable<string[]>([]);
  const tens = new Writable(0);
  const noted = new Writable<string[]>([]);
  const stepped = new Writable(0);
  const isOpen = new Writable(false);
  computed(() => total.set(entries.get().length));
  computed(() => {
    for (const { text } of entries.get()) note(log, text);
  });
  // Goes one step at a time, and starts itself until it has arrived.
  computed(() => {
    if (stepped.get() < entries.get().length) stepped.set(stepped.get() + 1);
  });
  tenfold({ from: computed(() => entries.get().length), to: tens });
  const watchers = entries.map((entry) => Watcher({ entry, seen }));
  const guard = isOpen.get() ? Watcher({ entry: { text: "open" }, seen: noted }) : null;
  const called = [
    ifElse(isOpen, Watcher({ entry: { text: "if" }, seen: noted }), null),
    when(isOpen, Watcher({ entry: { text: "when" }, seen: noted })),
    unless(isOpen, Watcher({ entry: { text: "shut" }, seen: noted })),
  ];
  void [watchers, guard, called];
  return {
    total,
    log,
    seen,
    tens,
    noted,
    stepped,
    add: action((text: string) => entries.push({ text })),
    open: action(() => isOpen.set(true)),
  };
});
