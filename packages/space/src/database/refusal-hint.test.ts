/** A refusal says what to write instead. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "./declaration.ts";
import { guardOf } from "./guard.ts";
import { ensureSchema } from "./schema.ts";
import type { StatementKind } from "./verdict.ts";

const DECLARATION = prepareDeclaration({ tables: { notes: { columns: { body: "text" } } } });

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

for (const [kind, sql, hint] of HINTS) {
  Deno.test(`«${sql.trim()}» is refused with a hint as a ${kind}`, () => {
    const connection = new DatabaseSync(":memory:");
    ensureSchema(connection, "main", DECLARATION);
    const scope = { alias: "main", declaration: DECLARATION };
    assert.throws(() => guardOf(connection).prepare(scope, kind, sql), { message: hint });
    connection.close();
  });
}
