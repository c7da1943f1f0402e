/** A notebook in SQL: rows with links to cells, parameters, many rows at once, and live queries. */
import {
  action,
  cfLink,
  computed,
  Default,
  pattern,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Topic {
  name: string;
}
interface Row {
  id: number;
  topic: Writable<Topic>;
  body: string;
  stars: number;
}
interface Input {
  topic: Writable<Topic | Default<{ name: "misc" }>>;
}
interface Output {
  [UI]: VNode;
  count: number;
  bodies: string[];
  topics: string[];
  best: string;
  add: Stream<{ body: string; stars?: number }>;
  addMany: Stream<{ bodies: string[] }>;
  rename: Stream<string>;
  star: Stream<{ id: number }>;
  drop: Stream<{ body: string }>;
  wrong: Stream<void>;
}

export default pattern<Input, Output>(({ topic }) => {
  const least = new Writable(0);
  const db = sqliteDatabase({
    tables: {
      notes: table({
        id: "integer primary key",
        topic_cf_link: cfLink<Topic>(),
        body: "text not null",
        stars: "integer",
      }),
    },
  });
  const all = db.query<{ id: number; topic_cf_link: Writable<Topic>; body: string; stars: number }>(
    "SELECT id, topic_cf_link, body, stars FROM notes ORDER BY id",
    { reactOn: db },
  );
  const best = db.query<{ body: string }>(
    "SELECT body FROM notes WHERE stars >= ? ORDER BY stars DESC, id LIMIT 1",
    { params: [2], reactOn: db },
  );
  return {
    [UI]: <ul>{all.result?.map((row) => <li>{row.topic_cf_link.get().name}: {row.body}</li>)}</ul>,
    count: computed(() => all.result?.length ?? 0),
    bodies: computed(() => (all.result ?? []).map(({ body }) => body)),
    topics: computed(() => (all.result ?? []).map((row) => row.topic_cf_link.get().name)),
    best: computed(() => best.result?.[0]?.body ?? "none"),
    add: action(({ body, stars }: { body: string; stars?: number }) =>
      db.exec("INSERT INTO notes (topic_cf_link, body, stars) VALUES (?, ?, ?)", [
        topic,
        body,
        stars ?? least.get(),
      ])
    ),
    addMany: action(({ bodies }: { bodies: string[] }) =>
      db.execMany(
        "INSERT INTO notes (topic_cf_link, body, stars) VALUES (?, ?, 0)",
        bodies.map((body) => [topic, body]),
      )
    ),
    rename: action((name: string) => topic.key("name").set(name)),
    star: action(({ id }: { id: number }) =>
      db.exec("UPDATE notes SET stars = stars + 1 WHERE id = ?", [id])
    ),
    drop: action(({ body }: { body: string }) =>
      db.exec("DELETE FROM notes WHERE body = ?", [body])
    ),
    wrong: action(() => {
      topic.set({ name: "never" });
      db.exec("INSERT INTO notes (body) VALUES (?)", [null]);
    }),
  };
});
