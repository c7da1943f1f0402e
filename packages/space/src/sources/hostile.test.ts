/** Lent files that were made to do harm: whatever they hold, the space goes on and nothing leaks. */

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { QueryUpdate } from "@cf/protocol";
import {
  openSession,
  PATIENT_WRITES,
  type RecordedSession,
  TestStore,
} from "../testing/test-space.ts";
import type { Space } from "../space.ts";

/** A space with a file of somebody else's. */
class Trap implements AsyncDisposable {
  readonly folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "cf-trap-" }));
  readonly path = join(this.folder, "trap.db");
  readonly #writes = { ...PATIENT_WRITES };
  /** How long a read may take. */
  deadlineMs = 60_000;
  readonly store = new TestStore({ sourceFolders: [this.folder], writes: this.#writes });
  space: Space = this.store.open();
  session: RecordedSession = openSession(this.space, { session: "one" });
  id = "";

  constructor(...sql: readonly string[]) {
    const database = new DatabaseSync(this.path, { defensive: false } as object);
    database.exec("PRAGMA synchronous = OFF; CREATE TABLE t (id INTEGER PRIMARY KEY, x)");
    for (const each of sql) database.exec(each);
    database.close();
  }

  /** What does not end is killed soon. */
  hurry(): void {
    this.#writes.writeDeadlineMs = this.deadlineMs = 1500;
  }

  /** Ends the space, has `work` done to the file, and opens the space again. */
  async meanwhile(work: () => void): Promise<void> {
    await this.store.close();
    work();
    this.space = this.store.open();
    this.session = openSession(this.space, { session: "one" });
  }

  /** Lends it, for writing; the refusal, if it is refused. */
  async lend(writable = true): Promise<string> {
    try {
      const { id, value } = await this.space.operator.lendFile(this.path, { writable });
      this.id = id;
      this.session.commit({ operations: [{ op: "set", id, value }] });
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** The message of the refusal, or "" when the write was committed. */
  async write(sql: string): Promise<string> {
    const local = this.session.commit({
      operations: [{ op: "increment", id: "of:count", path: [], by: 1 }],
      sqlite: { handle: { id: this.id, scope: "space" }, statements: [{ sql }] },
    });
    await this.session.connection.settled();
    const refusals = this.session.frames.flatMap((frame) => frame.refusals);
    return refusals.find((refusal) => refusal.local === local)?.error.message ?? "";
  }

  /** The rows, or the message of the failure. */
  async query(sql: string): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>();
    const { connection } = openSession(this.space);
    const take = (update: QueryUpdate) => {
      if (update.kind === "rows") answer.resolve(update.result.rows.map((row) => [...row]));
      if (update.kind === "error") answer.resolve(update.error.message);
    };
    connection.onFrame = ({ queries }) => queries.forEach(({ update }) => take(update));
    const handle = { id: this.id, scope: "space" } as const;
    const limits = { deadlineMs: this.deadlineMs };
    connection.watchQuery(1, { handle, sql, live: false, limits });
    return await answer.promise;
  }

  /** The space's own commits are accepted and its log holds. */
  async isSound(): Promise<void> {
    const seen = this.session.frames.flatMap((frame) => frame.refusals).length;
    this.session.exec("INSERT INTO entries (body) VALUES ('own')");
    await this.session.connection.settled();
    equal(this.session.frames.flatMap((frame) => frame.refusals).length, seen);
    deepEqual(await this.space.operator.verifyLog(), []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store[Symbol.asyncDispose]();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** Statements that put `definition` in the place of an object's own, unseen by SQLite. */
function disguise(name: string, definition: string): string[] {
  const text = definition.replaceAll("'", "''");
  return [
    "PRAGMA writable_schema = ON",
    `UPDATE sqlite_master SET sql = '${text}' WHERE name = '${name}'`,
    "PRAGMA writable_schema = RESET",
  ];
}

const DOUBLING = Array.from(
  { length: 40 },
  (_, i) => `CREATE VIEW v${i + 1} AS SELECT a.x FROM v${i} a JOIN v${i} b`,
);
const ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) " +
  "SELECT count(*) AS n FROM c";

const READS: readonly [string, readonly string[], string, RegExp][] = [
  ["a view of the schema", ["CREATE VIEW v AS SELECT * FROM sqlite_master"], "v", /sqlite_master/],
  [
    "a view that loads code",
    ["CREATE VIEW v AS SELECT load_extension('x')"],
    "v",
    /load_ext|unsafe/,
  ],
  [
    "a view of pragmas",
    ["CREATE VIEW v AS SELECT * FROM pragma_database_list"],
    "v",
    /pragma|unsafe/,
  ],
  ["a view that does not end", [`CREATE VIEW v AS ${ENDLESS}`], "v", /1500|memory/],
  [
    "views that double",
    ["CREATE VIEW v0 AS SELECT x FROM t", ...DOUBLING],
    "v40",
    /1500|at most 64 tables/,
  ],
  [
    "a generated column that loads code",
    [
      "CREATE TABLE g (id INTEGER PRIMARY KEY, y AS (abs(id)))",
      "INSERT INTO g (id) VALUES (1)",
      ...disguise("g", "CREATE TABLE g (id INTEGER PRIMARY KEY, y AS (load_extension(id)))"),
    ],
    "g",
    /load_extension|unsafe/,
  ],
  [
    "a full-text index over the schema",
    ["CREATE VIRTUAL TABLE f USING fts5(sql, content='sqlite_master')"],
    "f",
    /sqlite_master|denied|prohibited|not authorized|SQL logic error/,
  ],
  [
    "another module",
    ["CREATE VIRTUAL TABLE d USING fts5vocab('f', 'row')"],
    "d",
    /no such table|d/,
  ],
];

function tellsOfDeadline(refusal: RegExp): boolean {
  return refusal.source.includes("1500");
}

for (const [name, sql, table, refusal] of READS) {
  Deno.test(`reading a lent file: ${name}`, async () => {
    await using trap = new Trap(...sql);
    if (tellsOfDeadline(refusal)) trap.hurry();
    const refused = await trap.lend(false);
    if (refused === "") match(String(await trap.query(`SELECT * FROM ${table}`)), refusal);
    await trap.isSound();
  });
}

const WRITES: readonly [string, readonly string[], RegExp][] = [
  [
    "a trigger that does not end",
    [
      `INSERT INTO t (x) WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 300) SELECT n FROM c`,
      "CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET x = (SELECT count(*) FROM t a, t b, t c, t d, t e); END",
    ],
    /1500 ms/,
  ],
  [
    "triggers that set each other off",
    [
      ...Array.from({ length: 40 }, (_, i) => `CREATE TABLE u${i} (id INTEGER PRIMARY KEY)`),
      ...Array.from(
        { length: 39 },
        (_, i) =>
          `CREATE TRIGGER r${i} AFTER INSERT ON u${i} BEGIN
             INSERT INTO u${i + 1} VALUES (NULL); INSERT INTO u${i + 1} VALUES (NULL); END`,
      ),
      "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO u0 VALUES (NULL); END",
    ],
    /1500 ms|too many levels|growthBytesMax|memory/,
  ],
  [
    "a constraint that does not end",
    [
      "CREATE TABLE k (id INTEGER PRIMARY KEY)",
      ...disguise(
        "t",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x CHECK (instr(replace(printf('%20000000d', id), ' ', 'a'), " +
          "replace(printf('%10000000d', id), ' ', 'a') || 'b') = 0))",
      ),
    ],
    /1500 ms/,
  ],
  [
    "a trigger that loads code",
    ["CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT load_extension('x'); END"],
    /load_extension|unsafe/,
  ],
  [
    "a trigger that changes the space's log",
    [
      "CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END",
      ...disguise("r", "CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM main._cf_log; END"),
    ],
    /.+/,
  ],
  [
    "a trigger that writes through a virtual table",
    [
      "CREATE VIRTUAL TABLE f USING fts5(x)",
      "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO f VALUES (new.x); END",
    ],
    /table f|virtual/,
  ],
];

for (const [name, sql, refusal] of WRITES) {
  Deno.test(`writing to a lent file: ${name}`, async () => {
    await using trap = new Trap(...sql);
    if (tellsOfDeadline(refusal)) trap.hurry();
    const refused = await trap.lend();
    match(refused || await trap.write("INSERT INTO t (x) VALUES (1)"), refusal);
    await trap.isSound();
    const cell = openSession(trap.space).connection.watch([{ id: "of:count", scope: "space" }]);
    equal(cell[0]!.value, undefined, "none of the commit's cells are there");
  });
}

Deno.test("text behind the end of a trigger is not run when a lent file is brought up", async () => {
  await using trap = new Trap(
    "CREATE TABLE victim (id INTEGER PRIMARY KEY)",
    "INSERT INTO victim VALUES (1)",
    "CREATE TRIGGER r AFTER UPDATE ON t BEGIN SELECT 1; END",
    ...disguise(
      "r",
      "CREATE TRIGGER r AFTER UPDATE ON t BEGIN SELECT 1; END; DELETE FROM victim",
    ),
  );
  equal(await trap.lend(), "");
  const before = Deno.readFileSync(trap.path);
  equal(await trap.write("INSERT INTO t (x) VALUES (1)"), "");
  // As a crash between the two files leaves it.
  await trap.meanwhile(() => Deno.writeFileSync(trap.path, before));
  equal(await trap.write("INSERT INTO t (x) VALUES (2)"), "");
  const database = new DatabaseSync(trap.path);
  equal(database.prepare("SELECT count(*) AS n FROM t").get()!.n, 2);
  equal(database.prepare("SELECT count(*) AS n FROM victim").get()!.n, 1);
  database.close();
});

Deno.test("a file with more tables than can be looked at is refused", async () => {
  const tables = Array.from(
    { length: 2001 },
    (_, i) => `CREATE TABLE t${i} (x INTEGER PRIMARY KEY);`,
  );
  await using trap = new Trap(`BEGIN; ${tables.join("")} COMMIT`);
  match(await trap.lend(), /2002 is more than the limit sourceTablesMax of 2000/);
});

Deno.test("full-text indexes and R-Trees of a lent file are read, and kept from writes", async () => {
  await using trap = new Trap(
    "CREATE VIRTUAL TABLE notes USING fts5(title, body)",
    "INSERT INTO notes VALUES ('one', 'red apples'), ('two', 'green pears'), ('three', 'red pears')",
    "CREATE VIRTUAL TABLE places USING rtree(id, x0, x1, y0, y1)",
    "INSERT INTO places VALUES (1, 0, 1, 0, 1), (2, 5, 6, 5, 6)",
    "CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT)",
    "INSERT INTO docs VALUES (7, 'blue plums')",
    "CREATE VIRTUAL TABLE docs_index USING fts5(body, content='docs', content_rowid='id')",
    "INSERT INTO docs_index (docs_index) VALUES ('rebuild')",
  );
  equal(await trap.lend(), "");
  const titles = "SELECT title FROM notes WHERE notes MATCH 'red' ORDER BY rank, title";
  deepEqual(await trap.query(titles), [["one"], ["three"]]);
  deepEqual(await trap.query("SELECT * FROM notes LIMIT 1"), [["one", "red apples"]]);
  deepEqual(await trap.query("SELECT id FROM places WHERE x0 > 3"), [[2]]);
  const joined = "SELECT d.id, highlight(docs_index, 0, '<', '>') FROM docs_index JOIN docs d " +
    "ON d.id = docs_index.rowid WHERE docs_index MATCH 'plums'";
  deepEqual(await trap.query(joined), [[7, "blue <plums>"]]);
  match(String(await trap.query("SELECT * FROM notes_content")), /notes_content/);
  match(String(await trap.query("SELECT * FROM places_node")), /places_node/);
  match(await trap.write("INSERT INTO notes VALUES ('x', 'y')"), /notes/);
  match(await trap.write("DELETE FROM places_node"), /places_node/);
});

/** What a file may hold that is none of its tables, and how each is reached. */
const NO_TABLES = [
  "CREATE TABLE _cf_secret (id INTEGER PRIMARY KEY, x)",
  "INSERT INTO _cf_secret VALUES (1, 'secret')",
  "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, x)",
  "INSERT INTO counted (x) VALUES ('secret')",
  "CREATE INDEX counted_x ON counted (x)",
  "ANALYZE",
  "CREATE VIRTUAL TABLE f USING fts5(x)",
  "CREATE VIRTUAL TABLE words USING fts5vocab(f, 'row')",
  "CREATE VIRTUAL TABLE r USING rtree(id, x0, x1)",
  "CREATE VIEW v AS SELECT * FROM t",
  "CREATE TRIGGER into_v INSTEAD OF INSERT ON v BEGIN INSERT INTO t (x) VALUES (new.x); END",
];

for (const name of ["_cf_secret", "sqlite_sequence", "sqlite_stat1", "words", "f_data", "r_node"]) {
  Deno.test(`of a lent file ${name} is not read, written or there`, async () => {
    await using trap = new Trap(...NO_TABLES);
    equal(await trap.lend(), "");
    match(String(await trap.query(`SELECT * FROM ${name}`)), new RegExp(`may not touch.*${name}`));
    match(await trap.write(`DELETE FROM ${name}`), new RegExp(name));
    await trap.isSound();
  });
}

for (const name of ["v", "f", "r"]) {
  Deno.test(`of a lent file ${name}, which is no table, is read and not written`, async () => {
    await using trap = new Trap(...NO_TABLES);
    equal(await trap.lend(), "");
    deepEqual(await trap.query(`SELECT count(*) FROM ${name}`), [[0]]);
    const insert = name === "r"
      ? "INSERT INTO r VALUES (1, 2, 3)"
      : `INSERT INTO ${name} (x) VALUES (1)`;
    match(await trap.write(insert), new RegExp(`${name}`));
    deepEqual(await trap.query("SELECT count(*) FROM t"), [[0]]);
    await trap.isSound();
  });
}

/** A generator of numbers below 2^32 that is the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (state ^ (state >>> 13)) >>> 0;
  };
}

Deno.test("a lent file with damaged pages fails by itself, in reads and in writes", async () => {
  await using trap = new Trap(
    "PRAGMA page_size = 512",
    "CREATE TABLE w (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID",
    "CREATE INDEX t_x ON t (x)",
    "CREATE VIRTUAL TABLE f USING fts5(x)",
    `INSERT INTO t (x) WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 400)
       SELECT hex(randomblob(20)) FROM c`,
    "INSERT INTO w SELECT x, x FROM t",
    "INSERT INTO f SELECT x FROM t",
  );
  equal(await trap.lend(), "");
  const whole = Deno.readFileSync(trap.path);
  let failures = 0;
  for (let seed = 1; seed <= 25; seed++) {
    const next = random(seed);
    const bytes = whole.slice();
    for (let i = 0; i < 40; i++) bytes[100 + next() % (bytes.length - 100)] = next() & 0xff;
    Deno.writeFileSync(trap.path, bytes);
    for (const table of ["t", "w", "f"]) {
      const rows = await trap.query(`SELECT count(*), max(x) FROM ${table === "w" ? "t" : table}`);
      if (typeof rows === "string") failures++;
    }
    if (await trap.write("UPDATE t SET x = x || 'a' WHERE id % 7 = 0") !== "") failures++;
    if (await trap.write("DELETE FROM w WHERE k > 'A'") !== "") failures++;
  }
  ok(failures > 10, "pages were damaged");
  await trap.isSound();
});
