/** Writes that may take long run in a process of their own first; everything else goes on meanwhile. */

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { REV_PATH, type SqlStatement } from "@cf/protocol";
import {
  contentOf,
  memorySpace,
  openSession,
  PATIENT_WRITES,
  type RecordedSession,
  TestStore,
} from "../testing/test-space.ts";
import type { HostOptions } from "../space-host.ts";
import type { Space } from "../space.ts";
import { prepareDeclaration } from "../database/declaration.ts";
import { isLongChange } from "../database/schema.ts";

const TABLES = {
  items: { columns: { id: "integer primary key", name: "text", kind: "integer" } },
  children: {
    columns: { id: "integer primary key", item: "integer references items on delete cascade" },
  },
  result: { columns: { id: "integer primary key", n: "integer" } },
};
const OTHER = { b: { columns: { id: "integer primary key" } } };
const VALUES = Array.from({ length: 300 }, () => "(1)").join();

/** Statements that would hold the space up for minutes, or for ever. */
const ENDLESS = [
  `with d(x) as materialized (values ${VALUES}) insert into result (n) select count(*) from d a, d b, d c, d e`,
  "with x as materialized (select 1 as y from items a, items b, items c) " +
  "insert into result (n) select count(*) from x, x y, x z",
  "insert into result (n) values (instr(replace(printf('%50000000d', 0), ' ', 'a'), " +
  "replace(printf('%25000000d', 0), ' ', 'a') || 'b'))",
  "insert into result (n) select count(*) from json_each('[' || replace(printf('%100000d', 0), ' ', '1,') || ']') a, " +
  "json_each('[' || replace(printf('%100000d', 0), ' ', '1,') || ']') b",
  "insert into result (n) select sum(a.id) over (order by a.id rows between unbounded preceding " +
  "and unbounded following exclude current row) from items a, items b, items c",
  "update items set kind = (select count(*) from items a, items b, items c, items d, items e) where id = 1",
];

/** Statements that would fill memory or the disk. */
const LARGE = [
  "insert into items (name) select hex(zeroblob(20000000)) from items",
  "insert into items (name) select printf('%30000000d', id) from items",
];

/** Limits under which {@linkcode ENDLESS} ends soon, until what follows is given its time. */
function impatientWrites() {
  return { ...PATIENT_WRITES, writeDeadlineMs: 700 };
}

class Site implements AsyncDisposable {
  readonly store: TestStore;
  readonly space: Space;
  readonly session: RecordedSession;
  readonly other: RecordedSession;

  constructor(options: HostOptions = {}) {
    this.store = new TestStore(options);
    this.space = this.store.open();
    this.session = openSession(this.space, { session: "one" });
    this.other = openSession(this.space, { session: "other" });
    this.session.commit({ operations: [declare("a", TABLES)] });
    this.other.commit({ operations: [declare("b", OTHER)] });
    this.exec({ sql: "insert into items (name, kind) values (?, ?)", rows: ROWS });
  }

  exec(...statements: SqlStatement[]): number {
    return this.session.commit({
      operations: [{ op: "increment", id: "of:count", path: [], by: 1 }],
      sqlite: { handle: handleOf("a"), statements },
    });
  }

  /** The refusal of the newest commit, if it was refused. */
  async outcome(): Promise<{ code: string; message: string } | undefined> {
    await this.session.connection.settled();
    return this.session.frames.flatMap((frame) => frame.refusals).at(-1)?.error;
  }

  /** The content of the database, which must equal a replay of the log. */
  async content(): Promise<Record<string, unknown[]>> {
    await this.session.connection.settled();
    const { key } = this.space.operator.databases().find(({ key }) => key.id === ID.a)!;
    deepEqual(await this.space.operator.verify(key), {
      key,
      finding: { kind: "equal" },
      detail: "",
      differences: [],
      snapshots: [],
    });
    return contentOf(this.store.path(`db-${"a".repeat(26)}.sqlite`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store[Symbol.asyncDispose]();
  }
}

const ID = { a: `of:${"a".repeat(26)}`, b: `of:${"b".repeat(26)}` };
const ROWS = Array.from({ length: 40 }, (_, i) => [`item ${i}`, i % 4]);

function handleOf(letter: "a" | "b") {
  return { id: ID[letter], scope: "space" } as const;
}

function declare(letter: "a" | "b", tables: object, more: object = {}) {
  const value = { id: ID[letter], tables, rev: 0, ...more } as never;
  return { op: "set", id: ID[letter], value } as const;
}

for (const sql of ENDLESS) {
  Deno.test(`a write that does not end is killed, and others go on: ${sql.slice(0, 90)}`, async () => {
    const writes = impatientWrites();
    await using site = new Site({ writes });
    await site.session.connection.settled();
    site.exec({ sql });
    let isEnded = false;
    const ended = site.outcome().finally(() => isEnded = true);
    const insert = { sql: "insert into b default values" };
    let meanwhile = 0;
    for (let i = 0; !isEnded; i++) {
      site.other.commit({
        operations: [{ op: "set", id: "of:x", value: i }],
        sqlite: { handle: handleOf("b"), statements: [insert] },
      });
      await site.other.connection.settled();
      if (!isEnded) meanwhile++;
    }
    ok(meanwhile > 0, "others were answered while it was at work");
    deepEqual(site.other.frames.flatMap((frame) => frame.refusals), []);
    const refusal = await ended;
    equal(refusal?.code, "limit-exceeded");
    match(refusal!.message, /not done after 700 ms/);
    writes.writeDeadlineMs = PATIENT_WRITES.writeDeadlineMs;
    equal((await site.content()).items!.length, 40);
    site.exec({ sql: "insert into items (name) select name from items where name like '%1%'" });
    equal((await site.content()).items!.length, 53);
  });
}

for (const sql of LARGE) {
  Deno.test(`a write that is too large is refused: ${sql}`, async () => {
    const writes = { ...PATIENT_WRITES, growthBytesMax: 30 << 20 };
    await using site = new Site({ writes });
    site.exec({ sql });
    equal((await site.outcome())?.code, "limit-exceeded");
    equal((await site.content()).items!.length, 40);
  });
}

Deno.test("a value beyond what SQLite holds is refused with SQLite's words", async () => {
  await using site = new Site();
  for (
    const made of ["randomblob(1000000000)", "zeroblob(1000000000)", "printf('%999999999d', 1)"]
  ) {
    site.exec({ sql: `insert into items (name) values (${made})` });
    match((await site.outcome())!.message, /too big/);
  }
});

Deno.test("a rehearsed write is one commit: rows, cascades, cells, and in its place among others", async () => {
  await using site = new Site();
  site.exec({ sql: "insert into children (item) select id from items" });
  // A product of two tables is more than the committing thread takes on.
  site.exec(
    { sql: "insert into result (n) select count(*) from items a, items b, items c, children d" },
    {
      sql: "delete from items where name like '%1%' and id in (select a.id from items a, items b)",
    },
  );
  site.exec({ sql: "insert into result (n) select count(*) from items" });
  equal(await site.outcome(), undefined);
  const { items, children, result } = await site.content();
  deepEqual([items!.length, children!.length], [27, 27]);
  deepEqual(result!.map((row) => Number((row as { n: bigint }).n)), [40 ** 4, 27]);
  const reader = openSession(site.space);
  equal(reader.connection.watch([{ id: "of:count", scope: "space" }])[0]!.value, 4);
});

Deno.test("a live query shows what a rehearsed write changed", async () => {
  await using site = new Site();
  const rows: unknown[][] = [];
  const seen = Promise.withResolvers<void>();
  site.other.connection.onFrame = ({ queries }) => {
    for (const { update } of queries) {
      if (update.kind === "rows") rows.push(...update.result.rows.map((row) => [...row]));
      if (update.kind === "diff") {
        for (const { at, remove, add } of update.splices) {
          rows.splice(at, remove, ...add.map((row) => [...row]));
        }
      }
    }
    if (rows[0]?.[1] === "ITEM 0") seen.resolve();
  };
  site.other.connection.watchQuery(1, {
    handle: handleOf("a"),
    sql: "select id, name from items where kind = 0 order by id limit 3",
    live: true,
  });
  await site.other.connection.settled();
  site.exec({
    sql:
      "update items set name = replace(name, 'item', 'ITEM') where kind = 0 and name like 'i%' " +
      "and exists (select 1 from items a, items b)",
  });
  await seen.promise;
  deepEqual(rows.map(([, name]) => name), ["ITEM 0", "ITEM 4", "ITEM 8"]);
});

Deno.test("a rehearsed write that fails tells why, and takes nothing with it", async () => {
  await using site = new Site();
  site.exec({
    sql:
      "insert into children (item) select 99 from items a, items b, items c where a.name like '%'",
  });
  const refusal = await site.outcome();
  equal(refusal?.code, "sql-error");
  match(refusal!.message, /FOREIGN KEY constraint failed\n {2}insert into children/);
  equal((await site.content()).children!.length, 0);
});

Deno.test("the steps of a migration run in a process of their own", async () => {
  const writes = { ...PATIENT_WRITES, migrationDeadlineMs: 3000 };
  await using site = new Site({ writes });
  const tables = { ...TABLES, items: { columns: { ...TABLES.items.columns, size: "integer" } } };
  const step = "alter table items add column size integer";
  const migrate = (last: string) => {
    site.session.commit({
      operations: [declare("a", tables, { version: 2, migrations: { 2: [step, last] } })],
      sqlite: { handle: handleOf("a"), statements: [{ sql: "delete from result" }] },
    });
  };
  migrate(
    "update items set size = (select count(*) from items a, items b, items c, items d, items e, items f)",
  );
  match((await site.outcome())!.message, /not done after 3000 ms/);
  writes.migrationDeadlineMs = PATIENT_WRITES.migrationDeadlineMs;
  const before = site.session.frames.flatMap((frame) => frame.refusals).length;
  migrate("update items set size = length(name)");
  await site.session.connection.settled();
  equal(site.session.frames.flatMap((frame) => frame.refusals).length, before);
  const { items } = await site.content();
  equal((items![0] as { size: bigint }).size, 6n);
});

Deno.test("closing a space waits for a rehearsal, and its commit is there afterwards", async () => {
  await using site = new Site();
  site.exec({
    sql: "insert into result (n) select count(*) from items a, items b, items c, items d",
  });
  await site.store.close();
  const { result } = contentOf(site.store.path(`db-${"a".repeat(26)}.sqlite`));
  equal(result!.length, 1);
});

/** Adds rows until a change of all of them is a large one. */
async function fill(site: Site, rounds = 6): Promise<void> {
  const rows = Array.from({ length: 2000 }, (_, i) => [`${i} ${"x".repeat(200)}`, i % 4]);
  for (let i = 0; i < rounds; i++) {
    site.exec({ sql: "insert into items (name, kind) values (?, ?)", rows });
    await site.session.connection.settled();
  }
}

const UPDATE_ALL = "update items set name = upper(name) where name like '%x%'";

Deno.test("a large change is committed by the other process: rows, cells, frames, watermark", async () => {
  await using site = new Site();
  await fill(site);
  const counts: unknown[] = [];
  let own = 0;
  site.session.connection.onFrame = (frame) => {
    site.session.frames.push(frame);
    for (const { update } of frame.queries) {
      if (update.kind === "rows") counts.push(update.result.rows[0]![0]);
      if (update.kind === "diff") counts.push(...update.splices.flatMap(({ add }) => add.flat()));
      if (frame.receipts.length > 0) own++;
    }
  };
  site.session.connection.watchQuery(1, {
    handle: handleOf("a"),
    sql: "select count(*) from items where name glob '*X'",
    live: true,
  });
  await site.session.connection.settled();
  site.exec({ sql: UPDATE_ALL });
  equal(await site.outcome(), undefined);
  deepEqual(counts, [0, 12_000]);
  equal(own, 1, "the rows travel in the frame of the commit");
  site.exec({ sql: "update items set kind = 9 where id = 1" });
  equal(await site.outcome(), undefined);
  const before = await site.content();
  await site.store.close();
  const again = openSession(site.store.open());
  equal(again.connection.watch([{ id: "of:count", scope: "space" }])[0]!.value, 9);
  deepEqual(contentOf(site.store.path(`db-${"a".repeat(26)}.sqlite`)).items, before.items);
});

Deno.test("commits to other databases are answered while a large change is made", async () => {
  await using site = new Site();
  await fill(site, 20);
  site.exec({ sql: UPDATE_ALL });
  let isDone = false;
  const settled = site.session.connection.settled().then(() => isDone = true);
  let slowestMs = 0;
  let count = 0;
  for (; !isDone; count++) {
    const start = performance.now();
    site.other.commit({
      sqlite: { handle: handleOf("b"), statements: [{ sql: "insert into b default values" }] },
    });
    await site.other.connection.settled();
    slowestMs = Math.max(slowestMs, performance.now() - start);
  }
  await settled;
  equal(await site.outcome(), undefined);
  ok(count > 3, `${count} commits, the slowest took ${slowestMs} ms`);
  await site.content();
});

Deno.test("a large change that conflicts leaves nothing, and the database goes on", async () => {
  await using site = new Site();
  await fill(site);
  const { items } = await site.content();
  const read = { ...handleOf("a"), path: REV_PATH, seq: site.space.stats.seq };
  site.exec({ sql: "update items set kind = 8 where id = 1" });
  await site.session.connection.settled();
  site.session.commit({
    reads: [read],
    sqlite: { handle: handleOf("a"), statements: [{ sql: UPDATE_ALL }] },
  });
  equal((await site.outcome())?.code, "conflict");
  site.exec({ sql: "update items set kind = 1 where id = 1" });
  await site.session.connection.settled();
  deepEqual((await site.content()).items!.length, items!.length);
});

Deno.test("an index on a large table is left to the other process, one on a small table is not", async () => {
  await using site = new Site();
  const tables = { ...TABLES, items: { ...TABLES.items, options: { indexes: [["name"]] } } };
  const path = site.store.path(`db-${"a".repeat(26)}.sqlite`);
  const isLong = () => {
    const file = new DatabaseSync(path);
    const found = isLongChange(file, "main", prepareDeclaration({ tables }));
    file.close();
    return found;
  };
  await site.session.connection.settled();
  equal(isLong(), false);
  await fill(site, 12);
  equal(isLong(), true);
  site.session.commit({
    operations: [declare("a", tables)],
    sqlite: { handle: handleOf("a"), statements: [{ sql: "delete from result" }] },
  });
  equal(await site.outcome(), undefined);
  await site.content();
  const file = new DatabaseSync(path);
  const indexes = file.prepare("select name from sqlite_master where type = 'index'").all();
  file.close();
  deepEqual(indexes.map(({ name }) => name), ["items_name_index"]);
});

Deno.test("in memory such writes run on a copy in another process, and others go on", async () => {
  const writes = impatientWrites();
  const { host, space } = memorySpace({ writes });
  const session = openSession(space, { session: "one" });
  const other = openSession(space, { session: "other" });
  session.commit({ operations: [declare("a", TABLES)] });
  const exec = (...statements: SqlStatement[]) =>
    session.commit({ sqlite: { handle: handleOf("a"), statements } });
  const insert = "insert into items (name, kind) values (?, ?)";
  exec({ sql: insert, rows: ROWS });
  await session.connection.settled();
  for (const [i, sql] of ENDLESS.entries()) {
    const seen = session.frames.length;
    exec({ sql });
    other.commit({ operations: [{ op: "set", id: "of:x", value: i }] });
    await other.connection.settled();
    equal(session.frames.length, seen, "the write is still at work");
    await session.connection.settled();
    match(session.frames.at(-1)!.refusals[0]!.error.message, /not done after 700 ms/);
  }
  writes.writeDeadlineMs = PATIENT_WRITES.writeDeadlineMs;
  exec({ sql: "insert into items (name) select name from items where name like '%1%'" }, {
    sql: "insert into result (n) select count(*) from items a, items b, items c",
  });
  await session.connection.settled();
  deepEqual(session.frames.at(-1)!.refusals, []);
  const rows = Promise.withResolvers<unknown>();
  session.connection.onFrame = ({ queries }) => {
    const [change] = queries;
    if (change?.update.kind === "rows") rows.resolve(change.update.result.rows);
  };
  session.connection.watchQuery(1, {
    handle: handleOf("a"),
    sql: "select n from result",
    live: false,
  });
  deepEqual(await rows.promise, [[53 ** 3]]);
  await host.close();
});
