/** Tables whose rows several columns identify, with indexes of some rows, and computed columns. */
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

export default pattern(() => {
  const db = sqliteDatabase({
    tables: {
      seats: table(
        {
          row: "text collate nocase",
          place: "integer",
          guest: "text",
          label: "text generated always as (upper(row) || place) virtual",
        },
        undefined,
        {
          primaryKey: ["row", "place"],
          withoutRowid: true,
          indexes: [{ columns: ["guest"], unique: true, where: "guest is not null" }],
        },
      ),
      orders: table(
        { row: "text", place: "integer", drink: "text not null", at: "integer" },
        undefined,
        {
          primaryKey: ["row", "place", "drink"],
          indexes: ["lower(drink)"],
          foreignKeys: [{
            columns: ["row", "place"],
            references: { table: "seats", columns: ["row", "place"] },
            onDelete: "cascade",
            onUpdate: "cascade",
            deferred: true,
          }],
        },
      ),
    },
  });
  const seats = db.query<{ label: string; guest: string | null }>(
    "SELECT label, guest FROM seats ORDER BY label",
    { reactOn: db },
  );
  const whole = db.query<{ row: string; place: number }>("SELECT * FROM seats", { reactOn: db });
  const orders = db.query<{ label: string; n: number }>(
    "SELECT s.label, count(*) AS n FROM orders o JOIN seats s USING (row, place) GROUP BY 1 ORDER BY 1",
    { reactOn: db },
  );
  const text = computed(() =>
    (seats.result ?? []).map(({ label, guest }) => `${label}=${guest}`).join()
  );
  const drinks = computed(() => (orders.result ?? []).map(({ label, n }) => label + n).join());
  const sit = action((
    { row, place, guest }: { row: string; place: number; guest: string | null },
  ) =>
    db.exec(
      "INSERT INTO seats (row, place, guest) VALUES (?, ?, ?) " +
        "ON CONFLICT DO UPDATE SET row = excluded.row, guest = excluded.guest",
      [row, place, guest],
    )
  );
  const order = action(({ row, place, drink }: { row: string; place: number; drink: string }) =>
    db.exec("INSERT OR IGNORE INTO orders VALUES (?, ?, ?, 0)", [row, place, drink])
  );
  const rows = new Writable("");
  return {
    [TESTS]: [
      { action: sit, event: { row: "a", place: 2, guest: "Ann" } },
      { action: sit, event: { row: "a", place: 1, guest: null } },
      { action: sit, event: { row: "b", place: 1, guest: null } },
      { assertion: assert(() => text === "A1=null,A2=Ann,B1=null") },
      {
        assertion: assert(() => Object.keys(whole.result![0]!).join() === "row,place,guest,label"),
      },
      { action: order, event: { row: "a", place: 2, drink: "tea" } },
      { action: order, event: { row: "a", place: 2, drink: "tea" } },
      { action: order, event: { row: "a", place: 2, drink: "Milk" } },
      { assertion: assert(() => drinks === "A22") },
      // Another spelling of the same key.
      { action: sit, event: { row: "A", place: 1, guest: "Bob" } },
      { assertion: assert(() => text === "A1=Bob,A2=Ann,B1=null") },
      {
        action: action(() =>
          rows.set((whole.result ?? []).map(({ row, place }) => row + place).sort().join())
        ),
      },
      { assertion: assert(() => rows.get() === "A1,a2,b1") },
      // The order is there before its seat, in one handler.
      {
        action: action(() => {
          db.exec("INSERT INTO orders VALUES ('c', 9, 'gin', 0)");
          db.exec("INSERT INTO seats (row, place) VALUES ('c', 9)");
        }),
      },
      { assertion: assert(() => drinks === "A22,C91") },
      { action: action(() => db.exec("UPDATE seats SET place = 8 WHERE row = 'c'")) },
      { assertion: assert(() => drinks === "A22,C81") },
      { action: action(() => db.exec("DELETE FROM seats WHERE row = 'A'")) },
      { assertion: assert(() => drinks === "C81" && text === "B1=null,C8=null") },
    ],
  };
});
