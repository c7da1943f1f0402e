/** Without `reactOn: db` a query keeps its rows until its parameters, or what it reacts on, change. */
import {
  action,
  assert,
  computed,
  pattern,
  sqliteDatabase,
  table,
  TESTS,
  Writable,
} from "commonfabric";

interface Filter {
  from: number;
  tags: string[];
}

export default pattern(() => {
  const filter = new Writable<Filter>({ from: 0, tags: [] });
  const list = new Writable<{ size: number }[]>([{ size: 1 }]);
  const after = new Writable(0);
  const seen = new Writable<number[]>([]);
  const db = sqliteDatabase({
    tables: { notes: table({ id: "integer primary key", body: "text" }) },
  });
  const others = sqliteDatabase({
    tables: { others: table({ id: "integer primary key" }) },
  });
  const sql = "SELECT count(*) AS n FROM notes";
  const total = computed(() => list.get().reduce((sum, { size }) => sum + size, 0));
  const live = db.query<{ n: number }>(sql, { reactOn: db });
  const once = db.query<{ n: number }>(sql);
  const onFilter = db.query<{ n: number }>(sql, { reactOn: filter });
  const onTags = db.query<{ n: number }>(sql, { reactOn: filter.key("tags") });
  const onTotal = db.query<{ n: number }>(sql, { reactOn: [after, total] });
  const beyond = db.query<{ n: number }>(`${sql} WHERE id > ?`, { params: [after] });
  const large = db.query<{ big: bigint }>("SELECT 9007199254740993 + count(*) AS big FROM notes", {
    reactOn: db,
  });
  const onOther = db.query<{ n: number }>(sql, { reactOn: others });
  const onBoth = db.query<{ n: number }>(sql, { reactOn: [others, db] });
  const onLarge = db.query<{ n: number }>(sql, { reactOn: large.result?.[0]?.big });
  const counts = computed(() =>
    [live, once, onFilter, onTags, onTotal, beyond, onLarge].map((q) => q.result?.[0]?.n ?? "-")
      .join(" ")
  );
  const add = action(() => db.exec("INSERT INTO notes (body) VALUES ('x')"));
  const ofDatabases = computed(() =>
    [onOther, onBoth].map((q) => q.result?.[0]?.n ?? "-").join(" ")
  );
  const addNumbered = action(() => {
    const { n } = once.result![0]!;
    seen.push(n);
    db.exec("INSERT INTO notes (body) VALUES (?)", [`note ${n + 1}`]);
  });
  return {
    [TESTS]: [
      { assertion: assert(() => counts === "0 0 0 0 0 0 0" && ofDatabases === "0 0") },
      { action: add },
      { assertion: assert(() => ofDatabases === "0 1") },
      { action: action(() => others.exec("INSERT INTO others DEFAULT VALUES")) },
      { assertion: assert(() => ofDatabases === "1 1") },
      { assertion: assert(() => counts === "1 0 0 0 0 0 1") },
      { action: action(() => filter.key("from").set(5)) },
      { assertion: assert(() => counts === "1 0 1 0 0 0 1") },
      { action: action(() => filter.key("tags").push("new")) },
      { assertion: assert(() => counts === "1 0 1 1 0 0 1") },
      { action: action(() => list.key(0).key("size").set(7)) },
      { assertion: assert(() => counts === "1 0 1 1 1 0 1") },
      { action: add },
      { assertion: assert(() => counts === "2 0 1 1 1 0 2") },
      { action: action(() => after.set(1)) },
      { assertion: assert(() => counts === "2 0 1 1 2 1 2") },
      // A handler decides by what is committed, whatever the query shows.
      { action: addNumbered },
      { action: addNumbered },
      { assertion: assert(() => counts === "4 0 1 1 2 1 4" && seen.get().join() === "2,3") },
    ],
  };
});
