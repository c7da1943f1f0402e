/** The text of a query may be computed: by what to sort, and which condition to ask. */
import {
  action,
  assert,
  computed,
  pattern,
  sqliteDatabase,
  sqliteQuery,
  str,
  table,
  TESTS,
  UI,
  Writable,
} from "commonfabric";

interface Row {
  name: string;
}
const letters = (rows: Row[] | undefined) => (rows ?? []).map(({ name }) => name).join("");

export default pattern(() => {
  const db = sqliteDatabase({
    tables: { items: table({ id: "integer primary key", name: "text", price: "integer" }) },
  });
  const column = new Writable<"name" | "price" | undefined>("name");
  const direction = new Writable<"ASC" | "DESC">("ASC");
  const least = new Writable<number | null>(null);
  const templated = db.query<Row>(
    `SELECT name FROM items ORDER BY ${column.get() ?? "id"} ${direction.get()}`,
    { reactOn: db },
  );
  const calculated = db.query<Row>(
    computed(() =>
      least.get() === null ? "SELECT name FROM items" : "SELECT name FROM items WHERE price >= ?"
    ),
    { params: computed(() => least.get() === null ? [] : [least.get()]), reactOn: db },
  );
  const woven = db.query<Row>(str`SELECT name FROM items ORDER BY ${column}`, { reactOn: db });
  const named = sqliteQuery<Row>({
    db,
    sql: `SELECT name FROM items ORDER BY price ${direction.get()}`,
    reactOn: db,
  });
  const seen = new Writable("");
  const add = action(() => {
    db.execMany("INSERT INTO items (name, price) VALUES (?, ?)", [["x", 3], ["y", 2], ["z", 1]]);
  });
  const look = action(() => seen.set(letters(templated.result) + letters(calculated.result)));
  return {
    [UI]: <ul>{templated.result?.map((row) => <li>{row.name}</li>)}</ul>,
    [TESTS]: [
      { action: add },
      { assertion: assert(() => letters(templated.result) === "xyz") },
      { assertion: assert(() => letters(calculated.result) === "xyz") },
      { assertion: assert(() => letters(woven.result) === "xyz") },
      { assertion: assert(() => letters(named.result) === "zyx") },
      { action: action(() => column.set("price")) },
      { assertion: assert(() => letters(templated.result) === "zyx") },
      { assertion: assert(() => letters(woven.result) === "zyx") },
      { action: action(() => direction.set("DESC")) },
      { assertion: assert(() => letters(templated.result) + letters(named.result) === "xyzxyz") },
      { action: action(() => least.set(2)) },
      { assertion: assert(() => letters(calculated.result) === "xy") },
      { action: look },
      { assertion: assert(() => seen.get() === "xyzxy") },
      { action: action(() => column.set(undefined)) },
      { assertion: assert(() => letters(templated.result) === "zyx") },
    ],
  };
});
