/** All parameters of a query together may be a cell, an input or a computed value. */
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

interface Range {
  low: number;
  high: number;
}

export default pattern(() => {
  const pair = new Writable<number[]>([1, 2]);
  const range = new Writable<Range | undefined>(undefined);
  const db = sqliteDatabase({
    tables: { marks: table({ id: "integer primary key", value: "integer" }) },
  });
  const either = db.query<{ value: number }>(
    "SELECT value FROM marks WHERE value IN (?, ?) ORDER BY value",
    { params: pair, reactOn: db },
  );
  const between = db.query<{ value: number }>(
    "SELECT value FROM marks WHERE value BETWEEN :low AND :high ORDER BY value",
    { params: range, reactOn: db },
  );
  const wider = db.query<{ value: number }>(
    "SELECT value FROM marks WHERE value BETWEEN ? AND ? ORDER BY value",
    { params: computed(() => pair.get().map((end) => end * 2)), reactOn: db },
  );
  const values = (rows: { value: number }[] | undefined) => rows?.map((row) => row.value).join();
  const add = action(() =>
    db.execMany("INSERT INTO marks (value) VALUES (?)", [[1], [2], [3], [4], [5]])
  );
  return {
    [TESTS]: [
      { action: add },
      { assertion: assert(() => values(either.result) === "1,2") },
      { assertion: assert(() => between.pending && between.error === undefined) },
      { assertion: assert(() => values(wider.result) === "2,3,4") },
      { action: action(() => pair.set([2, 5])) },
      { action: action(() => range.set({ low: 3, high: 9 })) },
      { assertion: assert(() => values(either.result) === "2,5") },
      { assertion: assert(() => values(between.result) === "3,4,5") },
      { assertion: assert(() => values(wider.result) === "4,5") },
      { action: action(() => range.key("high").set(4)) },
      { assertion: assert(() => values(between.result) === "3,4") },
    ],
  };
});
