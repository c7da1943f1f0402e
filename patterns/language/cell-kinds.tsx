/** Cells that may only be read, only be written, or only be compared: types that keep hands off. */
import {
  type ComparableCell,
  computed,
  equals,
  handler,
  lift,
  pattern,
  type ReadonlyCell,
  Stream,
  Writable,
  type WriteonlyCell,
} from "commonfabric";

export interface Entry {
  title: string;
}

interface Input {
  rate: ReadonlyCell<number>;
  log: WriteonlyCell<string[]>;
  chosen: ComparableCell<Entry>;
  entries: Writable<Entry[]>;
}

interface Output {
  doubled: number;
  chosenIsFirst: boolean;
  sameCell: boolean;
  write: Stream<string>;
}

const write = handler<string, { log: WriteonlyCell<string[]>; rate: ReadonlyCell<number> }>(
  (text, { log, rate }) => {
    log.push(`${text} at ${rate.get()}`);
  },
);

const same = lift<{ a: ComparableCell<Entry>; b: ComparableCell<Entry> }, boolean>(
  ({ a, b }) => a.equals(b),
);

export default pattern<Input, Output>(({ rate, log, chosen, entries }) => ({
  doubled: computed(() => rate.get() * 2),
  chosenIsFirst: computed(() => equals(chosen, entries.get()[0])),
  sameCell: same({ a: chosen, b: entries.key(0) }),
  write: write({ log, rate }),
}));
