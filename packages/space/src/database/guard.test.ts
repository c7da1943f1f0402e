/**
 * The corpus of hostile statements: whatever they try, they are refused before they run, and the
 * rest of the connection is as it was. The corpus only grows.
 */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { CfError } from "@cf/utils";
import { prepareDeclaration } from "./declaration.ts";
import { CORNER_READS, CORNER_WRITES, REFUSED_RUNNING } from "../testing/hostile-corners.ts";
import { NAMED_READS, OWN_NAMES, RESERVED_NAMES } from "../testing/hostile-names.ts";
import { ALLOWED_READS, ALLOWED_WRITES, READS, WRITES } from "../testing/hostile-sql.ts";
import { heedReplacedRows } from "./fts.ts";
import { guardOf } from "./guard.ts";
import { ensureSchema } from "./schema.ts";
import { runStatements } from "./statements.ts";
import { writeWatermark } from "./watermark.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    notes: {
      columns: { id: "integer primary key autoincrement", body: "text", score: "integer unique" },
      options: { fts: ["body"] },
    },
    tags: { columns: { note: "integer", name: "text" } },
  },
});

function open(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  connection.enableDefensive(true);
  heedReplacedRows(connection);
  connection.exec(`create table _cf_commit (seq integer primary key, body text, hash blob);
    create table _cf_acl (id text, body text); insert into _cf_acl values ('secret', 'key');
    attach ':memory:' as pattern; attach ':memory:' as other;
    create table other.loot (id integer, body text); insert into other.loot values (1, 'gold')`);
  ensureSchema(connection, "pattern", DECLARATION);
  writeWatermark(connection, "pattern", { seq: 1, hash: new Uint8Array(32) });
  runStatements(connection, "pattern", DECLARATION, [
    { sql: "insert into notes (body, score) values ('one', 1), ('two', 2)" },
    { sql: "insert into tags values (1, 'a')" },
  ]);
  return connection;
}

/** Everything that is not the pattern's to change. */
function fingerprint(connection: DatabaseSync): string {
  const rows = [
    "select * from main.sqlite_master",
    "select * from pattern.sqlite_master",
    "select * from other.sqlite_master",
    "select * from temp.sqlite_master",
    "select * from _cf_acl",
    "select * from _cf_commit",
    "select * from other.loot",
    "select * from pattern._cf_schema",
    "select seq from pattern._cf_commit_watermark",
    "select * from pattern.notes",
    "select * from pattern.tags",
    "pragma foreign_keys",
    "pragma query_only",
    "pragma database_list",
  ].map((sql) => connection.prepare(sql).all());
  return JSON.stringify([rows, connection.isTransaction]);
}

function refused(connection: DatabaseSync, sql: string, attempt: () => unknown): void {
  const before = fingerprint(connection);
  assert.throws(attempt, (error) => {
    assert.ok(error instanceof CfError, `${sql}: ${error}`);
    assert.match(error.message, /^Cannot /);
    return true;
  }, sql);
  assert.equal(fingerprint(connection), before, sql);
}

Deno.test("the guard refuses every hostile read", () => {
  const connection = open();
  const scope = { alias: "pattern", declaration: DECLARATION };
  connection.exec("begin");
  const writes = [...WRITES.slice(3), ...CORNER_WRITES, ...ALLOWED_WRITES];
  for (const sql of [...READS, ...CORNER_READS, ...writes]) {
    refused(connection, sql, () => guardOf(connection).prepare(scope, "read", sql));
  }
  connection.close();
});

Deno.test("the guard refuses every hostile write", () => {
  const connection = open();
  connection.exec("begin");
  for (const sql of [...READS, ...CORNER_READS, ...WRITES, ...CORNER_WRITES, ...ALLOWED_READS]) {
    refused(connection, sql, () => runStatements(connection, "pattern", DECLARATION, [{ sql }]));
  }
  connection.close();
});

Deno.test("what full-text search would look up by name is refused when it runs", () => {
  const connection = open();
  const scope = { alias: "pattern", declaration: DECLARATION };
  for (const sql of REFUSED_RUNNING) {
    const before = fingerprint(connection);
    const { statement } = guardOf(connection).prepare(scope, "read", sql);
    assert.throws(() => guardOf(connection).run(scope, () => statement.all()), sql);
    assert.equal(fingerprint(connection), before, sql);
  }
  connection.close();
});

Deno.test("the guard lets the SQL through that a pattern needs", () => {
  const connection = open();
  const scope = { alias: "pattern", declaration: DECLARATION };
  for (const sql of ALLOWED_READS) {
    const { statement } = guardOf(connection).prepare(scope, "read", sql);
    guardOf(connection).run(scope, () => statement.all());
  }
  for (const sql of ALLOWED_WRITES) {
    connection.exec("begin");
    runStatements(connection, "pattern", DECLARATION, [{ sql }]);
    connection.exec("rollback");
  }
  connection.close();
});

Deno.test("the guard tells names of subqueries from the tables that they may be called like", () => {
  const connection = open();
  const scope = { alias: "pattern", declaration: DECLARATION };
  const write = (sql: string) => {
    connection.exec("begin");
    try {
      runStatements(connection, "pattern", DECLARATION, [{
        sql: `insert into tags (note) select d from (${sql})`,
      }], { long: "run" });
    } finally {
      connection.exec("rollback");
    }
  };
  for (const sql of [...NAMED_READS, ...RESERVED_NAMES]) {
    refused(connection, sql, () => guardOf(connection).prepare(scope, "read", sql));
    refused(connection, sql, () => write(sql));
  }
  for (const sql of OWN_NAMES) {
    const { statement, own } = guardOf(connection).prepare(scope, "read", sql);
    guardOf(connection).run(scope, () => statement.all(), own);
    write(sql);
    // It is prepared once more, by SQLite itself.
    connection.exec("create table pattern._cf_more (a); drop table pattern._cf_more");
    guardOf(connection).run(scope, () => statement.all(), own);
  }
  connection.close();
});

Deno.test("the guard still decides when a schema change makes SQLite prepare a statement again", () => {
  const connection = open();
  const scope = { alias: "pattern", declaration: DECLARATION };
  const { statement } = guardOf(connection).prepare(scope, "read", "select body from notes");
  connection.exec(
    "alter table pattern.notes rename to moved; create table main.notes (body); " +
      "insert into main.notes values ('core')",
  );
  assert.throws(
    () => guardOf(connection).run(scope, () => statement.all()),
    /not authorized|prohibited/,
  );
  connection.close();
});

Deno.test("the guard says what was touched, and where a second statement starts", () => {
  const connection = open();
  const run = (sql: string) => () => runStatements(connection, "pattern", DECLARATION, [{ sql }]);
  assert.throws(run("delete from _cf_acl"), { code: "guard-violation", message: /table _cf_acl/ });
  assert.throws(run("insert into notes (body) values (load_extension('x'))"), {
    code: "guard-violation",
    message: /function load_extension\(\)/,
  });
  assert.throws(run("delete from tags; delete from notes"), {
    code: "sql-error",
    message: /a second statement starts at position 19/,
  });
  connection.close();
});

Deno.test("the guard returns the columns that a statement reads, through joins it does not report", () => {
  const connection = open();
  const scope = { alias: "pattern", declaration: DECLARATION };
  const reads = (sql: string) =>
    Object.fromEntries(
      [...guardOf(connection).prepare(scope, "read", sql).reads].map((
        [table, columns],
      ) => [table, [...columns].sort()]),
    );
  assert.deepEqual(reads("select body from notes where score > 1"), { notes: ["body", "score"] });
  assert.deepEqual(reads("select count(*) from notes"), { notes: [""] });
  assert.deepEqual(reads("select 1 from notes join tags on note = id"), {
    notes: ["", "id"],
    tags: ["note"],
  });
  const hidden = reads(
    "select 1 from (select 1 as note) natural join tags",
  );
  assert.ok("tags" in hidden);
  for (
    const sql of [
      "select name, body from (select note as id, name from tags) full join notes using (id)",
      "select name, body from (select note as id, name from tags) natural left join notes",
      "with t as (select note as id, name from tags) select body from notes NATURAL FULL JOIN t",
    ]
  ) {
    const { notes, tags } = reads(sql);
    assert.ok(notes?.includes("*") && tags?.includes("*"), sql);
  }
  connection.close();
});
