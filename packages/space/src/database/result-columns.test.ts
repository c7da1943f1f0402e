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
