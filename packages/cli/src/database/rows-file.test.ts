/** What an export wrote, an import reads as it was. */

import assert from "node:assert/strict";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { dumpCsv, dumpJson, dumpSql } from "./dump.ts";
import { stageRows } from "./rows-file.ts";

const CREATE =
  "CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT, n INTEGER, r REAL, b BLOB, a_cf_link TEXT)";
const LINK = JSON.stringify({
  "/": { "link@1": { id: "of:x", space: "did:key:z", scope: "space" } },
});
const ROWS: readonly (readonly SQLInputValue[])[] = [
  [1n, "plain", 1n, 0.5, new Uint8Array([0, 255, 16]), LINK],
  [2n, "", -9007199254740993n, -1e300, new Uint8Array(), null],
  [3n, 'quotes " and, commas\nlines\r\n', 9223372036854775807n, 1 / 3, null, null],
  [4n, "żółć 漢字 🎉 \u2028 \u0001", null, null, null, null],
  [5n, null, 0n, 2, null, LINK],
  [6n, "[1,2]", null, null, null, null],
];

function filled(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  database.exec(CREATE);
  const insert = database.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)");
  for (const row of ROWS) insert.run(...row);
  return database;
}

function rowsOf(database: DatabaseSync): unknown[] {
  const statement = database.prepare(
    "SELECT *, typeof(body), typeof(n), typeof(b) FROM t ORDER BY id",
  );
  statement.setReadBigInts(true);
  return statement.all().map((row) => ({ ...row }));
}

/** The table after an import of a file: as a server takes the staged rows in. */
async function imported(name: string, text: string): Promise<unknown[]> {
  const folder = await Deno.makeTempDir({ prefix: "cf-rows-" });
  const [path, into] = [`${folder}/${name}`, `${folder}/staged`];
  try {
    await Deno.writeTextFile(path, text);
    await stageRows(path, { table: "t", into });
    const staged = new DatabaseSync(into, { readOnly: true });
    const columns = staged.prepare("SELECT name FROM pragma_table_info('t')").all()
      .map((row) => String(row.name));
    const select = staged.prepare("SELECT * FROM t");
    select.setReadBigInts(true);
    select.setReturnArrays(true);
    const database = new DatabaseSync(":memory:");
    database.exec(CREATE);
    const insert = database.prepare(
      `INSERT INTO t (${columns.join()}) VALUES (${columns.map(() => "?").join()})`,
    );
    for (const row of select.all() as unknown as SQLInputValue[][]) insert.run(...row);
    staged.close();
    return rowsOf(database);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("JSON of an export is imported with every value as it was", async () => {
  assert.deepEqual(
    await imported("t.json", lines(dumpJson(filled(), undefined))),
    rowsOf(filled()),
  );
});

Deno.test("CSV of an export is imported with every text, number, NULL and bytes as it was", async () => {
  const database = filled();
  database.exec("UPDATE t SET body = 'x''00''' WHERE id = 2");
  assert.deepEqual(await imported("t.csv", lines(dumpCsv(database, "t"))), rowsOf(database));
});

/** Numbers that are of another type, or no number at all, in plain JSON. */
const NUMBERS = `CREATE TABLE n (id INTEGER PRIMARY KEY, any, r REAL, i INTEGER);
  INSERT INTO n VALUES (1, 1, 1, 1), (2, 1.0, 1.0, 1.0), (3, -0.0, -0.0, -0.0), (4, 9e999, -9e999, 9e999),
    (5, 9007199254740993, 9007199254740992.0, 9007199254740993), (6, 1e300, 5e-324, 1e300),
    (7, '1.0', '0x1', '{"$real":"1"}'), (8, 9007199254740992.0, NULL, -9223372036854775808)`;

Deno.test("JSON of an export keeps whole numbers and REALs apart", async () => {
  const read = (database: DatabaseSync) => {
    const all = "SELECT id, any || '', typeof(any), r || '', typeof(r), i || '', typeof(i) FROM n";
    return database.prepare(all).all();
  };
  const database = new DatabaseSync(":memory:");
  database.exec(NUMBERS);
  const folder = await Deno.makeTempDir({ prefix: "cf-rows-" });
  try {
    await Deno.writeTextFile(`${folder}/n.json`, lines(dumpJson(database, undefined)));
    await stageRows(`${folder}/n.json`, { table: "n", into: `${folder}/staged` });
    const again = new DatabaseSync(":memory:");
    again.exec(NUMBERS.slice(0, NUMBERS.indexOf(";")));
    again.exec(`ATTACH '${folder}/staged' AS staged; INSERT INTO main.n SELECT * FROM staged.n`);
    assert.deepEqual(read(again), read(database));
    again.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("whole numbers beyond 2^53 are read from plain JSON as they are written", async () => {
  const rows = [
    { id: 1, n: 9007199254740993n, r: null },
    { id: 2, n: -9223372036854775808n, r: null },
  ];
  const text = '[{"id":1,"n":9007199254740993,"body":"7"},{"id":2,"n":-9223372036854775808}]';
  const found = await imported("big.json", text) as { id: bigint; n: bigint; r: null }[];
  assert.deepEqual(found.map(({ id, n, r }) => ({ id: Number(id), n, r })), rows);
});

Deno.test("SQL of an export makes every value as it was", () => {
  const database = new DatabaseSync(":memory:");
  database.exec(lines(dumpSql(filled(), undefined)));
  assert.deepEqual(rowsOf(database), rowsOf(filled()));
});

/** Everything that a declaration can ask for, made as the runtime makes it. */
const DECLARED = `
  CREATE TABLE zz_parent (id INTEGER PRIMARY KEY AUTOINCREMENT, any, at REAL,
    twice GENERATED ALWAYS AS (at * 2) STORED, thrice AS (at * 3));
  CREATE TABLE child ("k""ey" TEXT PRIMARY KEY, parent REFERENCES zz_parent) WITHOUT ROWID;
  CREATE TABLE hidden (body TEXT, _cf_id INTEGER PRIMARY KEY);
  CREATE INDEX hidden_body_index ON hidden (body);
  CREATE VIRTUAL TABLE hidden_fts USING fts5(body, content='hidden', content_rowid='_cf_id');
  CREATE TRIGGER _cf_fts_hidden_insert AFTER INSERT ON hidden
    BEGIN INSERT INTO hidden_fts (rowid, body) VALUES (new._cf_id, new.body); END;
  CREATE TABLE _cf_schema (id INTEGER PRIMARY KEY);
  INSERT INTO zz_parent (id, any, at) VALUES
    (1, 1, 1), (2, 2.0, 1e15), (3, 'a' || char(0) || 'b''', 1e300), (4, x'', -1.5), (5, 9e999, 2);
  INSERT INTO zz_parent (id) VALUES (4000000000000000000);
  DELETE FROM zz_parent WHERE id > 5;
  INSERT INTO child VALUES ('it''s', 2), ('', NULL);
  INSERT INTO hidden VALUES ('some words', 7), ('żółć 漢字', 9);`;

const CONTENT = [
  "SELECT *, typeof(any), typeof(at), hex(any) FROM zz_parent ORDER BY id",
  'SELECT *, typeof(parent) FROM child ORDER BY "k""ey"',
  "SELECT * FROM hidden ORDER BY _cf_id",
  "SELECT rowid, body FROM hidden_fts WHERE hidden_fts MATCH 'words'",
  "SELECT * FROM sqlite_sequence",
  "SELECT type, name, sql FROM sqlite_schema WHERE name <> '_cf_schema' ORDER BY name",
  "PRAGMA integrity_check",
  "PRAGMA foreign_key_check",
];

function contentOf(database: DatabaseSync): unknown[] {
  return CONTENT.map((sql) => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all().map((row) => ({ ...row }));
  });
}

Deno.test("SQL of an export makes keys, counters, generated columns and full-text indexes anew", () => {
  const database = new DatabaseSync(":memory:");
  database.exec(DECLARED);
  const made = new DatabaseSync(":memory:");
  made.exec(lines(dumpSql(database, undefined)));
  assert.deepEqual(contentOf(made), contentOf(database));
  made.exec("INSERT INTO hidden (body) VALUES ('more words')");
  const found = made.prepare("SELECT count(*) AS n FROM hidden_fts WHERE hidden_fts MATCH 'words'");
  assert.equal(found.get()!.n, 2);
});

Deno.test("what is exported are the author's tables, without what belongs to an index", () => {
  const database = new DatabaseSync(":memory:");
  database.exec(DECLARED);
  const json = JSON.parse(lines(dumpJson(database, undefined)));
  assert.deepEqual(Object.keys(json), ["child", "hidden", "zz_parent"]);
  assert.deepEqual(Object.keys(json.zz_parent[0]), ["id", "any", "at"]);
  assert.deepEqual(lines(dumpCsv(database, "hidden")).split("\n")[0], "body,_cf_id");
  assert.throws(() => lines(dumpSql(database, "hidden_fts")), /the tables are child, hidden, zz/);
  const empty = new DatabaseSync(":memory:");
  assert.deepEqual(JSON.parse(lines(dumpJson(empty, undefined))), {});
});

function lines(dump: Iterable<string>): string {
  return [...dump].join("\n");
}

/** What is wrong with a file, as the import says it. */
async function problemOf(name: string, text: string | Uint8Array): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "cf-rows-" });
  const path = `${folder}/${name}`;
  try {
    await Deno.writeFile(path, typeof text === "string" ? new TextEncoder().encode(text) : text);
    await stageRows(path, { table: "t", into: `${folder}/staged` });
    return "";
  } catch (error) {
    return (error as Error).message.replace(path, name);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const PROBLEMS: readonly [string, string | Uint8Array, RegExp][] = [
  ["short.csv", 'a,b\n"x\ny",2\n3\n', /short\.csv: line 4 has 1 fields, 2 are needed/],
  ["twice.csv", "a,A\n1,2\n", /its head line has A twice/],
  ["open.csv", 'a,b\n1,2\n3,"4\n', /line 3: a quote is never closed/],
  ["after.csv", 'a,b\n"1"x,2\n', /line 2: text follows a closing quote/],
  ["head.csv", "a,b\n", /it holds no rows/],
  ["latin.csv", new Uint8Array([97, 10, 233, 10]), /it is no UTF-8/],
  ["list.json", "[1]", /object 1: it is no object/],
  ["cut.json", '[{"a":1},{"a":', /a JSON list of objects is needed/],
  ["bad.json", '[{"a":1},{"a":x}]', /object 2: /],
  ["other.json", '{"u":[{"a":1}]}', /a JSON list of objects is needed/],
  ["none.json", "[]", /it holds no rows/],
  ["blob.json", '[{"a":1},{"a":{"$blob":"0g"}}]', /object 2, a: "\$blob" is '0g', and not pairs/],
  ["integer.json", '[{"a":{"$integer":"9223372036854775808"}}]', /no whole number of 64 bits/],
  ["real.json", '[{"a":{"$real":"x"}}]', /object 1, a: "\$real" is 'x', and no number/],
];

for (const [name, text, wanted] of PROBLEMS) {
  Deno.test(`a file that cannot be imported is told with its place: ${name}`, async () => {
    assert.match(await problemOf(name, text), wanted);
  });
}

Deno.test("a line without anything is no row of several columns", async () => {
  assert.equal(await problemOf("blank.csv", "a,b\r\n\r\n1,2\r\n\n"), "");
});
