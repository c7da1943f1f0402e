/** A piece's own inputs, seen and changed by who holds the piece. */
import { action, computed, Default, handler, NAME, pattern, Stream, Writable } from "commonfabric";

interface CounterInput {
  value: Writable<number | Default<0>>;
  label: string | Default<"counter">;
  step?: number | Default<1>;
}

export interface Counter {
  [NAME]: string;
  value: number;
  increase: Stream<void>;
}

export const Counter = pattern<CounterInput, Counter>(({ value, label, step }) => ({
  [NAME]: computed(() => `${label}: ${value.get()}`),
  value,
  increase: action(() => value.set(value.get() + (step ?? 0))),
}));

/** The inputs as plain data, whatever the pattern itself calls them. */
interface Plain {
  value: number;
  label: string;
}

/** The same with the count as a cell, to hand it on. */
interface WithCell {
  value: Writable<number>;
}

const rename = handler<{ label: string }, { counters: Writable<Counter[]> }>(
  ({ label }, { counters }) => {
    const inputs = counters.key(0).resolveAsCell().getArgumentCell<Plain>();
    inputs.update({ label, value: 50 });
  },
);

const hand = handler<void, { counters: Writable<Counter[]>; held: Writable<Writable<number>[]> }>(
  (_, { counters, held }) => {
    const { value } = counters.key(0).resolveAsCell().getArgumentCell<WithCell>().get();
    held.push(value);
  },
);

interface Output {
  child: Counter;
  names: string[];
  sum: number;
  shown: string;
  held: number[];
  reset: Stream<number>;
  add: Stream<string>;
  rename: Stream<{ label: string }>;
  hand: Stream<void>;
  raiseHeld: Stream<void>;
}

export default pattern<{ counters: Writable<Counter[] | Default<[]>> }, Output>(({ counters }) => {
  const child = Counter({ value: 1, label: "child", step: 2 });
  const inputs = child.getArgumentCell<Plain>();
  const held = new Writable<Writable<number>[]>([]);
  return {
    child,
    names: counters.map((counter) => counter[NAME]),
    sum: computed(() => inputs.get().value + 1),
    shown: computed(() => typeof inputs.get().value),
    held: held.map((cell) => cell.get()),
    reset: action((to: number) => inputs.key("value").set(to)),
    add: action((label: string) => counters.push(Counter({ label, value: counters.get().length }))),
    rename: rename({ counters }),
    hand: hand({ counters, held }),
    raiseHeld: action(() => held.get().forEach((cell) => cell.increment(5))),
  };
});
