/** Handlers that read queries, directly, through computed values and out of the view. */
import {
  action,
  computed,
  pattern,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Task {
  id: number;
  title: string;
  weight: number;
}
interface Output {
  [UI]: VNode;
  tasks: readonly Task[];
  heavy: readonly Task[];
  chosen: string;
  add: Stream<{ title: string; weight: number }>;
  dropLightest: Stream<void>;
}

export default pattern<Record<string, never>, Output>(() => {
  const chosen = new Writable("");
  const floor = new Writable(5);
  const db = sqliteDatabase({
    tables: { tasks: table({ id: "integer primary key", title: "text", weight: "integer" }) },
  });
  const rows = db.query<Task>("SELECT * FROM tasks ORDER BY id", { reactOn: db });
  const above = db.query<Task>("SELECT * FROM tasks WHERE weight > ? ORDER BY weight", {
    params: [floor],
    reactOn: db,
  });
  const named = db.query<Task>("SELECT * FROM tasks WHERE title = ?", {
    params: [chosen],
    reactOn: db,
  });
  const lightest = computed(() =>
    [...(rows.result ?? [])].sort((a, b) => a.weight - b.weight).at(0)
  );
  return {
    [UI]: (
      <div>
        <ul>
          {rows.result?.map((row) => <li onClick={() => chosen.set(row.title)}>{row.title}</li>)}
        </ul>
        {named.result?.[0] ? <p>{named.result[0].weight} kg</p> : <p>nothing</p>}
        <ol>{above.result?.map((row) => <li>{row.title}</li>)}</ol>
      </div>
    ),
    tasks: computed(() => rows.result ?? []),
    heavy: computed(() => above.result ?? []),
    chosen,
    add: action(({ title, weight }: { title: string; weight: number }) =>
      db.exec("INSERT INTO tasks (title, weight) VALUES (?, ?)", [title, weight])
    ),
    dropLightest: action(() => {
      if (lightest !== undefined) db.exec("DELETE FROM tasks WHERE id = ?", [lightest.id]);
    }),
  };
});
