/** A hidden key is called in a result what the author called it. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { FileReader } from "../pool/file-reader.ts";
import { prepareDeclaration } from "./declaration.ts";
import { ensureSchema } from "./schema.ts";

const DECLARATION = prepareDeclaration({ tables: { notes: { columns: { body: "text" } } } });

function openNotes(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", DECLARATION);
  return connection;
}

const ROWIDS: readonly [string, readonly string[]][] = [
  ["select rowid, body from notes", ["rowid", "body"]],
  ["select n.oid, m._ROWID_ as m from notes n, notes m", ["rowid", "m"]],
  ["select * from (select rowid, body from notes)", ["rowid", "body"]],
  ["select _cf_id, body from notes", ["_cf_id", "body"]],
  ["select [_cf_id] from notes", ["_cf_id"]],
  ["select * from notes order by _cf_id", ["body"]],
  ["select rowid, *, n.* from notes n where n.oid > 0", ["rowid", "body", "body"]],
  ["select n.*, m._cf_id from notes n left join notes m on m._cf_id = n.rowid", ["body", "_cf_id"]],
  ["select count(*) * 2 as c, n.body from notes n where rowid in (select max(_cf_id) from notes)", [
    "c",
    "body",
  ]],
  ["select*from notes where rowid > 0", ["body"]],
];

for (const [sql, names] of ROWIDS) {
  Deno.test(`a hidden key keeps the name that it is asked for by: ${sql}`, () => {
    const reader = new FileReader({ open: openNotes, declaration: DECLARATION });
    const { columns } = reader.query(sql, undefined, { rowsMax: 9, sizeBytesMax: 999 });
    assert.deepEqual(columns.map(({ name }) => name), names);
    assert.deepEqual(reader.analyze(sql).columns, columns);
    reader.close();
  });
}
