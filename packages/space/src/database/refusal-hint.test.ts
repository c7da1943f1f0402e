/** A refusal says what to write instead. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "./declaration.ts";
import { guardOf } from "./guard.ts";
import { FileReader } from "../pool/file-reader.ts";
import { ensureSchema } from "./schema.ts";
import type { StatementKind } from "./verdict.ts";

const DECLARATION = prepareDeclaration({ tables: { notes: { columns: { body: "text" } } } });

function openNotes(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", DECLARATION);
  return connection;
}

const HINTS: readonly [StatementKind, string, RegExp][] = [
  ["read", "insert into notes values ('x')", /a query only reads; write with db\.exec\(\)/],
  ["read", " -- a comment\n delete from notes", /a query only reads/],
  ["write", "create table more (a)", /declared in sqliteDatabase/],
  ["write", "Create Index i on notes (body)", /tables, columns and indexes are declared/],
  ["write", "create view v as select 1", /there are no views/],
  [
    "write",
    "create trigger t after insert on notes begin delete from notes; end",
    /there are no triggers/,
  ],
  ["write", "alter table notes add column n", /changed by its migrations/],
  ["write", "drop table notes", /changed by its migrations/],
  ["write", "begin", /one handler writes is one transaction/],
  ["write", "savepoint x", /one handler writes is one transaction/],
  ["read", "pragma table_info(notes)", /there are no pragmas/],
  [
    "write",
    "with recursive n (i) as (select 1 union all select i + 1 from n limit 3) " +
    "insert into notes select i from n",
    /read the rows with a query first/,
  ],
  ["read", "", /there is no statement in it/],
  ["write", "/* nothing */", /there is no statement in it/],
];

const QUERIES_THAT_WRITE = [
  "delete from notes",
  "insert into notes values ('x')",
  "insert into nowhere values ('x')",
  "with old as (select body from notes) delete from notes where body in (select body from old)",
];

for (const sql of QUERIES_THAT_WRITE) {
  Deno.test(`a query is told to read only although its table is shown as a view: ${sql}`, () => {
    const reader = new FileReader({ open: openNotes, declaration: DECLARATION });
    const message = /a query only reads; write with db\.exec\(\) in a handler/;
    assert.throws(() => reader.query(sql, undefined, { rowsMax: 1, sizeBytesMax: 1 }), { message });
    reader.close();
  });
}

for (const [kind, sql, hint] of HINTS) {
  Deno.test(`«${sql.trim()}» is refused with a hint as a ${kind}`, () => {
    const connection = openNotes();
    const scope = { alias: "main", declaration: DECLARATION };
    assert.throws(() => guardOf(connection).prepare(scope, kind, sql), { message: hint });
    connection.close();
  });
}
