import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { DatabaseKey } from "@cf/protocol";
import type { CfError, JsonObject } from "@cf/utils";
import type { Space } from "../space.ts";
import { databaseFileName } from "../store/layout.ts";
import { HANDLE, openSession, OWNER, SPACE, TestStore } from "../testing/test-space.ts";

const KEY: DatabaseKey = { id: HANDLE.id, scope: "space" };

const TABLES: JsonObject = {
  authors: { columns: { name: "text primary key collate nocase", born: "text" } },
  notes: {
    columns: {
      id: "integer primary key autoincrement",
      author: "text references authors(name) on delete restrict",
      parent: "integer references notes(id) on delete cascade",
      slug: "text unique",
      body: "text not null",
      big: "integer",
      raw: "blob",
      anything: "",
      upper: "text generated always as (upper(slug)) virtual",
    },
    options: { indexes: ["author"], fts: ["body"] },
  },
  plain: { columns: { word: "text" } },
  pairs: {
    columns: { a: "integer", b: "text", value: "real" },
    options: { primaryKey: ["a", "b"], withoutRowid: true },
  },
};

/** Declares {@linkcode TABLES} and writes the first rows. */
async function begin(space: Space): Promise<ReturnType<typeof openSession>> {
  const session = openSession(space, { session: "one" });
  session.commit({
    operations: [{
      op: "set",
      id: HANDLE.id,
      value: { id: HANDLE.id, tables: TABLES, rev: 0 },
    }],
    sqlite: {
      handle: HANDLE,
      statements: [
        { sql: "insert into authors values ('Ada', '1815'), ('Bob', null)" },
        {
          sql:
            "insert into notes (author, slug, body, big, raw, anything) values (?, ?, ?, ?, ?, ?)",
          rows: [
            ["Ada", "x", "on machines", 9007199254740993n, new Uint8Array([0, 255]), 1],
            ["Bob", "y", "żółć 🦉", -1, null, "1"],
          ],
        },
        { sql: "insert into plain (word) values ('first'), (null)" },
        { sql: "insert into pairs values (1, 'a', 0.5), (2, 'b', 2)" },
      ],
    },
  });
  await session.connection.settled();
  return session;
}

function fileOf(store: TestStore): string {
  return join(store.folder, SPACE, databaseFileName(KEY));
}

/** Everything in the author's tables, with types. */
function contentOf(path: string): Record<string, unknown[]> {
  const file = new DatabaseSync(path, { readOnly: true });
  try {
    return Object.fromEntries(
      Object.keys(TABLES).map((table) => {
        const statement = file.prepare(`select * from ${table} order by 1, 2`);
        statement.setReadBigInts(true);
        return [table, statement.all().map((row) => ({ ...row }))];
      }),
    );
  } finally {
    file.close();
  }
}

function makeFile(path: string, sql: string, rows: readonly SQLInputValue[][] = []): string {
  const file = new DatabaseSync(path);
  file.exec(sql);
  file.exec("begin");
  if (rows.length > 0) {
    const insert = file.prepare(`insert into notes (slug, body) values (?, ?)`);
    for (const row of rows) insert.run(...row);
  }
  file.exec("commit");
  file.close();
  return path;
}

function take(space: Space, path: string, mode: "add" | "replace") {
  return space.operator.takeRowsIn({ key: KEY, path, source: "rows.sqlite", mode, by: OWNER });
}

/** The file, the log and a replay of the log are one. */
async function checkWhole(space: Space): Promise<void> {
  deepEqual((await space.operator.verify(KEY)).differences, []);
  deepEqual(await space.operator.verifyLog(), []);
}

function vacuumInto(from: string, to: string): string {
  const file = new DatabaseSync(from, { readOnly: true });
  file.exec(`vacuum into '${to}'`);
  file.close();
  return to;
}

Deno.test("taking in the backup of a database gives back every row, and logs what differs only", async () => {
  await using store = new TestStore();
  const space = store.open();
  const { commit, connection } = await begin(space);
  const before = contentOf(fileOf(store));
  const backup = vacuumInto(fileOf(store), join(store.folder, "backup"));
  const same = await take(space, backup, "replace");
  equal(same.seq, null);
  equal(same.tables.notes!.rows, 2);
  const statements = [
    { sql: "update notes set parent = 1, anything = 1.0 where id = 1" },
    { sql: "update notes set slug = 'z' where id = 1" },
    { sql: "update notes set slug = 'x' where id = 2" },
    { sql: "delete from pairs" },
    { sql: "insert into plain (word) values ('later')" },
    { sql: "update authors set name = 'ADA' where name = 'ada'" },
  ];
  for (const statement of statements) {
    commit({ sqlite: { handle: HANDLE, statements: [statement] } });
  }
  await connection.settled();
  const { seq, tables } = await take(space, backup, "replace");
  deepEqual(contentOf(fileOf(store)), before);
  deepEqual(tables.plain, { rows: 2, added: 0, removed: 1 });
  deepEqual(tables.authors, { rows: 2, added: 1, removed: 1 });
  deepEqual(tables.pairs, { rows: 2, added: 2, removed: 0 });
  const entry = [...space.log({ after: seq! - 1 })][0]!;
  equal(entry.record.principal, OWNER);
  deepEqual(entry.record.event, { kind: "rows-taken-in", source: "rows.sqlite", mode: "replace" });
  ok(entry.record.database!.parts!.count > 0);
  await checkWhole(space);
  const found = new DatabaseSync(fileOf(store), { readOnly: true });
  equal(
    found.prepare("select count(*) as n from notes_fts where notes_fts match 'machines'").get()!.n,
    1,
  );
  found.close();
});

Deno.test("rows of a large file are one commit, which a watcher sees and a rebuild makes again", async () => {
  await using store = new TestStore();
  const space = store.open();
  const { frames, connection, commit } = await begin(space);
  connection.watchQuery(1, { handle: HANDLE, sql: "select count(*) as n from notes" } as never);
  const rows = Array.from({ length: 30_000 }, (_, i) => [`s${i}`, `${i} `.repeat(60)]);
  const path = makeFile(
    join(store.folder, "large"),
    "create table notes (slug, body)",
    rows,
  );
  const taking = take(space, path, "add");
  commit({ operations: [{ op: "set", id: `of:${"b".repeat(26)}`, value: 1 }] });
  await connection.settled();
  const { seq, tables } = await taking;
  deepEqual(tables, { notes: { rows: 30_000, added: 30_000, removed: 0 } });
  const { record } = [...space.log({ after: seq! - 1 })][0]!;
  ok(record.database!.parts!.count > 10);
  await connection.settled();
  ok(frames.length > 0);
  await checkWhole(space);
  const past = join(store.folder, "past");
  await space.operator.replay(KEY, past, seq! - 1);
  equal(contentOf(past).notes!.length, 2);
  const content = contentOf(fileOf(store));
  equal(content.notes!.length, 30_002);
  await store.close();
  Deno.removeSync(fileOf(store));
  const again = store.open();
  await again.operator.rebuild(KEY);
  deepEqual(contentOf(fileOf(store)), content);
  await checkWhole(again);
  ok(!existsSync(join(store.folder, SPACE, "staging")));
});

const REFUSED: readonly {
  readonly what: string;
  readonly sql: string;
  readonly mode?: "add" | "replace";
  readonly message: RegExp;
}[] = [
  {
    what: "a row that breaks a constraint",
    sql: "create table notes (slug, body); insert into notes values ('n', 'b'), ('m', null)",
    message:
      /^Cannot take in rows\.sqlite, table notes, row 2: NOT NULL constraint failed: notes\.body/,
  },
  {
    what: "a row whose unique value is there",
    sql: "create table notes (slug, body); insert into notes values ('n', 'b'), ('x', 'b')",
    message: /table notes, row 2: UNIQUE constraint failed: notes\.slug/,
  },
  {
    what: "two rows that share a unique value",
    mode: "replace",
    sql: "create table notes (id, slug, body); insert into notes values (7, 'n', ''), (8, 'n', '')",
    message: /table notes, row 2: UNIQUE constraint failed: notes\.slug/,
  },
  {
    what: "a row that refers to no other",
    sql: "create table notes (slug, author, body); insert into notes values ('n', 'Eve', 'b')",
    message:
      /table notes, row with rowid 3: FOREIGN KEY constraint failed: author 'Eve' refers to no row of authors/,
  },
  {
    what: "tables whose rows are referred to",
    mode: "replace",
    sql: "create table authors (name, born)",
    message: /table notes, row with rowid 1: FOREIGN KEY constraint failed: author 'Ada'/,
  },
  {
    what: "a table that is not declared",
    sql: "create table strangers (x)",
    message:
      /table strangers: the pattern declares no such table, but authors, notes, plain, pairs/,
  },
  {
    what: "a column that is not declared",
    sql: "create table plain (word, colour)",
    message: /table plain: the pattern declares no column colour, but word, _cf_id/,
  },
  {
    what: "text with a NUL character",
    sql:
      "create table notes (slug, body); insert into notes values ('n', 'b'), ('m', 'a' || char(0))",
    message: /table notes, row 2: body is text with a NUL character; store it as a blob/,
  },
  {
    what: "a file without tables",
    sql: "create view plain as select 1 as word",
    message: /it holds no table/,
  },
];

for (const { what, sql, mode = "add", message } of REFUSED) {
  Deno.test(`${what} refuses the file as a whole`, async () => {
    await using store = new TestStore();
    const space = store.open();
    const { commit, connection } = await begin(space);
    const before = contentOf(fileOf(store));
    const path = makeFile(join(store.folder, "sent"), sql);
    await rejects(take(space, path, mode), (error) => {
      match((error as Error).message, message);
      equal((error as CfError).code, "bad-import");
      return true;
    });
    deepEqual(contentOf(fileOf(store)), before);
    commit({
      sqlite: { handle: HANDLE, statements: [{ sql: "insert into plain (word) values ('on')" }] },
    });
    await connection.settled();
    equal(contentOf(fileOf(store)).plain!.length, 3);
    await checkWhole(space);
  });
}

Deno.test("what is no sound SQLite file is refused before anything waits", async () => {
  await using store = new TestStore();
  const space = store.open();
  await begin(space);
  const text = join(store.folder, "text");
  Deno.writeTextFileSync(text, "not a database, by far".repeat(99));
  await rejects(take(space, text, "add"), /it is no SQLite file that can be read/);
  const rows = Array.from({ length: 2000 }, (_, i) => [`s${i}`, "b".repeat(50)]);
  const torn = makeFile(join(store.folder, "torn"), "create table notes (slug, body)", rows);
  const bytes = Deno.readFileSync(torn);
  bytes.fill(7, 4096 * 5, 4096 * 6);
  Deno.writeFileSync(torn, bytes);
  await rejects(take(space, torn, "add"), /rows\.sqlite: it is damaged/);
  Deno.truncateSync(torn, 4096 * 4);
  await rejects(take(space, torn, "replace"), /rows\.sqlite: it is (damaged|no SQLite file)/);
});

Deno.test("a file's views, triggers and generated columns do not run", async () => {
  await using store = new TestStore();
  const space = store.open();
  await begin(space);
  const path = makeFile(
    join(store.folder, "hostile"),
    `create table plain (word text);
     insert into plain (word) values ('harmless');
     alter table plain add column evil generated always as (abs(-9223372036854775808)) virtual;
     create view notes as select abs(-9223372036854775808) as body;
     create trigger t instead of insert on notes begin select raise(abort, 'no'); end;
     create virtual table authors using fts5(name)`,
  );
  const { tables } = await take(space, path, "add");
  deepEqual(tables, { plain: { rows: 1, added: 1, removed: 0 } });
});

Deno.test("the database of a principal and of a session, and one never written, take rows in", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space, { session: "one" });
  const declare = (scope: "user" | "session") =>
    ({
      op: "set",
      id: HANDLE.id,
      scope,
      value: { id: HANDLE.id, tables: { plain: TABLES.plain! }, rev: 0 },
    }) as const;
  session.commit({ operations: [declare("user"), declare("session")] });
  await session.connection.settled();
  const path = makeFile(
    join(store.folder, "sent"),
    "create table plain (word); insert into plain values ('mine')",
  );
  for (const scope of [`user:${OWNER}`, `session:${OWNER}/one`] as const) {
    const key = { id: HANDLE.id, scope } as const;
    const { seq } = await space.operator.takeRowsIn({
      key,
      path,
      source: "s",
      mode: "add",
      by: "me",
    });
    ok(seq !== null);
    const file = new DatabaseSync(join(store.folder, SPACE, databaseFileName(key)));
    deepEqual({ ...file.prepare("select word from plain").get() }, { word: "mine" });
    file.close();
    deepEqual((await space.operator.verify(key)).differences, []);
  }
});

Deno.test("rows are taken into what a changed declaration makes of the database", async () => {
  await using store = new TestStore();
  const space = store.open();
  const { commit, connection } = await begin(space);
  const value = {
    id: HANDLE.id,
    tables: { ...TABLES, plain: { columns: { term: "text", note: "text" } } },
    version: 2,
    migrations: {
      2: ["alter table plain rename column word to term", "alter table plain add column note text"],
    },
    rev: 1,
  };
  commit({ operations: [{ op: "set", id: HANDLE.id, value }] });
  await connection.settled();
  const path = makeFile(
    join(store.folder, "sent"),
    "create table plain (note, term); insert into plain values ('n', 'new')",
  );
  await take(space, path, "add");
  const rows = contentOf(fileOf(store)).plain as { term: string; note: string }[];
  deepEqual(
    rows.map(({ term, note }) => [term, note]),
    [
      ["first", null],
      ["new", "n"],
      [null, null],
    ].sort(),
  );
  await checkWhole(space);
});

Deno.test("a space that closes gives up what it takes in, and nothing of it is left", async () => {
  await using store = new TestStore();
  const space = store.open();
  await begin(space);
  const rows = Array.from({ length: 30_000 }, (_, i) => [`s${i}`, `${i}`]);
  const path = makeFile(join(store.folder, "large"), "create table notes (slug, body)", rows);
  const taking = take(space, path, "add");
  const failed = rejects(taking, (error) => (error as CfError).code === "closed");
  await store.close();
  await failed;
  const again = store.open();
  equal(contentOf(fileOf(store)).notes!.length, 2);
  await checkWhole(again);
  ok(!existsSync(join(store.folder, SPACE, "staging")));
});
