/** Counters made by a handler: each a piece with streams of its own, in a list that changes. */

import { type Cell, cell, Default, handler, lift, pattern, str, type Stream } from "commonfabric";
interface ChildState {
  id: string;
  label: string;
  text: string;
  value: number;
  history: number[];
  increment: Stream<{ amount?: number }>;
  rename: Stream<{ label: string }>;
}
const childIncrement = handler(
  (
    event: { amount?: number } | undefined,
    { value, history }: { value: Cell<number>; history: Cell<number[]> },
  ) => {
    const next = (value.get() ?? 0) + (event?.amount ?? 1);
    value.set(next);
    history.push(next);
  },
);
const childRename = handler((event: { label: string }, { label }: { label: Cell<string> }) =>
  label.set(event.label)
);
export const childCounter = pattern<
  { id: Default<string, "x">; label: Default<string, "Child">; value: Default<number, 0> }
>(({ id, label, value }) => {
  const history = cell<number[]>([]);
  return {
    id,
    label,
    value,
    history,
    text: str`${label}#${id}: ${value}`,
    increment: childIncrement({ value, history }),
    rename: childRename({ label }),
  };
});
const addChild = handler(
  (
    event: { label?: string; value?: number } | undefined,
    { children, next }: { children: Cell<ChildState[]>; next: Cell<number> },
  ) => {
    const id = String(next.get());
    next.set(next.get() + 1);
    children.push(
      childCounter({
        id,
        label: event?.label ?? `Child ${id}`,
        value: event?.value ?? 0,
      }) as unknown as ChildState,
    );
  },
);
const removeChild = handler(
  ({ id }: { id: string }, { children }: { children: Cell<ChildState[]> }) => {
    children.set(children.get().filter((c) => c.id !== id));
  },
);
const reverse = handler((_: unknown, { children }: { children: Cell<ChildState[]> }) =>
  children.set([...children.get()].reverse())
);
const bumpAll = handler((_: unknown, { children }: { children: Cell<ChildState[]> }) => {
  children.get().forEach((child) => child.increment.send({ amount: 10 }));
});
export const dynChildren = pattern<{ children: Default<ChildState[], []> }>(({ children }) => {
  const next = cell(1);
  const total = lift((list: ChildState[]) => list.reduce((sum, c) => sum + (c?.value ?? 0), 0))(
    children,
  );
  const sorted = lift((list: ChildState[]) =>
    [...list].sort((a, b) => b.value - a.value).map((c) => c.label)
  )(children);
  return {
    children,
    total,
    sorted,
    count: lift((l: unknown[]) => l.length)(children),
    add: addChild({ children, next }),
    remove: removeChild({ children }),
    reverse: reverse({ children }),
    bumpAll: bumpAll({ children }),
    texts: lift((list: { text: string }[]) => list.map(({ text }) => text))(children),
  };
});
