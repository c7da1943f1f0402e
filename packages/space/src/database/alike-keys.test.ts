/** Keys that are alike without being the same: the changeset says what became of the rows. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { SqlValue } from "@cf/protocol";
import { foreignDeclaration } from "../sources/foreign-schema.ts";
import { hasAlikeKeys } from "./alike-keys.ts";
import { applyChangeset } from "./changeset-apply.ts";
import { invertChangeset } from "./changeset.ts";
import { prepareDeclaration } from "./declaration.ts";
import { ensureSchema } from "./schema.ts";
import { runStatements } from "./statements.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    tags: { columns: { name: "text primary key collate nocase", n: "integer default 0" } },
    cells: {
      columns: { sheet: "text collate rtrim", at: "integer", n: "integer default 0" },
      options: { primaryKey: ["sheet", "at"], withoutRowid: true },
    },
    loose: { columns: { key: "primary key", n: "integer default 0" } },
    objects: { columns: { id: "blob primary key", n: "integer default 0" } },
  },
});

function open(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", DECLARATION);
  connection.exec("insert into tags values ('b', 1), ('c', 1)");
  connection.exec(
    "insert into cells values ('x', 1, 1), ('y', 1, 1); insert into loose values (1, 1); " +
      "insert into objects values (x'00', 1)",
  );
  return connection;
}

const contents = (connection: DatabaseSync) =>
  ["tags", "cells", "loose", "objects"].map((table) => {
    const statement = connection.prepare(
      `select *, typeof(${table}.n) from ${table} order by 1, 2`,
    );
    statement.setReturnArrays(true);
    return statement.all() as unknown as SqlValue[][];
  });

const CASES: readonly (readonly string[])[] = [
  ["update tags set name = 'B' where name = 'b'"],
  ["update tags set name = 'B', n = 7 where name = 'b'"],
  ["update tags set name = 'B' where name = 'b'", "update tags set name = 'b' where name = 'b'"],
  ["replace into tags values ('B', 2)"],
  ["replace into tags values ('B', 2)", "delete from tags where name = 'b'"],
  ["delete from tags where name = 'b'", "insert into tags values ('B', 1), ('d', 1)"],
  ["insert into tags values ('C', 1) on conflict do update set name = excluded.name, n = n + 1"],
  ["insert into tags values ('D', 1)", "update tags set name = 'd' where name = 'd'"],
  ["update cells set sheet = 'x  ' where sheet = 'x'", "update cells set n = 3"],
  [
    "update cells set sheet = 'x ' where sheet = 'x'",
    "update cells set sheet = 'x', n = 5 where sheet = 'x'",
  ],
  ["replace into loose values (1.0, 2)"],
  ["update loose set key = 1.0", "update loose set key = 1"],
  // Keys that are others each time.
  ["insert into objects (id) values (randomblob(16)), (randomblob(16))"],
  ["insert into objects select randomblob(8), n from objects", "update objects set n = n + 1"],
  [
    "insert into tags (name) values (lower(hex(randomblob(8))))",
    "replace into tags values ('B', 2)",
  ],
  ["update tags set name = name || hex(randomblob(4)), n = 5", "insert into tags values ('b', 3)"],
  [
    "insert into loose (key) values (abs(random() % 9999) + 2), (random() / 2.5)",
    "update loose set key = 1.0 where key = 1",
  ],
  ["delete from cells", "insert into cells select hex(randomblob(4)), 1, n from tags"],
];

for (const statements of CASES) {
  Deno.test(`the changeset of «${statements.join("; ")}» replays and undoes`, () => {
    const [live, copy] = [open(), open()];
    copy.exec("pragma foreign_keys = off");
    const before = contents(live);
    live.exec("begin");
    const run = () => runStatements(live, "main", DECLARATION, statements.map((sql) => ({ sql })));
    const { changeset, rows } = run();
    live.exec("commit");
    const after = contents(live);
    copy.exec("begin");
    if (changeset.length > 0) applyChangeset(copy, "main", changeset);
    assert.deepEqual(contents(copy), after);
    if (changeset.length > 0) applyChangeset(copy, "main", invertChangeset(changeset));
    assert.deepEqual(contents(copy), before);
    assert.equal(rows.length === 0, JSON.stringify(before) === JSON.stringify(after));
    live.close();
    copy.close();
  });
}

Deno.test("a failing statement leaves the transaction to the caller", () => {
  const connection = open();
  connection.exec("begin; savepoint mine");
  const statements = ["replace into tags values ('B', 2)", "insert into tags (name) values (null)"];
  assert.throws(
    () => runStatements(connection, "main", DECLARATION, statements.map((sql) => ({ sql }))),
    /NOT NULL/,
  );
  connection.exec("rollback to mine; release mine; commit");
  assert.deepEqual(contents(connection), contents(open()));
  connection.close();
});

Deno.test("a text that the file holds with a NUL character is recorded whole", () => {
  const [live, copy] = [open(), open()];
  copy.exec("pragma foreign_keys = off");
  const texts = (connection: DatabaseSync) =>
    connection.prepare("select sheet, hex(n) from cells order by 1").all();
  for (const connection of [live, copy]) {
    connection.exec("update cells set n = char(65, 0) || sheet || 'é'; begin");
  }
  const sql = "update cells set sheet = 'x ' where sheet = 'x'";
  const { changeset } = runStatements(live, "main", DECLARATION, [{ sql }]);
  applyChangeset(copy, "main", changeset);
  assert.deepEqual(texts(copy), texts(live));
  live.close();
  copy.close();
});

Deno.test("hasAlikeKeys() knows how the keys of a lent file compare", () => {
  const connection = new DatabaseSync(":memory:");
  connection.exec(`create table a (name text collate nocase primary key);
    create table b (name text, primary key (name collate nocase));
    create table c (x text, y text, primary key (x, y collate rtrim)) without rowid;
    create table d (name text primary key, other text collate nocase unique);
    create table e (id integer primary key, name text collate nocase)`);
  const declaration = foreignDeclaration(connection, { alias: "main", forWriting: true });
  const alike = ["a", "b", "c", "d", "e"].filter((table) => hasAlikeKeys(declaration, table));
  assert.deepEqual(alike, ["a", "b", "c"]);
  connection.close();
});
