/**
 * The corpus of hostile statements: whatever they try, they are refused before they run, and the
 * rest of the connection is as it was. The corpus only grows.
 */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { CfError } from "@cf/utils";
import { prepareDeclaration } from "./declaration.ts";
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

/** Refused as reads; most as writes too. */
const READS: readonly string[] = [
  // Other tables and databases, however they are reached.
  "select * from _cf_commit",
  "select * from _cf_acl",
  "select * from main._cf_acl",
  "select * from pattern._cf_commit_watermark",
  "select seq from _cf_commit_watermark",
  "select * from _cf_schema",
  "select * from other.loot",
  "select * from loot",
  "select * from notes where exists (select 1 from _cf_acl where body like 'k%')",
  "select (select body from _cf_acl) from notes",
  "select * from notes union select 1, id, body from _cf_acl",
  "select * from notes natural join _cf_acl",
  "select notes.id from notes natural join _cf_acl",
  "select 1 from notes join _cf_acl using (body)",
  "select 1 from notes join _cf_acl using (id, body)",
  "select 1 from notes full join _cf_acl using (body)",
  "select count(*) from notes natural left join other.loot",
  "select count(*) from _cf_acl",
  "select 1 from notes, other.loot",
  "with x as (select * from _cf_acl) select * from x",
  "with notes as (select * from _cf_acl) select * from notes",
  "select * from (select * from (select body from _cf_acl))",
  "select * from notes order by (select body from _cf_acl limit 1)",
  "select * from notes limit (select count(*) from _cf_acl)",
  "select max(id) over (order by (select id from _cf_acl)) from notes",
  "values ((select body from _cf_acl))",
  // The schema tables, under each of their names.
  "select * from sqlite_master",
  "select * from pattern.sqlite_schema",
  "select sql from main.sqlite_master",
  "select * from sqlite_temp_master",
  "select * from temp.sqlite_temp_schema",
  "select * from sqlite_sequence",
  "select * from sqlite_stat1",
  "select 1 from notes natural join pattern.sqlite_master",
  // Shadow tables and special columns of full-text search.
  "select * from notes_fts_data",
  "select * from notes_fts_content",
  "select * from notes_fts_config",
  "select * from notes natural join notes_fts_docsize",
  "select fts5_decode(id, body) from notes",
  "select fts5('x')",
  "select fts5_source_id()",
  "select fts5_get_locale(notes_fts, 0) from notes_fts",
  "select fts3_tokenizer('simple')",
  "select matchinfo(notes_fts) from notes_fts",
  "select offsets(notes_fts) from notes_fts",
  // Eponymous and other virtual tables.
  "select * from pragma_table_info('notes')",
  "select * from pragma_database_list",
  "select * from pragma_function_list",
  "select * from pragma_module_list",
  "select 1 from notes natural join pragma_database_list",
  "select 1 from notes join pragma_table_list using (name)",
  "select * from dbstat",
  "select * from notes natural join dbstat",
  "select * from sqlite_dbpage",
  "select data from sqlite_dbpage('main')",
  "select * from bytecode('select 1')",
  "select * from tables_used('select 1')",
  "select * from sqlite_stmt",
  "select * from completion('sel')",
  "select * from fts5vocab",
  "select * from carray(1, 1)",
  "select * from generate_series(1, 10)",
  "select * from fsdir('/')",
  "select * from zipfile('/etc/passwd')",
  "select * from csv",
  // Functions.
  "select load_extension('/tmp/evil.so')",
  "select load_extension('/tmp/evil.so', 'init')",
  "select readfile('/etc/passwd')",
  "select writefile('/tmp/x', 'y')",
  "select edit('x')",
  "select sqlite_version()",
  "select sqlite_source_id()",
  "select sqlite_compileoption_get(1)",
  "select sqlite_compileoption_used('X')",
  "select sqlite_log(1, 'x')",
  "select sqlite_offset(id) from notes",
  "select sqlite_rename_table('main', 'x', 'y', 'z', 'a', 1, 'b')",
  "select sqlite_drop_column(1, 'x', 1)",
  "select subtype(body) from notes",
  "select rtreecheck('x')",
  "select rtreenode(1, x'')",
  "select geopoly_debug(1)",
  // Not queries.
  "pragma table_info(notes)",
  "pragma writable_schema = 1",
  "pragma query_only = off",
  "pragma foreign_keys = off",
  "pragma journal_mode = delete",
  "pragma pattern.user_version = 9",
  "pragma temp_store_directory = '/tmp'",
  "pragma trusted_schema = 0",
  "attach '/tmp/evil.sqlite' as evil",
  "attach database ':memory:' as evil key 'x'",
  "detach pattern",
  "detach other",
  "begin",
  "begin immediate",
  "commit",
  "end",
  "rollback",
  "savepoint s",
  "release s",
  "rollback to s",
  "vacuum",
  "vacuum pattern",
  "vacuum main into '/tmp/stolen.sqlite'",
  "reindex",
  "reindex notes",
  "analyze",
  "analyze pattern.notes",
  "explain select 1",
  "explain query plan select * from notes",
  "create table t (a)",
  "create table pattern.t (a)",
  "create table _cf_x (a)",
  "create temp table notes (id)",
  "create temp view notes as select * from _cf_acl",
  "create view pattern.v as select * from notes",
  "create trigger pattern.x after insert on notes begin delete from tags; end",
  "create temp trigger x after insert on pattern.notes begin delete from _cf_acl; end",
  "create index pattern.i on notes (body)",
  "create virtual table pattern.f using fts5(x)",
  "create virtual table temp.d using dbstat",
  "drop table notes",
  "drop table main._cf_acl",
  "drop table notes_fts",
  "drop trigger _cf_fts_notes_insert",
  "drop index sqlite_autoindex_notes_1",
  "alter table notes rename to x",
  "alter table notes add column z",
  "alter table notes drop column body",
  // More than one statement, and none.
  "select 1; select 2",
  "select 1; delete from notes",
  "select 1;;drop table notes",
  "select 1; -- comment\n delete from notes",
  "select 1 /* ; */ ; select 2",
  "",
  "   ",
  "-- nothing",
  "/* nothing */",
  ";",
  // Malformed, with the tokenizer in mind.
  "select 'unterminated",
  'select "unterminated',
  "select [unterminated",
  "select /* unterminated",
  "select 1 \u0000 ; delete from notes",
  "\uFEFFdelete from notes; select 1",
];

/** Refused as writes, beside all of `READS`. */
const WRITES: readonly string[] = [
  "select * from notes",
  "values (1)",
  "with x as (select 1) select * from x",
  "insert into _cf_acl values ('me', 'own')",
  "insert into main._cf_acl values ('me', 'own')",
  "insert into _cf_commit_watermark values (1, 99, x'')",
  "update _cf_commit_watermark set seq = 99",
  "update pattern._cf_schema set version = 99",
  "delete from _cf_acl",
  "delete from _cf_schema",
  "insert into other.loot values (2, 'mine')",
  "update loot set body = ''",
  "replace into _cf_acl values ('a', 'b')",
  "insert into notes (body) select body from _cf_acl",
  "insert into notes (body) select 'x' from notes natural join _cf_acl",
  "insert into notes (id, body) select loot.id, 'x' from other.loot",
  "insert into notes (body) select body from other.loot join _cf_acl using (body)",
  "update notes set body = (select body from _cf_acl)",
  "update notes set body = _cf_acl.body from _cf_acl",
  "update notes set body = 'x' from tags natural join _cf_acl",
  "delete from notes where body in (select body from _cf_acl)",
  "insert into notes (body) values ('x') returning (select body from _cf_acl)",
  "insert into notes (id) values (1) on conflict do update set body = (select body from _cf_acl)",
  "insert into notes (id) values (1) on conflict do update set body = 'x' " +
  "where exists (select 1 from _cf_acl)",
  "with t as (select * from _cf_acl) insert into notes (body) select body from t",
  "insert into sqlite_master values ('table', 'x', 'x', 3, 'create table x(a)')",
  "update sqlite_master set sql = 'x'",
  "update pattern.sqlite_schema set rootpage = 2",
  "delete from sqlite_master",
  "insert into sqlite_sequence values ('notes', 99)",
  "update sqlite_sequence set seq = 0",
  "delete from pattern.sqlite_sequence",
  "insert into sqlite_stat1 values ('notes', null, '1')",
  "insert into notes_fts (notes_fts) values ('rebuild')",
  "insert into notes_fts (notes_fts) values ('delete-all')",
  "insert into notes_fts (notes_fts, rank) values ('crisismerge', 2)",
  "insert into notes_fts (notes_fts, rank) values ('rank', 'bm25(1)')",
  "insert into notes_fts (rowid, body) values (1, 'x')",
  "delete from notes_fts",
  "update notes_fts set body = 'x'",
  "insert into notes_fts_data values (1, x'00')",
  "delete from notes_fts_idx",
  "update notes_fts_config set v = 9",
  "insert or rollback into notes (id) values (1)",
  "insert or rollback into notes (score) values (1)",
  "update or rollback notes set score = 1",
  "update or rollback notes set id = 1",
  "insert into temp.notes values (1)",
  "insert into notes (body) select load_extension('x')",
  "insert into notes (body) values (readfile('/etc/passwd'))",
  "delete from notes where writefile('/tmp/x', body)",
  "insert into notes (body) select name from pragma_database_list",
  "insert into notes (body) select 'x' from tags natural join pragma_database_list",
  "insert into dbstat values (1)",
  "update sqlite_dbpage set data = zeroblob(4096) where pgno = 1",
  "insert into notes (body) values ('a'); insert into notes (body) values ('b')",
  "insert into notes (body) values ('a'); --\n select 1",
  "insert into notes (body) with recursive r (x) as (select 1 union all select x + 1 from r) " +
  "select x from r",
  "with recursive r (x) as (select 1 union all select x + 1 from r) delete from notes " +
  "where id in (select x from r)",
];

/** Allowed, so that the guard is not right by refusing everything. */
const ALLOWED_READS: readonly string[] = [
  "select * from notes",
  "select * from pattern.notes n where n.body like '%o%' escape '\\'",
  "select n.*, t.name from notes n left join tags t on t.note = n.id",
  "select * from notes join tags on tags.note = notes.id join notes b using (id)",
  "select * from notes natural join (select 1 as id)",
  "with recursive r (x) as (select 1 union all select x + 1 from r limit 5) select * from r",
  "select body, row_number() over (partition by score order by id) from notes",
  "select group_concat(body, ',' order by id desc) from notes",
  "select json_extract(body, '$.a'), body ->> 'a' from notes where json_valid(body)",
  "select value from notes, json_each('[1,2]')",
  "select * from json_tree('{\"a\":1}')",
  "select id, bm25(notes_fts), highlight(notes_fts, 0, '<', '>') from notes_fts f " +
  "join notes on notes.id = f.rowid where notes_fts match 'one' order by rank",
  "select datetime('now'), strftime('%Y', 'now'), random(), date(0, 'unixepoch')",
  "select 1; -- a comment after the end",
  "select ';' as semicolon;",
  "values (1), (2)",
  "select count(*) filter (where score > 1), iif(1, 2, 3), nullif(1, 1), max(1, 2) from notes",
  "select printf('%05d', id), substr(body, 1, 2), instr(body, 'n'), quote(body) from notes",
];

const ALLOWED_WRITES: readonly string[] = [
  "insert into notes (body) values ('x') returning id",
  "insert into notes (body, score) values ('x', 1) on conflict (score) do update set body = 'y'",
  "insert or replace into notes (id, score) values (1, 2)",
  "update notes set body = upper(body) from tags where tags.note = notes.id",
  "delete from notes",
  "delete from tags where note in (select id from notes)",
  "insert into tags values (9, 'z')",
  "insert into tags select * from tags",
  "replace into notes values (7, 'seven', 7)",
  "with t as (select 1 as a) insert into tags select a, 'x' from t",
  "insert into notes default values",
  "insert into tags (note) select last_insert_rowid()",
];

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
  for (const sql of [...READS, ...WRITES.slice(3), ...ALLOWED_WRITES]) {
    refused(connection, sql, () => guardOf(connection).prepare(scope, "read", sql));
  }
  connection.close();
});

Deno.test("the guard refuses every hostile write", () => {
  const connection = open();
  connection.exec("begin");
  for (const sql of [...READS, ...WRITES, ...ALLOWED_READS]) {
    refused(connection, sql, () => runStatements(connection, "pattern", DECLARATION, [{ sql }]));
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
  connection.close();
});
