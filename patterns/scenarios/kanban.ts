/** A board of tasks: moved between columns and before others, with limits of work in progress. */

import { type Cell, cell, Default, handler, lift, pattern, str } from "commonfabric";
type ColumnKey = "todo" | "doing" | "done";
interface Task {
  id: string;
  title: string;
  column: ColumnKey;
  points?: number;
  tags?: string[];
}
interface Args {
  tasks: Default<Task[], []>;
  wip: Default<Partial<Record<ColumnKey, number>>, { doing: 2 }>;
  idSeed: Default<number, 1>;
}
const columns: readonly ColumnKey[] = ["todo", "doing", "done"] as const;
const isColumn = (x: unknown): x is ColumnKey =>
  typeof x === "string" && (columns as readonly string[]).includes(x);
const group = lift(({ tasks, wip }: { tasks: Task[]; wip: Partial<Record<ColumnKey, number>> }) =>
  columns.map((key) => {
    const own = tasks.filter((t) => t.column === key);
    const limit = wip[key];
    return {
      key,
      count: own.length,
      points: own.reduce((s, { points = 1 }) => s + points, 0),
      titles: own.map((t) => t.title),
      over: limit !== undefined && own.length > limit,
    };
  })
);
const addTask = handler(
  (
    event: Partial<Task> | undefined,
    { tasks, idSeed }: { tasks: Cell<Task[]>; idSeed: Cell<number> },
  ) => {
    const title = event?.title?.trim();
    if (!title) return;
    const id = `t${idSeed.get()}`;
    idSeed.set(idSeed.get() + 1);
    const column = isColumn(event?.column) ? event!.column! : "todo";
    tasks.push({ id, title, column, ...(event?.points ? { points: event.points } : {}) });
  },
);
const moveTask = handler(
  (
    { id, to, before }: { id: string; to: ColumnKey; before?: string },
    { tasks, moves }: { tasks: Cell<Task[]>; moves: Cell<string[]> },
  ) => {
    const list = tasks.get().slice();
    const from = list.findIndex((t) => t.id === id);
    if (from < 0 || !isColumn(to)) return;
    const [task] = list.splice(from, 1);
    const at = before ? list.findIndex((t) => t.id === before) : -1;
    const moved = { ...task, column: to };
    if (at >= 0) list.splice(at, 0, moved);
    else list.push(moved);
    tasks.set(list);
    moves.push(`${id}:${task.column}>${to}`);
  },
);
const tag = handler((e: { id: string; tag: string }, { tasks }: { tasks: Cell<Task[]> }) => {
  const i = tasks.get().findIndex(({ id }) => id === e.id);
  if (i === -1) return;
  const tags = tasks.key(i).key("tags");
  tags.addUnique(e.tag);
});
const setWip = handler((
  { column, limit }: { column: ColumnKey; limit?: number },
  { wip }: { wip: Cell<Partial<Record<ColumnKey, number>>> },
) => wip.key(column).set(limit));
export const kanbanBoard = pattern<Args>(({ tasks, wip, idSeed }) => {
  const moves = cell<string[]>([]);
  const board = group({ tasks, wip });
  const overloaded = lift((b: { key: string; over: boolean }[]) =>
    b.filter((c) => c.over).map((c) => c.key)
  )(board);
  const done = lift(({ b }: { b: { key: string; points: number }[] }) =>
    b.find((c) => c.key === "done")?.points ?? 0
  )({ b: board });
  return {
    tasks,
    board,
    overloaded,
    moves,
    lastMove: lift((m: string[]) => m.at(-1) ?? "none")(moves),
    status: str`${done} points done`,
    addTask: addTask({ tasks, idSeed }),
    moveTask: moveTask({ tasks, moves }),
    tag: tag({ tasks }),
    setWip: setWip({ wip }),
  };
});
