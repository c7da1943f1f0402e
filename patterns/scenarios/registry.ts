/** Counters made while the program runs, found by name: cells in a record and in a list. */

import { type Cell, cell, computed, handler, lift, pattern, Writable } from "commonfabric";
type Reg = Record<string, Cell<number>>;
const create = handler<
  { name: string; start?: number },
  { reg: Cell<Record<string, Cell<number>>> }
>(({ name, start = 0 }, { reg }) => {
  if (reg.get()[name]) return;
  const c = new Writable<number>(start);
  reg.key(name).set(c);
});
const bump = handler<{ name: string }, { reg: Cell<Reg> }>(({ name }, { reg }) => {
  const c = reg.get()[name];
  if (c) c.set(c.get() + 1);
});
const bumpAll = handler<unknown, { reg: Cell<Reg>; list: Cell<Cell<number>[]> }>(
  (_, { reg, list }) => {
    for (const c of Object.values(reg.get())) c.set(c.get() * 10);
    list.get().forEach((c, i) => c.set(c.get() + i));
  },
);
const collect = handler<unknown, { reg: Cell<Reg>; list: Cell<Cell<number>[]> }>(
  (_, { reg, list }) => {
    list.set(Object.values(reg.get()));
  },
);
const totals = lift(({ reg }: { reg: Reg }) =>
  Object.entries(reg).map(([k, v]) => `${k}=${v.get()}`).join()
);
export const recordOfCells = pattern(() => {
  const reg = cell<Reg>({});
  const list = cell<Cell<number>[]>([]);
  return {
    reg,
    list,
    text: totals({ reg }),
    sum: computed(() => Object.values(reg.get()).reduce((s, c) => s + c.get(), 0)),
    second: computed(() => list.get()[1]?.get() ?? null),
    create: create({ reg }),
    bump: bump({ reg }),
    bumpAll: bumpAll({ reg, list }),
    collect: collect({ reg, list }),
  };
});
