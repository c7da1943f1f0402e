/** Texts that a row may come to hold: what readers or a replay would give back as another is refused. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { SqlValue } from "@cf/protocol";
import { applyChangeset } from "./changeset-apply.ts";
import { prepareDeclaration } from "./declaration.ts";
import { ensureSchema } from "./schema.ts";
import { runStatements } from "./statements.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    links: { columns: { code: "text primary key", item: "integer" } },
    loose: { columns: { a: "", b: "text default 'd'" } },
    seats: {
      columns: { row: "text collate nocase", place: "integer", guest: "text", price: "real" },
      options: { primaryKey: ["row", "place"], withoutRowid: true },
    },
  },
});

function open(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  connection.exec("attach ':memory:' as pattern");
  ensureSchema(connection, "pattern", DECLARATION);
  return connection;
}

const NUL_TEXTS = [
  "insert into loose (a) values (char(65, 0, 66))",
  "insert into loose (a) select cast(x'410042' as text)",
  "insert into loose (a) values (x'4100' || 'B')",
  "update loose set b = json_extract('\"\\u0000\"', '$') where a = 1",
  "insert into seats values ('a', 1, 'x', 1) on conflict do update set guest = printf('%c', char(0)) || x'00'",
  "insert into loose (a, b) select 1, group_concat(a, x'00') from loose",
  "insert into loose (a) select value from json_each('[\"a\\u0000b\"]')",
  "insert into seats values (char(65, 0), 2, 'x', 1)",
  "update seats set row = row || char(0)",
  "insert into seats select cast(x'0061' as text), 2, null, null on conflict do nothing",
  "insert into loose (a) select key from json_tree('{\"a\\u0000b\": 1}') where key is not null",
];

for (const sql of NUL_TEXTS) {
  Deno.test(`text with a NUL character is not stored: ${sql}`, () => {
    const connection = open();
    connection.exec(
      "insert into loose (a, b) values (1, 'x'), (2, x'4100'); insert into seats values ('a', 1, 'y', 2); begin",
    );
    assert.throws(
      () => runStatements(connection, "pattern", DECLARATION, [{ sql }]),
      /a row of (loose|seats) would hold text with a NUL character; store it as a blob/,
    );
    const bytes = "insert into loose (a, b) select cast(x'00' || b as blob), hex(b) from loose";
    runStatements(connection, "pattern", DECLARATION, [{ sql: bytes }]);
    connection.close();
  });
}

const INVALID_TEXTS = [
  "insert into loose (a) values (cast(x'61ff62' as text))",
  "insert into links (code) values (cast(x'ff' as text)), (cast(x'fe' as text))",
  "update loose set a = x'c3' || '' where a = 1",
  "insert into seats (row, place) values (cast(x'ff' as text), 1), ('x', 2)",
  "insert into loose (a, b) select 1, group_concat(a, x'80') from loose",
];

for (const sql of INVALID_TEXTS) {
  Deno.test(`text that is no UTF-8 is not stored: ${sql}`, () => {
    const connection = open();
    connection.exec("insert into loose (a) values (1), (2)");
    const run = (text: string) =>
      runStatements(connection, "pattern", DECLARATION, [{ sql: text }]);
    assert.throws(() => run(sql), {
      code: "sql-error",
      message: /a row of (loose|links|seats) would hold text that is no UTF-8; store it as a blob/,
    });
    run("insert into loose (a) values (char(65533) || 'x'), (cast(x'ff' as blob))");
    connection.close();
  });
}

Deno.test("a text that begins with a byte order mark keeps it in the changeset", () => {
  const [live, copy] = [open(), open()];
  copy.exec("pragma foreign_keys = off");
  const apply = (sql: string, rows?: SqlValue[][]) => {
    const { changeset, rows: changed } = runStatements(live, "pattern", DECLARATION, [
      rows === undefined ? { sql } : { sql, rows },
    ]);
    applyChangeset(copy, "pattern", changeset);
    return changed;
  };
  const marked = "\ufeffname";
  const rows = apply("insert into links (code, item) values (?, null)", [[marked], ["name"]]);
  assert.deepEqual(rows.map((row) => row.new?.[0]), [marked, "name"]);
  apply("insert into loose (a, b) select code, '\ufeff' || code from links order by code");
  apply("update links set item = null, code = code || '!' where length(code) = 5");
  for (const table of ["links", "loose"]) {
    const texts = (connection: DatabaseSync) =>
      connection.prepare(`select hex(${table === "links" ? "code" : "a || b"}) as h from ${table}`)
        .all();
    assert.deepEqual(texts(copy), texts(live));
  }
  live.close();
  copy.close();
});
