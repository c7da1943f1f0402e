/** Cells that hold cells, from their first value on: what is read is the inner cell itself. */
import { action, assert, computed, handler, ifElse, pattern, TESTS, Writable } from "commonfabric";

type Choice = Writable<Writable<number> | null>;

const bumpAll = handler<void, { cells: Writable<Writable<number>[]> }>((_, { cells }) => {
  for (const cell of cells.get()) cell.set(cell.get() + 1);
});
const setChosen = handler<{ to: number }, { choice: Choice }>(({ to }, { choice }) =>
  choice.get()?.set(to)
);

export default pattern(() => {
  const x = new Writable(1);
  const y = new Writable(2);
  const list = new Writable<Writable<number>[]>([x, y]);
  const record = new Writable<Record<string, Writable<number>>>({ x, y });
  const held = new Writable<Writable<number>>(x);
  const choice: Choice = new Writable<Writable<number> | null>(null);
  const part = new Writable<{ cell: Writable<number> | null }>({ cell: null });
  const texts = list.map((cell) => `v${cell.get()}`);
  const total = computed(() => list.get().reduce((sum, cell) => sum + cell.get(), 0));
  const chosen = ifElse(new Writable(true), x, y);
  const asText = computed(() => {
    try {
      return `${chosen}`;
    } catch (error) {
      return (error as Error).message;
    }
  });
  const both = (a: number, b: number) => assert(() => x.get() === a && y.get() === b);
  return {
    [TESTS]: [
      { assertion: assert(() => asText.endsWith("so read it with .get()")) },
      // A list and a record that are still what they were made with.
      { action: action(() => list.get().forEach((cell) => cell.set(cell.get() * 10))) },
      { assertion: both(10, 20) },
      { action: bumpAll({ cells: list }) },
      { assertion: both(11, 21) },
      { action: action(() => record.get().y?.set(30)) },
      { assertion: both(11, 30) },
      { action: action(() => list.set(list.get().toReversed())) },
      { action: action(() => list.push(new Writable(5))) },
      { assertion: assert(() => texts.join() === "v30,v11,v5" && total === 46) },
      { action: bumpAll({ cells: list }) },
      { assertion: assert(() => texts.join() === "v31,v12,v6") },
      // A cell of a cell, as it was made and after another was chosen.
      { action: action(() => held.get().set(40)) },
      { assertion: both(40, 31) },
      { action: action(() => held.set(y)) },
      { action: action(() => held.get().set(50)) },
      { assertion: both(40, 50) },
      { action: action(() => choice.set(x)) },
      { action: setChosen({ choice }), event: { to: 60 } },
      { assertion: both(60, 50) },
      { action: action(() => choice.set(null)) },
      { action: setChosen({ choice }), event: { to: 70 } },
      { assertion: assert(() => choice.get() === null) },
      { assertion: both(60, 50) },
      { action: action(() => part.set({ cell: y })) },
      { action: action(() => part.get().cell?.set(80)) },
      { assertion: both(60, 80) },
    ],
  };
});
