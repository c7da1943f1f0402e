/** Writes that would hold the space up are refused; those that only look like it run. */

import { deepEqual, throws } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "./declaration.ts";
import { ensureSchema } from "./schema.ts";
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
