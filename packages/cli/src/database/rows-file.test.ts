/** What an export wrote, an import reads as it was. */

import assert from "node:assert/strict";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { dumpCsv, dumpJson, dumpSql } from "./dump.ts";
import { readRowsOf } from "./rows-file.ts";

const CREATE =
  "CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT, n INTEGER, r REAL, b BLOB, a_cf_link TEXT)";
const LINK = JSON.stringify({
  "/": { "link@1": { id: "of:x", space: "did:key:z", scope: "space" } },
});
const ROWS: readonly (readonly SQLInputValue[])[] = [
  [1n, "plain", 1n, 0.5, new Uint8Array([0, 255, 16]), LINK],
  [2n, "", -9007199254740993n, -1e300, new Uint8Array(), null],
  [3n, 'quotes " and, commas\nlines\r\n', 9223372036854775807n, 1 / 3, null, null],
  [4n, "żółć 漢字 🎉 \u2028 \u0001", null, null, null, null],
  [5n, null, 0n, 2, null, LINK],
  [6n, "[1,2]", null, null, null, null],
];

function filled(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  database.exec(CREATE);
  const insert = database.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)");
  for (const row of ROWS) insert.run(...row);
  return database;
}

function rowsOf(database: DatabaseSync): unknown[] {
  const statement = database.prepare(
    "SELECT *, typeof(body), typeof(n), typeof(b) FROM t ORDER BY id",
  );
  statement.setReadBigInts(true);
  return statement.all().map((row) => ({ ...row }));
}

/** The table after an import of a file. */
function imported(path: string, text: string): unknown[] {
  const { columns, rows } = readRowsOf("t", path, text);
  const database = new DatabaseSync(":memory:");
  database.exec(CREATE);
  const insert = database.prepare(
    `INSERT INTO t (${columns.join()}) VALUES (${columns.map(() => "?").join()})`,
  );
  for (const row of rows) {
    insert.run(
      ...row.map((value) => Number.isSafeInteger(value) ? BigInt(value as number) : value),
    );
  }
  return rowsOf(database);
}

Deno.test("JSON of an export is imported with every value as it was", () => {
  assert.deepEqual(imported("t.json", dumpJson(filled(), undefined)), rowsOf(filled()));
});

Deno.test("CSV of an export is imported with every text, number and NULL as it was", () => {
  const database = filled();
  database.exec("UPDATE t SET b = NULL");
  assert.deepEqual(imported("t.csv", dumpCsv(database, "t")), rowsOf(database));
});

Deno.test("SQL of an export makes every value as it was", () => {
  const database = new DatabaseSync(":memory:");
  database.exec(dumpSql(filled(), undefined));
  assert.deepEqual(rowsOf(database), rowsOf(filled()));
});
