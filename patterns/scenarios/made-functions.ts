/**
 * Functions and objects of classes that a body makes of what it is given: formatters, comparators,
 * handlers made by calls, sets, dates and the author's own class.
 */

import { action, type Cell, computed, Default, handler, pattern, Writable } from "commonfabric";

class Money {
  constructor(readonly amount: number, readonly currency: string) {}
  show(times = 1) {
    return `${this.amount * times} ${this.currency}`;
  }
  get double() {
    return this.amount * 2;
  }
}

const formatter = (unit: string, digits: number) => (n: number) => `${n.toFixed(digits)}${unit}`;
const units = (unit: string) => ({ with: (n: number) => n + unit, length: unit.length });
const adder = (total: Writable<number>) => (by: number) => () => total.set(total.get() + by);

const change = handler(
  (event: { unit: string; n: number }, { unit, n }: { unit: Cell<string>; n: Cell<number> }) => {
    unit.set(event.unit);
    n.set(event.n);
  },
);

interface Args {
  unit: Default<string, "kg">;
  n: Default<number, 2>;
  total: Writable<Default<number, 1>>;
  items: Default<number[], [1, 2]>;
}

export const madeFunctions = pattern<Args>(({ unit, n, total, items }) => {
  const format = formatter(unit, 1);
  const table = units(unit);
  const add = adder(total);
  const compare = ((direction: number) => (a: number, b: number) => (a - b) * direction * n)(-1);
  const setTo = (value: number) => () => total.set(value * n);
  const five = setTo(5);
  const kept = { clear: setTo(0), double: ((by: number) => (x: number) => x * by)(n) };
  const steps = [adder(total)(100), adder(total)(200)];
  const money = new Money(n, unit);
  const seen = new Set(items.map((item) => item % n));
  const page = new URL(`https://example.org/${unit}`);
  return {
    total,
    inBody: format(n),
    inComputed: computed(() => `${format(n)} ${table.with(n)}`),
    inList: items.map((item) => format(item)),
    sorted: computed(() => [...items].sort(compare)),
    shown: computed(() => money.show(2)),
    each: items.map((item) => money.show(item)),
    double: money.double,
    path: page.pathname,
    seen: seen.size,
    long: table.length,
    setFive: action(setTo(5)),
    sameFive: action(five),
    addTen: action(add(10)),
    adders: items.map((item) => action(adder(total)(item))),
    clear: action(kept.clear),
    twice: kept.double(3),
    steps: steps.map((step) => action(step)),
    step: action((index: number) => steps[index]?.()),
    change: change({ unit, n }),
  };
});
