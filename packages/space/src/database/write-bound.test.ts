/** Writes that would hold the space up are refused; those that only look like it run. */

import { deepEqual, throws } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { SqlStatement } from "@cf/protocol";
import { prepareDeclaration } from "./declaration.ts";
import { ensureSchema } from "./schema.ts";
import { LongWriteError } from "./errors.ts";
import { runStatements } from "./statements.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    items: { columns: { id: "integer primary key", name: "text", kind: "integer" } },
    parts: {
      columns: { id: "integer primary key", item: "integer", kind: "integer" },
      options: { indexes: ["item", "kind"] },
    },
    result: { columns: { id: "integer primary key", n: "integer" } },
  },
});

/** 3,000 items with two parts each; all parts are of one kind. */
function filled(): { connection: DatabaseSync; run: (sql: string) => number } {
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", DECLARATION);
  const run = (sql: string) => {
    runStatements(connection, "main", DECLARATION, [{ sql }]);
    return Number(connection.prepare("select count(*) as n from result").get()!.n);
  };
  const rows = Array.from({ length: 3000 }, (_, i) => [`item ${i}`, i]);
  const parts = Array.from({ length: 6000 }, (_, i) => [(i >> 1) + 1, 1]);
  runStatements(connection, "main", DECLARATION, [
    { sql: "insert into items (name, kind) values (?, ?)", rows },
    { sql: "insert into parts (item, kind) values (?, ?)", rows: parts },
  ]);
  return { connection, run };
}

const REFUSED = [
  "insert into result (n) select 1 from items a, items b, items c",
  "insert into result (n) select count(*) from items a, items b, parts c where a.kind + b.kind = -1",
  "insert into result (n) select 1 from parts a join parts b on b.kind = a.kind join parts c on c.kind = b.kind",
  "update items set kind = (select count(*) from parts a, parts b where a.item + b.item = items.id)",
  "delete from items where exists (select 1 from parts a, parts b where a.id + b.id = -items.id)",
  "insert into result (n) select 1 from items union all select 1 from items a, items b, items c",
  "with x as materialized (select a.id from items a, items b) insert into result (n) select 1 from x, x y",
];

for (const sql of REFUSED) {
  Deno.test(`runStatements() refuses to start ${sql}`, () => {
    const { connection, run } = filled();
    throws(() => run(sql), { code: "limit-exceeded", message: /nested loops/ });
    deepEqual(connection.prepare("select count(*) as n from result").get()!.n, 0);
    connection.close();
  });
}

const RUN: readonly [string, number][] = [
  ["insert into result (n) select p.id from items i join parts p on p.item = i.id", 6000],
  [
    "insert into result (n) select p.id from items i join parts p on p.item = i.id " +
    "join parts q on q.item = p.item",
    12000,
  ],
  ["insert into result (n) select i.id from parts p join items i on i.id = p.item", 6000],
  ["insert into result (n) select id from items union all select id from parts", 9000],
  ["insert into result (n) select value from json_each('[1,2,3]'), items limit 5", 5],
  ["insert into result (n) select id from items where id in (select item from parts)", 3000],
];

for (const [sql, count] of RUN) {
  Deno.test(`runStatements() runs ${sql}`, () => {
    const { connection, run } = filled();
    deepEqual(run(sql), count);
    connection.close();
  });
}

/** The same tables with so many items, each with a name of so many characters. */
function withItems(count: number, length: number): DatabaseSync {
  const { connection } = filled();
  connection.exec("delete from items; delete from parts");
  connection.prepare(
    "insert into items (name, kind) select hex(zeroblob(?)), value from json_each(?)",
  ).run(BigInt(length / 2), JSON.stringify(Array.from({ length: count }, (_, i) => i)));
  return connection;
}

function isLeft(connection: DatabaseSync, ...statements: SqlStatement[]): boolean {
  connection.exec("begin");
  try {
    runStatements(connection, "main", DECLARATION, statements, {
      rowsFor: () => false,
      long: "leave",
    });
    return false;
  } catch (error) {
    if (error instanceof LongWriteError) return true;
    throw error;
  } finally {
    connection.exec("rollback");
  }
}

Deno.test("a write of many rows or bytes is left to another process, where there is one", () => {
  const insert = (rows: number, length = 1) => ({
    sql: "insert into items (name) values (?)",
    rows: Array.from({ length: rows }, () => ["x".repeat(length)]),
  });
  const connection = withItems(19_000, 10);
  deepEqual(isLeft(connection, insert(5000)), false);
  deepEqual(isLeft(connection, insert(5001)), true);
  deepEqual(isLeft(connection, insert(4, 1_000_000)), false);
  deepEqual(isLeft(connection, insert(5, 1_000_000)), true);
  const update = { sql: "update items set kind = kind + 1" };
  deepEqual(isLeft(connection, update), false);
  deepEqual(isLeft(connection, { sql: "update items set name = ?", params: ["x"] }), false);
  const large = { sql: "update items set name = ?", params: ["x".repeat(1000)] };
  deepEqual(isLeft(connection, large), true);
  const one = { sql: "update items set name = ? where id = 7", params: ["x".repeat(1000)] };
  deepEqual(isLeft(connection, one), false);
  deepEqual(isLeft(connection, update, update), false);
  deepEqual(isLeft(connection, update, update, update), true);
  deepEqual(isLeft(connection, insert(3000), insert(3000)), true);
  deepEqual(isLeft(withItems(21_000, 10), update), true);
});

Deno.test("going through large rows is left to another process, and finding one is not", () => {
  const connection = withItems(100, 100_000);
  deepEqual(isLeft(connection, { sql: "delete from items where kind > 5" }), true);
  deepEqual(isLeft(connection, { sql: "delete from items where id = 5" }), false);
  deepEqual(isLeft(connection, { sql: "insert into items (name) values ('small')" }), false);
  const few = withItems(70, 100_000);
  deepEqual(isLeft(few, { sql: "delete from items where kind > 5" }), false);
});
