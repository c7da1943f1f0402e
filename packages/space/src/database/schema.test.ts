/** Declarations, additive migration, versioned steps, refusals, and replay of what was logged. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "./declaration.ts";
import { applySchema, ensureSchema, readSchemaVersion } from "./schema.ts";
import { runStatements } from "./statements.ts";

function attach(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  connection.exec("create table _cf_commit (seq); attach ':memory:' as pattern");
  return connection;
}

const notes = (columns: Record<string, unknown>, options: Record<string, unknown> = {}) => ({
  tables: { notes: { columns, options } },
});

/** Everything a file holds that matters for equality with a replay. */
function content(connection: DatabaseSync, schema: string): unknown {
  const objects = connection.prepare(
    `select type, name, tbl_name from ${schema}.sqlite_master where name not like '%\\_fts\\_%' escape '\\' order by 1, 2`,
  ).all();
  const tables = objects.filter((row) =>
    row.type === "table" && !String(row.name).startsWith("sqlite_")
  );
  return {
    objects,
    columns: tables.map(({ name }) =>
      connection.prepare(`pragma ${schema}.table_xinfo("${name}")`).all()
    ),
    rows: tables.filter((row) => !String(row.name).endsWith("_fts")).map(({ name }) =>
      connection.prepare(`select * from ${schema}."${name}" order by 1`).all()
    ),
  };
}

Deno.test("ensureSchema() does nothing when the file is as declared", () => {
  const connection = attach();
  const declaration = prepareDeclaration(notes({ id: "integer primary key", body: "text" }));
  assert.ok(ensureSchema(connection, "pattern", declaration).length > 0);
  assert.deepEqual(ensureSchema(connection, "pattern", declaration), []);
  assert.equal(readSchemaVersion(connection, "pattern"), 1);
  connection.close();
});

Deno.test("prepareDeclaration() refuses a foreign key to a column that is not there", () => {
  assert.throws(
    () => prepareDeclaration({ tables: { a: { columns: { b: "integer references a (nope)" } } } }),
    { code: "bad-declaration" },
  );
});

Deno.test("ensureSchema() is reproduced by applySchema() from its log", () => {
  const live = attach();
  const copy = attach();
  copy.exec("pragma foreign_keys = off");
  const versions = [
    notes({ body: "text" }, { indexes: ["body"] }),
    {
      tables: {
        notes: {
          columns: { title: "text not null default 'none'", body: "text", at: "integer" },
          options: { indexes: [["at", "title"]], fts: ["body", "title"] },
        },
        tags: { columns: { name: "text collate nocase unique", at: "real default 0.5" } },
      },
    },
    {
      tables: {
        notes: {
          columns: { title: "text not null default 'none'", body: "text", at: "integer" },
          options: { fts: ["body"], unique: [] },
        },
        tags: {
          columns: { name: "text collate nocase unique", at: "real default 0.5", n: "blob" },
          options: { indexes: [{ columns: ["at"], unique: true, name: "one_at" }] },
        },
      },
    },
  ];
  let kept = 0;
  for (const version of versions) {
    const declaration = prepareDeclaration(version);
    const ddl = ensureSchema(live, "pattern", declaration);
    assert.ok(ddl.length > 0);
    applySchema(copy, "pattern", ddl);
    const rows = [{ sql: "insert into notes (body) values (?)", params: [`kept ${kept++}`] }];
    runStatements(live, "pattern", declaration, rows);
    runStatements(copy, "pattern", declaration, rows);
    assert.deepEqual(content(copy, "pattern"), content(live, "pattern"));
    assert.equal(live.prepare("select count(*) n from pattern.notes").get()!.n, kept);
  }
  live.close();
  copy.close();
});

Deno.test("ensureSchema() refuses what is not additive, lists each difference and changes nothing", () => {
  const connection = attach();
  const first = prepareDeclaration({
    tables: {
      notes: { columns: { id: "integer primary key", body: "text", score: "integer" } },
      gone: { columns: { a: "text" } },
    },
  });
  ensureSchema(connection, "pattern", first);
  const before = content(connection, "pattern");
  const second = prepareDeclaration(notes(
    { id: "integer primary key", score: "real", added: "text not null", extra: "text unique" },
    { check: "score > 0" },
  ));
  assert.throws(() => ensureSchema(connection, "pattern", second), (error) => {
    const { code, data } = error as { code: string; data: { differences: string[] } };
    assert.equal(code, "unsupported-migration");
    const found = data.differences.map((difference) => difference.split(":")[0]);
    assert.deepEqual(found, [
      "table gone",
      "column notes.body",
      "column notes.score",
      "column notes.added",
      "column notes.extra",
      "table notes",
    ]);
    return true;
  });
  assert.deepEqual(content(connection, "pattern"), before);
  connection.close();
});

const MIGRATED = {
  version: 3,
  tables: {
    notes: {
      columns: { id: "integer primary key", text: "text not null", score: "real", stamp: "text" },
      options: { fts: ["text"], indexes: ["score"] },
    },
  },
  migrations: {
    2: ["alter table notes rename column body to text", "delete from notes where text is null"],
    3: [
      "create table fresh (id integer primary key, text text not null, score real, stamp text)",
      "insert into fresh select id, text, score / 2.0, random() from notes",
      "drop table notes",
      "alter table fresh rename to notes",
      "drop table old_stuff",
      "create index if not exists odd on notes (stamp)",
    ],
  },
};

function beforeMigration(): { live: DatabaseSync; copy: DatabaseSync } {
  const live = attach();
  const copy = attach();
  copy.exec("pragma foreign_keys = off");
  const first = prepareDeclaration({
    tables: {
      notes: {
        columns: { id: "integer primary key", body: "text", score: "integer" },
        options: { fts: ["body"] },
      },
      old_stuff: { columns: { a: "text" } },
    },
  });
  applySchema(copy, "pattern", ensureSchema(live, "pattern", first));
  const fill = [
    {
      sql: "insert into notes values (1, 'it''s\u00e9', 3), (2, null, 4), (5, 'ab', 1)",
    },
    { sql: "insert into old_stuff values ('x')" },
  ];
  runStatements(live, "pattern", first, fill);
  runStatements(copy, "pattern", first, fill);
  for (const connection of [live, copy]) {
    connection.exec("update pattern.notes set body = char(97, 0, 98) where id = 5");
  }
  return { live, copy };
}

Deno.test("ensureSchema() runs versioned steps in order, and its log reproduces their outcome", () => {
  const { live, copy } = beforeMigration();
  const declaration = prepareDeclaration(MIGRATED);
  live.exec("begin");
  const ddl = ensureSchema(live, "pattern", declaration);
  live.exec("commit");
  assert.equal(readSchemaVersion(live, "pattern"), 3);
  assert.deepEqual(
    live.prepare("select id, hex(text) h, score, typeof(score) t from pattern.notes").all()
      .map((row) => Object.values(row)),
    [[1, "69742773C3A9", 1.5, "real"], [5, "610062", 0.5, "real"]],
  );
  assert.equal(
    live.prepare("select count(*) n from pattern.sqlite_master where name = 'odd'").get()!.n,
    0,
  );
  applySchema(copy, "pattern", ddl);
  assert.deepEqual(content(copy, "pattern"), content(live, "pattern"));
  const found = "select rowid from notes_fts where notes_fts match 'b'";
  assert.deepEqual(copy.prepare(found).all(), live.prepare(found).all());
  live.close();
  copy.close();
});

const BAD_STEPS: readonly string[] = [
  "insert into main._cf_commit values (1)",
  "delete from _cf_commit",
  "insert into notes (body) select seq from _cf_commit",
  "insert into notes (body) select 'x' from old_stuff natural join _cf_commit",
  "update _cf_schema set version = 9",
  "insert into notes (score) select count(*) from pragma_database_list",
  "insert into notes (score) select 1 from (select 'main' as name) natural join pragma_database_list",
  "insert into notes (score) select count(*) from dbstat",
  "insert into notes (score) select 1 from (select 1 as busy) natural left join sqlite_stmt",
  "insert into notes (score) select 1 from json_each('[1]') join pragma_module_list using (name)",
  "drop table _cf_schema",
  "create table _cf_mine (a)",
  "create table main.notes2 (a)",
  "create temp table t (a)",
  "create table temp.t (a)",
  "attach ':memory:' as evil",
  "pragma writable_schema = 1",
  "pragma foreign_keys = 0",
  "vacuum",
  "commit",
  "savepoint x",
  "create virtual table v using dbstat",
  "create trigger t after insert on notes begin select 1; end",
  "create view v as select 1",
  "alter table _cf_schema rename to x",
  "alter table main._cf_commit rename to x",
  "alter table notes rename to _cf_x",
  "insert into sqlite_master values (1, 2, 3, 4, 5)",
  "select load_extension('x')",
  "delete from notes; delete from old_stuff",
  "this is no sql",
];

for (const step of BAD_STEPS) {
  Deno.test(`a migration step may not: ${step}`, () => {
    const { live, copy } = beforeMigration();
    const before = [content(live, "pattern"), content(live, "main")];
    const declaration = prepareDeclaration({ ...MIGRATED, migrations: { 2: [step] } });
    live.exec("begin");
    assert.throws(() => ensureSchema(live, "pattern", declaration), (error) => {
      assert.match((error as { code: string }).code, /^(migration-failed|unsupported-migration)$/);
      assert.ok((error as Error).message.startsWith("Cannot "));
      return true;
    });
    live.exec("rollback");
    assert.deepEqual([content(live, "pattern"), content(live, "main")], before);
    live.close();
    copy.close();
  });
}

Deno.test("a migration step may take JSON apart, and what steps leave undone names their version", () => {
  const { live, copy } = beforeMigration();
  const declared = (migrations: Record<number, string[]>) =>
    prepareDeclaration({
      version: 2,
      tables: {
        notes: { columns: { id: "integer primary key", body: "text", score: "integer" } },
        parts: { columns: { note: "integer", at: "integer", part: "text" } },
      },
      migrations,
    });
  const steps = [
    "create table parts (note integer, at integer, part text, _cf_id integer primary key)",
    "insert into parts (note, at, part) select notes.id, key, value from notes, " +
    "json_each(json_array(body, upper(body))) where body is not null",
  ];
  live.exec("begin");
  assert.throws(() => ensureSchema(live, "pattern", declared({ 2: steps })), {
    code: "unsupported-migration",
    message: /after the steps up to version 2[^]*old_stuff[^]*to migrations: \{ 2: \[…\] \}/,
  });
  live.exec("rollback");
  const ddl = ensureSchema(live, "pattern", declared({ 2: [...steps, "drop table old_stuff"] }));
  applySchema(copy, "pattern", ddl);
  for (const connection of [live, copy]) {
    const rows = connection.prepare(
      "select count(*) n, count(distinct part) parts, max(at) at from pattern.parts",
    ).get();
    assert.deepEqual({ ...rows }, { n: 4, parts: 4, at: 1 });
    connection.close();
  }
});

Deno.test("ensureSchema() refuses a declaration older than the file", () => {
  const connection = attach();
  const tables = notes({ id: "integer primary key" }).tables;
  ensureSchema(connection, "pattern", prepareDeclaration({ tables, version: 4 }));
  assert.throws(
    () => ensureSchema(connection, "pattern", prepareDeclaration({ tables, version: 3 })),
    { code: "schema-newer", data: { fileVersion: 4, declaredVersion: 3 } },
  );
  connection.close();
});

const BAD_COLUMNS: readonly string[] = [
  "text, evil text",
  "text); drop table notes; --",
  "text) strict, (",
  "integer primary key on conflict rollback",
  "text default (select 1)",
  "text default (load_extension('x'))",
  "text check (random() > 0)",
  "text check ((select count(*) from notes) > 0)",
  "text check (1) ) , evil text check ( (1)",
  "text default 'a' 'b'",
  "text collate evil",
  "text references _cf_commit (seq) ; --",
  "text default ?",
  "text default :x",
  "text -- comment\n, b",
  "text as (",
  "text not",
  "integer primary key primary key autoincrement autoincrement x",
  "a b c d e",
  "text(1,2,3)",
  "text default",
  "text check",
  "text;",
  "text \u0000",
  "text check (body = raise(abort, 'x'))",
];

for (const column of BAD_COLUMNS) {
  Deno.test(`prepareDeclaration() refuses the column type: ${JSON.stringify(column)}`, () => {
    assert.throws(() => prepareDeclaration(notes({ body: column })), { code: "bad-declaration" });
  });
}

const BAD_DECLARATIONS: readonly [string, unknown][] = [
  ["no tables", {}],
  ["a reserved table", { tables: { _cf_x: { columns: { a: "text" } } } }],
  ["a reserved column", notes({ _cf_id: "text" })],
  ["SQLite's table", { tables: { sqlite_x: { columns: { a: "text" } } } }],
  ["a name with a quote", notes({ 'a"b': "text" })],
  ["an empty name", notes({ "": "text" })],
  ["two names that differ by case", {
    tables: { a: { columns: { x: "text" } }, A: { columns: { x: "text" } } },
  }],
  ["no columns", notes({})],
  ["a cell in another column", notes({ author: { cfLink: true } })],
  ["a number in a link column", notes({ author_cf_link: "integer" })],
  ["an unknown schema", notes({ a: { type: "object" } })],
  ["an index on nothing", notes({ a: "text" }, { indexes: ["b"] })],
  ["a smuggling index", notes({ a: "text" }, { indexes: ["a) where (1"] })],
  ["a smuggling check", notes({ a: "text" }, { check: "1) , evil (2" })],
  ["a check with a subquery", notes({ a: "text" }, { check: "a in (select a from notes)" })],
  [
    "a bad action",
    notes({ a: "text" }, {
      foreignKeys: [{
        columns: ["a"],
        references: { table: "notes", columns: ["a"] },
        onDelete: "explode",
      }],
    }),
  ],
  ["a full-text name that is taken", {
    tables: {
      a: { columns: { x: "text" }, options: { fts: ["x"] } },
      a_fts: { columns: { x: "text" } },
    },
  }],
  ["an unknown option", notes({ a: "text" }, { index: ["a"] })],
  [
    "an unknown option of an index",
    notes({ a: "text" }, { indexes: [{ columns: ["a"], if: "1" }] }),
  ],
  [
    "a smuggling index condition",
    notes({ a: "text" }, {
      indexes: [{ columns: ["a"], where: "a; drop table notes" }],
    }),
  ],
  [
    "an index condition with a subquery",
    notes({ a: "text" }, {
      indexes: [{ columns: ["a"], where: "a in (select a from notes)" }],
    }),
  ],
  ["a key of no column", notes({ a: "text" }, { primaryKey: ["b"] })],
  ["a key twice", notes({ a: "text primary key", b: "text" }, { primaryKey: ["a", "b"] })],
  ["a table without rowid or key", notes({ a: "text" }, { withoutRowid: true })],
  ["full text without rowid", notes({ a: "text primary key" }, { withoutRowid: true, fts: ["a"] })],
  ["a computed key", notes({ a: "text", b: "text as (a)" }, { primaryKey: ["b"] })],
  [
    "a chain of computed columns that doubles",
    notes(Object.fromEntries(
      Array.from(
        { length: 60 },
        (_, i) => [`c${i}`, i === 0 ? "" : `as (c${i - 1} + "C${i - 1}")`],
      ),
    )),
  ],
  ["a version of zero", { tables: {}, version: 0 }],
  ["a step above the version", { tables: {}, version: 2, migrations: { 3: [] } }],
];

for (const [what, declaration] of BAD_DECLARATIONS) {
  Deno.test(`prepareDeclaration() refuses ${what}`, () => {
    assert.throws(() => prepareDeclaration(declaration), { code: "bad-declaration" });
  });
}

const GOOD_COLUMNS: readonly string[] = [
  "",
  "integer primary key autoincrement",
  "INTEGER PRIMARY KEY",
  "text not null default ''",
  "text NOT NULL DEFAULT 'it''s; --'",
  "varchar(20) collate nocase",
  "decimal(10, 2) default -1.5",
  "double precision default +2",
  "text check (length(body) < 10 and body <> ';')",
  "text default (lower('X'))",
  "text default current_timestamp",
  "integer references notes (id) on delete cascade on update set null",
  "text constraint c not null on conflict ignore",
  "integer as (id * 2) stored",
  "integer generated always as (id + 1) virtual",
  "blob unique",
  "text null",
];

for (const column of GOOD_COLUMNS) {
  Deno.test(`prepareDeclaration() accepts the column type: ${column}`, () => {
    const connection = attach();
    const columns = column.toLowerCase().includes("primary")
      ? { body: column }
      : { id: "integer primary key", body: column };
    const declaration = prepareDeclaration(notes(columns));
    ensureSchema(connection, "pattern", declaration);
    connection.exec("update pattern._cf_schema set fingerprint = ''");
    const again = ensureSchema(connection, "pattern", declaration);
    assert.equal(again.filter((sql) => !sql.includes("_cf_schema")).length, 0, again.join("\n"));
    connection.close();
  });
}

Deno.test("prepareDeclaration() names an option that it does not know, and those that there are", () => {
  assert.throws(
    () => prepareDeclaration(notes({ a: "text" }, { withoutrowid: true })),
    /table notes: there is no option 'withoutrowid'; there are primaryKey, .*withoutRowid, fts/,
  );
});

Deno.test("ensureSchema() makes keys of several columns and indexes of some rows, once", () => {
  const declaration = prepareDeclaration(notes({ a: "text", b: "integer", c: "text" }, {
    primaryKey: ["b", "a"],
    withoutRowid: true,
    indexes: [{ columns: ["c desc"], unique: true, where: "c is not null" }],
  }));
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", declaration);
  ensureSchema(connection, "main", declaration);
  const texts = connection.prepare("select sql from sqlite_master where name like 'notes%'").all();
  assert.deepEqual(texts.map(({ sql }) => sql), [
    'CREATE TABLE "notes" ("a" text not null, "b" integer not null, "c" text, ' +
    'primary key ("b", "a")) without rowid',
    'CREATE UNIQUE INDEX "notes_c_desc_index" on "notes" ("c" desc) where c is not null',
  ]);
  const grown = prepareDeclaration(notes({ a: "text", b: "integer", c: "text" }, {
    primaryKey: ["a", "b"],
  }));
  assert.throws(() => ensureSchema(connection, "main", grown), { code: "unsupported-migration" });
  connection.close();
});
