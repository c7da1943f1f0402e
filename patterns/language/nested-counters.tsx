/** Counters inside counters: children are made in a body, in a handler, and from stored data. */
import {
  type Cell,
  cell,
  Default,
  handler,
  lift,
  NAME,
  pattern,
  str,
  type Stream,
  Writable,
} from "commonfabric";

interface ChildArgs {
  value: Default<number, 0>;
  step?: number;
}

interface Child {
  value: number;
  label: string;
  increment: Stream<{ amount?: number } | undefined>;
}

const add = handler(
  (event: { amount?: number } | undefined, context: { value: Cell<number>; step?: number }) => {
    const amount = typeof event?.amount === "number" ? event.amount : context.step ?? 1;
    const next = (context.value.get() ?? 0) + amount;
    context.value.set(next);
  },
);

const describe = lift((value: number | undefined) => `Value ${value ?? 0}`);

export const childCounter = pattern<ChildArgs, Child>(({ value, step }) => {
  return {
    value,
    label: describe(value),
    increment: add({ value: value as unknown as Cell<number>, step }),
  };
});

const addChild = handler(
  (
    event: { value?: number } | undefined,
    { children, created }: { children: Cell<Child[]>; created: Cell<number> },
  ) => {
    const child = childCounter({ value: event?.value ?? 0 });
    children.push(child);
    created.set((created.get() ?? 0) + 1);
  },
);

const sum = lift((entries: Child[] | undefined) =>
  (entries ?? []).reduce((total, { value }) => total + value, 0)
);

export default pattern<{ seeds: Default<number[], [1, 2]> }>(({ seeds }) => {
  const children = new Writable<Child[]>([]);
  const created = cell(0);
  const left = childCounter({ value: 10, step: 5 });
  const right = childCounter({ value: cell(20) });
  const total = sum(children);
  return {
    [NAME]: str`Counters: ${total}`,
    title: str`${left.label} and ${right.label}`,
    left,
    right,
    children,
    created,
    total,
    seeded: seeds.map((seed) => childCounter({ value: seed })),
    addChild: addChild({ children, created }),
  };
});
