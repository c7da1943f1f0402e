/** A value that a lift fills once, while a text that reads both is being computed. */

import { assert, type Default, handler, lift, pattern, str, TESTS, Writable } from "commonfabric";

interface Fill {
  ready: Writable<boolean>;
  value: Writable<number>;
  seed: number;
}

const fillOnce = lift(({ ready, value, seed }: Fill): boolean => {
  if (!ready.get()) {
    value.set(seed);
    ready.set(true);
  }
  return true;
});

interface Filled {
  text: string;
  value: number;
}

const filled = pattern<{ seed: number | Default<7> }, Filled>(({ seed }) => {
  const ready = new Writable(false);
  const value = new Writable(0);
  const done = fillOnce({ ready, value, seed });
  return { text: str`${value} ${done}`, value };
});

const make = handler<void, { list: Writable<Filled[]> }>((_, { list }) => {
  list.push(filled({}));
});

export default pattern(() => {
  const list = new Writable<Filled[]>([]);
  return {
    [TESTS]: [
      { action: make({ list }) },
      { assertion: assert(() => list.get()[0]?.text === "7 true") },
      { assertion: assert(() => list.get()[0]?.value === 7) },
    ],
  };
});
