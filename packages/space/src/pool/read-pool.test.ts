/** The pool with real reader processes: deadlines, crashes, replaced files, limits, snapshots. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { SqlStatement } from "@cf/protocol";
import { type Declaration, prepareDeclaration } from "../database/declaration.ts";
import { ensureSchema } from "../database/schema.ts";
import { runStatements } from "../database/statements.ts";
import { writeWatermark } from "../database/watermark.ts";
import { ReadPool, type ReadPoolOptions } from "./read-pool.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    notes: { columns: { id: "integer primary key", body: "text" }, options: { fts: ["body"] } },
    tags: { columns: { name: "text", n: "integer" } },
  },
});
const ENDLESS = "with recursive r (x) as (select 1 union all select x + 1 from r) " +
  "select count(*) from r";

class Fixture {
  readonly folder = Deno.makeTempDirSync();
  readonly file = `${this.folder}/db.sqlite`;
  readonly pool: ReadPool;
  seq = 0;

  constructor(options: Partial<ReadPoolOptions> = {}) {
    this.pool = new ReadPool({ folders: [this.folder], readers: 1, ...options });
  }

  write(statements: readonly SqlStatement[], declaration: Declaration = DECLARATION): void {
    const writer = new DatabaseSync(this.file);
    writer.exec("pragma journal_mode = wal; begin immediate");
    ensureSchema(writer, "main", declaration);
    runStatements(writer, "main", declaration, statements);
    writeWatermark(writer, "main", { seq: ++this.seq, hash: new Uint8Array(32) });
    writer.exec("commit");
    writer.close();
  }

  query(sql: string, options: Partial<Parameters<ReadPool["query"]>[0]> = {}) {
    return this.pool.query({ file: this.file, declaration: DECLARATION, sql, ...options });
  }

  async close(): Promise<void> {
    await this.pool.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

async function withFixture(
  work: (fixture: Fixture) => Promise<void>,
  options: Partial<ReadPoolOptions> = {},
): Promise<void> {
  const fixture = new Fixture(options);
  try {
    await work(fixture);
  } finally {
    await fixture.close();
  }
}

Deno.test("ReadPool.query() answers as of the file's watermark, with origins and key", () =>
  withFixture(async (fixture) => {
    fixture.write([{ sql: "insert into notes values (1, 'one'), (2, 'two')" }]);
    assert.deepEqual(await fixture.query("select body as b, id from notes order by id desc"), {
      seq: 1,
      columns: [
        { name: "b", table: "notes", column: "body" },
        { name: "id", table: "notes", column: "id" },
      ],
      key: [1],
      rows: [["two", 2], ["one", 1]],
    });
    fixture.write([{ sql: "delete from notes where id = 1" }]);
    const { seq, rows } = await fixture.query("select id from notes");
    assert.deepEqual([seq, rows], [2, [[2]]]);
  }));

Deno.test("ReadPool.query() brings every kind of value across", () =>
  withFixture(async (fixture) => {
    const { rows } = await fixture.query(
      "select 1, 2.5, 9223372036854775807, 'é', x'00ff', null, x''",
    );
    assert.deepEqual(rows, [[
      1,
      2.5,
      2n ** 63n - 1n,
      "é",
      new Uint8Array([0, 255]),
      null,
      new Uint8Array(),
    ]]);
    const back = await fixture.query("select ?, ?, ?, typeof(?), typeof(?)", {
      params: [2n ** 60n, new Uint8Array([7]), "x", 3, 3.5],
    });
    assert.deepEqual(back.rows, [[2n ** 60n, new Uint8Array([7]), "x", "integer", "real"]]);
    const mixed = await fixture.query("values (1, 'a'), (null, 2), (-0.5, null)");
    assert.deepEqual(mixed.rows, [[1, "a"], [null, 2], [-0.5, null]]);
    assert.deepEqual((await fixture.query("select 1e999, -1e999")).rows, [[Infinity, -Infinity]]);
  }));

Deno.test("ReadPool.query() reads a database never written as empty, an unknown table is an error", () =>
  withFixture(async (fixture) => {
    const { seq, rows } = await fixture.query("select n.*, t.* from notes n, tags t");
    assert.deepEqual([seq, rows], [0, []]);
    await assert.rejects(fixture.query("select * from nothing"), { code: "sql-error" });
    await assert.rejects(fixture.query("select 1", { mustExist: true }), {
      code: "database-missing",
    });
    // The first write is seen although the reader has the empty database open.
    fixture.write([{ sql: "insert into tags values ('a', 1)" }]);
    assert.deepEqual((await fixture.query("select * from tags")).rows, [["a", 1]]);
  }));

Deno.test("ReadPool.query() reads what a file lacks as empty tables and default columns", () =>
  withFixture(async (fixture) => {
    fixture.write([{ sql: "insert into tags values ('a', 1)" }]);
    const declaration = prepareDeclaration({
      tables: {
        notes: { columns: { id: "integer primary key", body: "text" }, options: { fts: ["body"] } },
        tags: { columns: { color: "text default 'red'", name: "text", n: "integer", m: "real" } },
        later: { columns: { x: "text" }, options: { fts: ["x"] } },
      },
    });
    const ahead = (sql: string) => fixture.query(sql, { declaration });
    assert.deepEqual((await ahead("select * from tags")).rows, [["red", "a", 1, null]]);
    assert.deepEqual((await ahead("select * from tags where color = 'red'")).rows.length, 1);
    assert.deepEqual((await ahead("select x from later")).rows, []);
    assert.deepEqual(
      (await ahead("select rowid from later_fts where later_fts match 'x'")).rows,
      [],
    );
    // The writer brings the file up; the open reader notices the new schema.
    fixture.write([{ sql: "insert into later values ('here')" }], declaration);
    assert.deepEqual((await ahead("select x from later")).rows, [["here"]]);
    assert.deepEqual((await fixture.query("select * from tags")).rows, [["a", 1]]);
    assert.deepEqual((await ahead("select * from tags")).rows, [["red", "a", 1, null]]);
  }));

Deno.test("ReadPool.query() hides the hidden key from *, and shows it when named", () =>
  withFixture(async (fixture) => {
    fixture.write([{ sql: "insert into tags values ('a', 1), ('a', 1)" }]);
    assert.deepEqual((await fixture.query("select * from tags")).rows, [["a", 1], ["a", 1]]);
    assert.deepEqual((await fixture.query("select distinct * from tags")).rows, [["a", 1]]);
    assert.deepEqual((await fixture.query("select * from tags union select * from tags")).rows, [[
      "a",
      1,
    ]]);
    assert.deepEqual((await fixture.query("select _cf_id, name from tags")).rows, [[1, "a"], [
      2,
      "a",
    ]]);
    assert.deepEqual((await fixture.query("select t.rowid from tags t")).rows, [[1], [2]]);
  }));

Deno.test("ReadPool kills a query whose reader holds too much memory, whatever holds it", () =>
  withFixture(async (fixture) => {
    const thousand = `json_each('[${Array.from({ length: 1000 }, () => 1)}]')`;
    const bombs = [
      `select zeroblob(30000000) from ${thousand}`,
      "select count(*) from (select distinct printf('%0900d', a.key * 1000 + b.key) " +
      `from ${thousand} a, ${thousand} b)`,
    ];
    for (const sql of bombs) {
      await assert.rejects(fixture.query(sql), {
        code: "limit-exceeded",
        data: { limit: "residentMiB", max: 300, sql },
      });
    }
    assert.equal(fixture.pool.statistics().kills, 2);
    assert.deepEqual((await fixture.query("select 1")).rows, [[1]]);
  }, { residentMiB: 300, limits: { rowsMax: 50_000, sizeBytesMax: 2 ** 25, deadlineMs: 60_000 } }));

Deno.test("ReadPool kills a query over its deadline and retries the innocent behind it", () =>
  withFixture(async (fixture) => {
    fixture.write([{ sql: "insert into notes values (1, 'one')" }]);
    await fixture.query("select 1");
    const [before] = fixture.pool.pids();
    const runaway = fixture.query(ENDLESS, { limits: { deadlineMs: 200 } });
    const innocent = [1, 2, 3].map(() => fixture.query("select body from notes"));
    await assert.rejects(runaway, { code: "query-timeout", message: /ran longer than 200 ms/ });
    for (const { rows } of await Promise.all(innocent)) assert.deepEqual(rows, [["one"]]);
    const { kills, retries, readers } = fixture.pool.statistics();
    assert.deepEqual([kills, retries, readers], [1, 1, 1]);
    assert.notEqual(fixture.pool.pids()[0], before);
  }));

Deno.test("ReadPool counts a deadline anew for each query and each reader", () =>
  withFixture(async (fixture) => {
    fixture.write([{ sql: "insert into notes values (1, 'one')" }]);
    const limits = { deadlineMs: 100 };
    for (let i = 1; i <= 2; i++) {
      await fixture.query("select 1");
      await assert.rejects(fixture.query(ENDLESS, { limits }), { code: "query-timeout" });
      assert.equal(fixture.pool.statistics().kills, i);
    }
    await fixture.query("select 1");
    const triedAgain = fixture.query(ENDLESS, { limits });
    Deno.kill(fixture.pool.pids()[0]!, "SIGKILL");
    await assert.rejects(triedAgain, { code: "query-timeout" });
    assert.equal(fixture.pool.statistics().crashes, 1);
    // A look at a query with a late deadline is due later than this one's end.
    await fixture.query("select 1", { limits: { deadlineMs: 5000 } });
    await assert.rejects(fixture.query(ENDLESS, { limits: { deadlineMs: 10 } }), {
      message: /longer than 10 ms/,
    });
  }));

Deno.test("ReadPool counts no time against a query whose reader has not started", () =>
  withFixture(async (fixture) => {
    fixture.write([{ sql: "insert into notes values (1, 'one')" }]);
    const limits = { deadlineMs: 500 };
    await withFixture(async (clock) => {
      clock.write([{ sql: "insert into notes values (1, 'one')" }]);
      await clock.query("select 1");
      fixture.pool.prepare();
      const [pid] = fixture.pool.pids();
      Deno.kill(pid!, "SIGSTOP");
      const waiting = fixture.query("select body from notes", { limits });
      await assert.rejects(clock.query(ENDLESS, { limits }), { code: "query-timeout" });
      Deno.kill(pid!, "SIGCONT");
      assert.deepEqual((await waiting).rows, [["one"]]);
    });
    assert.equal(fixture.pool.statistics().kills, 0);
  }));

Deno.test("ReadPool replaces a reader that was killed from outside, and the query is answered", () =>
  withFixture(async (fixture) => {
    fixture.write([{ sql: "insert into notes values (1, 'one')" }]);
    await fixture.query("select 1");
    const slow =
      "with recursive r (x) as (select 1 union all select x + 1 from r where x < 200000) " +
      "select count(*) from r";
    const answers = [fixture.query(slow), fixture.query("select body from notes")];
    Deno.kill(fixture.pool.pids()[0]!, "SIGKILL");
    const [counted, read] = await Promise.all(answers);
    assert.deepEqual(counted!.rows, [[200000]]);
    assert.deepEqual(read!.rows, [["one"]]);
    assert.equal(fixture.pool.statistics().crashes, 1);
  }));

Deno.test("ReadPool gives up on a query that ends its reader twice", () =>
  withFixture(async (fixture) => {
    const huge =
      "with recursive r (x) as (select 1 union all select x + 1 from r where x < 2000) " +
      "select printf('%.*c', 500000, 'x') || x from r";
    await assert.rejects(fixture.query(huge), {
      code: "limit-exceeded",
      data: { limit: "memory", max: 64, sql: huge },
    });
    assert.deepEqual((await fixture.query("select 1")).rows, [[1]]);
  }, { memoryMiB: 64 }));

Deno.test("ReadPool refuses results beyond its limits by name", () =>
  withFixture(async (fixture) => {
    const many =
      "with recursive r (x) as (select 1 union all select x + 1 from r where x < 100) select x from r";
    const limit = (limits: Record<string, number>) => fixture.query(many, { limits });
    assert.equal((await limit({ rowsMax: 100 })).rows.length, 100);
    await assert.rejects(limit({ rowsMax: 99 }), {
      code: "limit-exceeded",
      message: /more than 99 rows/,
    });
    await assert.rejects(limit({ sizeBytesMax: 100 }), { message: /larger than 100 bytes/ });
    // An endless result is cut off by the limit, long before the deadline.
    await assert.rejects(
      fixture.query(
        "with recursive r (x) as (select 1 union all select x + 1 from r) select x from r",
      ),
      { code: "limit-exceeded" },
    );
    await assert.rejects(fixture.query("select length(zeroblob(900000000))"), {
      code: "sql-error",
    });
    await assert.rejects(
      fixture.query("select group_concat(hex(zeroblob(30000000))) from (values (1), (2), (3))"),
      { code: "sql-error" },
    );
    await assert.rejects(
      fixture.query(`select ${"(".repeat(300)}1${")".repeat(300)}+${"1+".repeat(300)}1`),
      { code: "sql-error" },
    );
  }));

Deno.test("ReadPool bounds the queries that one space may have waiting", () =>
  withFixture(async (fixture) => {
    const first = [1, 2].map(() => fixture.query("select 1", { space: "a" }));
    await assert.rejects(fixture.query("select 1", { space: "a" }), {
      code: "limit-exceeded",
      message: /2 queries of this space are waiting already/,
    });
    assert.deepEqual((await fixture.query("select 2", { space: "b" })).rows, [[2]]);
    await Promise.all(first);
    await fixture.query("select 1", { space: "a" });
  }, { queuedQueriesMax: 2 }));

Deno.test("ReadPool notices a file that was replaced, and one that vanished and returned", () =>
  withFixture(async (fixture) => {
    fixture.write([{ sql: "insert into notes values (1, 'first')" }]);
    const body = () => fixture.query("select body from notes", { mustExist: true });
    assert.deepEqual((await body()).rows, [["first"]]);
    const away = `${fixture.folder}/away`;
    Deno.renameSync(fixture.file, away);
    await assert.rejects(body(), { code: "database-missing", message: new RegExp(fixture.file) });
    Deno.renameSync(away, fixture.file);
    assert.deepEqual((await body()).rows, [["first"]]);
    Deno.renameSync(fixture.file, away);
    fixture.write([{ sql: "insert into notes values (1, 'second')" }]);
    assert.deepEqual((await body()).rows, [["second"]]);
    // A WAL left behind would still hold the old pages.
    for (const end of ["", "-wal", "-shm"]) Deno.removeSync(`${fixture.file}${end}`);
    Deno.writeTextFileSync(fixture.file, "no database at all, but text that goes on and on");
    await assert.rejects(body(), { code: "database-missing", message: /not a database/ });
  }));

Deno.test("ReadPool keeps its open files within the budget, least recently used out", () =>
  withFixture(async (fixture) => {
    const query = (name: string) =>
      fixture.pool.query({
        file: `${fixture.folder}/${name}`,
        declaration: DECLARATION,
        sql: "select count(*) from notes",
      });
    for (const name of ["a", "b", "a", "c", "a", "b"]) await query(name);
    const { openFiles, openFilesMax, evictions, hits, misses } = fixture.pool.statistics();
    assert.deepEqual({ openFiles, openFilesMax, evictions, hits, misses }, {
      openFiles: 2,
      openFilesMax: 2,
      evictions: 2,
      hits: 2,
      misses: 4,
    });
  }, { openFilesMax: 2 }));

Deno.test("ReadPool readers cannot read outside of their folders", () =>
  withFixture(async (fixture) => {
    const outside = Deno.makeTempDirSync();
    const file = `${outside}/db.sqlite`;
    new DatabaseSync(file).exec("create table notes (id, body)");
    await assert.rejects(fixture.query("select * from notes", { file }), {
      code: "database-missing",
    });
    Deno.removeSync(outside, { recursive: true });
  }));

Deno.test("ReadPool.close() rejects what waits and ends every process", async () => {
  const fixture = new Fixture({ readers: 2 });
  await fixture.query("select 1");
  const running = fixture.query(ENDLESS);
  const refused = assert.rejects(running, { code: "pool-closed" });
  const pids = fixture.pool.pids();
  await fixture.close();
  await refused;
  await assert.rejects(fixture.query("select 1"), { code: "pool-closed" });
  for (const pid of pids) assert.throws(() => Deno.kill(pid, "SIGCONT"));
});

Deno.test("ReadPool refuses a sorted result that has become too large since it was small", () =>
  withFixture(async (fixture) => {
    const rows = Array.from({ length: 40 }, (_, i) => [`note ${i % 7}`]);
    fixture.write([{ sql: "insert into notes (body) values (?)", rows }]);
    const sorted = (least: number, sql: string) =>
      fixture.query(sql, { params: [least], limits: { rowsMax: 30 } });
    const queries = [
      "select body from notes where id > ? order by body desc, id",
      "select a.body from notes a join notes b on a.id <= b.id where a.id > ? order by b.id, a.id",
    ];
    for (const sql of queries) {
      const first = await sorted(33, sql);
      assert.deepEqual(await sorted(33, sql), first);
      await assert.rejects(sorted(0, sql), { message: /more than 30 rows/ });
      assert.deepEqual(await sorted(33, sql), first);
    }
  }));
