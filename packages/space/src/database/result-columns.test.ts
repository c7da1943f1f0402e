/** A hidden key is called in a result what the author called it. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { FileReader } from "../pool/file-reader.ts";
import { prepareDeclaration } from "./declaration.ts";
import { ensureSchema } from "./schema.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    notes: { columns: { body: "text" } },
    tags: { columns: { body: "text", tag: "text" } },
  },
});

function openNotes(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", DECLARATION);
  return connection;
}

const ROWIDS: readonly [string, readonly string[]][] = [
  ["select rowid, body from notes", ["rowid", "body"]],
  ["select n.oid, m._ROWID_ as m from notes n, notes m", ["oid", "m"]],
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
  ["select _cf_id, rowid from notes", ["_cf_id", "rowid"]],
  ["select n._cf_id, n.ROWID, n.oid as o, [_rowid_] from notes n", [
    "_cf_id",
    "ROWID",
    "o",
    "_rowid_",
  ]],
  ["select distinct rowid as _cf_id, _cf_id as rowid from notes", ["_cf_id", "rowid"]],
  ["select rowid, n.*, oid, _cf_id from notes n", ["rowid", "body", "oid", "_cf_id"]],
  ["select -rowid, (rowid) from notes", ["-rowid", "rowid"]],
  ["with r as (select rowid as id, * from notes) select * from r", ["id", "body"]],
  ["select * from (select rowid, * from notes)", ["rowid", "body"]],
  ["select rowid, * from notes union all select oid, body from notes", ["rowid", "body"]],
  ["select rowid, * from notes n, (select 1 as x) y", ["rowid", "body", "x"]],
  ["select n.rowid, * from notes n join tags using (body)", ["rowid", "body", "tag"]],
  ["select n.rowid, * from notes n full join tags t using (body)", ["rowid", "body", "tag"]],
  ["with notes as (select 1 as a) select *, t.rowid from notes, tags t", [
    "a",
    "body",
    "tag",
    "rowid",
  ]],
  ["select t.*, (select count(*) from notes where rowid = t.rowid) c from tags as t", [
    "body",
    "tag",
    "c",
  ]],
  ["select iif(rowid is distinct from 1, 1, 2) as a, * from notes", ["a", "body"]],
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

Deno.test("columns that USING joins are one beside a rowid, whichever side has them", () => {
  const open = () => {
    const connection = openNotes();
    connection.exec("insert into notes values ('a', 1), ('b', 2)");
    connection.exec("insert into tags values ('b', 'x', 1), ('c', 'y', 2)");
    return connection;
  };
  const reader = new FileReader({ open, declaration: DECLARATION });
  const sql = "select *, n.rowid from notes n full join tags t using (body) order by body";
  const { rows } = reader.query(sql, undefined, { rowsMax: 9, sizeBytesMax: 999 });
  assert.deepEqual(rows, [["a", null, 1], ["b", "x", 2], ["c", "y", null]]);
  const natural = "select n.rowid, t.tag from notes n natural join tags t";
  assert.throws(() => reader.query(natural, undefined, { rowsMax: 9, sizeBytesMax: 999 }), {
    code: "sql-error",
    message: /NATURAL join of tables without a primary key .* join … using \(…\)/,
  });
  reader.close();
});
