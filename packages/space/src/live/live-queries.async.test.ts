/**
 * Live queries whose reader answers later: commits and answers come in any order, results are
 * `pending` meanwhile, and in the end every watcher has what a fresh run returns.
 */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import type { QueryChange, QueryRows, SqlStatement } from "@cf/protocol";
import { prepareDeclaration } from "../database/declaration.ts";
import { ensureSchema } from "../database/schema.ts";
import { runStatements } from "../database/statements.ts";
import { writeWatermark } from "../database/watermark.ts";
import { LocalReader } from "../pool/local-reader.ts";
import type { PoolStatistics, QueryReader, ReadRequest } from "../pool/reader.ts";
import { LiveQueries } from "./live-queries.ts";
import { applySplices, type Row } from "./row-diff.ts";

const DECLARATION = prepareDeclaration({
  tables: { posts: { columns: { id: "integer primary key", thread: "text", score: "integer" } } },
});
const KEY = { id: "d", scope: "space" } as const;
const QUERIES = [
  "select id, score from posts where thread = 'a' order by score desc, id limit 2",
  "select thread, count(*), max(score) from posts group by thread order by thread",
  // Run again at each change, because of the subquery.
  "select id from (select * from posts) where score > 2 or thread = 'b' order by id",
  "select sum(score) from posts",
  "select id from posts where score > 2 or thread = 'b' order by id limit 2 offset 1",
];

/** Answers reads when told to, as of the moment when it takes them up. */
class LateReader implements QueryReader {
  readonly waiting: (() => void)[] = [];
  failing = false;
  readonly #local: LocalReader;

  constructor(local: LocalReader) {
    this.#local = local;
  }

  query(request: ReadRequest): Promise<QueryRows> {
    return new Promise((resolve, reject) => {
      this.waiting.push(() => {
        if (this.failing) return reject(new Error("the reader is gone"));
        resolve(this.#local.querySync(request));
      });
    });
  }

  statistics(): PoolStatistics {
    return this.#local.statistics();
  }

  close(): Promise<void> {
    return this.#local.close();
  }
}

class Fixture {
  readonly name = `file:/late-${crypto.randomUUID()}?vfs=memdb`;
  readonly holder = new DatabaseSync(this.name);
  readonly writer = new DatabaseSync(":memory:");
  readonly local = new LocalReader({ open: () => new DatabaseSync(this.name) });
  readonly reader = new LateReader(this.local);
  readonly shown = new Map<number, readonly Row[]>();
  readonly pending = new Set<number>();
  readonly seen = new Map<number, number>();
  readonly errors: string[] = [];
  readonly live = new LiveQueries<string>({
    reader: this.reader,
    deliver: (_subscriber, changes) => changes.forEach((change) => this.take(change)),
  });
  seq = 0;

  constructor() {
    this.writer.exec(`attach '${this.name}' as pattern`);
    this.commit([]);
  }

  watch(query: number): void {
    const spec = { file: this.name, databaseKey: KEY, declaration: DECLARATION, rights: "" };
    this.live.watch("client", query, { ...spec, sql: QUERIES[query]!, live: true });
  }

  take({ query, update }: QueryChange): void {
    const seq = update.kind === "rows" ? update.result.seq : update.seq;
    if (update.kind !== "pending") {
      assert.ok(seq >= (this.seen.get(query) ?? 0), "what a watcher sees never goes back");
      this.seen.set(query, seq);
    }
    this.pending.delete(query);
    if (update.kind === "rows") this.shown.set(query, update.result.rows);
    if (update.kind === "diff") {
      this.shown.set(query, applySplices(this.shown.get(query)!, update.splices));
    }
    if (update.kind === "pending") this.pending.add(query);
    if (update.kind === "error") this.errors.push(update.error.message);
  }

  commit(statements: readonly SqlStatement[]): void {
    this.writer.exec("begin immediate");
    ensureSchema(this.writer, "pattern", DECLARATION);
    const { rows } = runStatements(this.writer, "pattern", DECLARATION, statements, {
      rowsFor: this.live.watchedTables(KEY),
    });
    writeWatermark(this.writer, "pattern", { seq: ++this.seq, hash: new Uint8Array(32) });
    this.writer.exec("commit");
    for (const changes of this.live.afterCommit(this.seq, KEY, rows).values()) {
      changes.forEach((change) => this.take(change));
    }
  }

  /** Lets one waiting read happen now; its answer arrives before this resolves. */
  async answer(which = 0): Promise<void> {
    const { waiting } = this.reader;
    if (waiting.length === 0) return;
    waiting.splice(which % waiting.length, 1)[0]!();
    await this.arrived();
  }

  /** Lets the answers of reads that happened arrive. */
  async arrived(): Promise<void> {
    await new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
    await Promise.resolve();
  }

  /** Lets a read happen now and arrive only with the next one. */
  readNow(which: number): void {
    const { waiting } = this.reader;
    if (waiting.length > 0) waiting.splice(which % waiting.length, 1)[0]!();
  }

  async settle(): Promise<void> {
    await this.answer();
    while (this.reader.waiting.length > 0) await this.answer();
  }

  fresh(query: number): readonly Row[] {
    return this.local.querySync({
      file: this.name,
      declaration: DECLARATION,
      sql: QUERIES[query]!,
    }).rows;
  }

  close(): void {
    void this.reader.close();
    this.writer.close();
    this.holder.close();
  }
}

const id = fc.integer({ min: 1, max: 9 });
const thread = fc.constantFrom("a", "a", "b", null);
const score = fc.constantFrom(null, 1, 2, 3, 4, 5);
type Step =
  | { readonly kind: "commit"; readonly statement: SqlStatement }
  | { readonly kind: "answer" | "read"; readonly which: number }
  | { readonly kind: "changed" };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(id, thread, score).map((params): Step => ({
    kind: "commit",
    statement: { sql: "insert or replace into posts values (?, ?, ?)", params },
  })),
  id.map((one): Step => ({
    kind: "commit",
    statement: { sql: "delete from posts where id >= ?", params: [one] },
  })),
  fc.nat(9).map((which): Step => ({ kind: "answer", which })),
  fc.nat(9).map((which): Step => ({ kind: "read", which })),
  fc.constant<Step>({ kind: "changed" }),
);

Deno.test("LiveQueries converge whatever the order of commits and answers", () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const fixture = new Fixture();
      QUERIES.forEach((_, query) => fixture.watch(query));
      for (const one of steps) {
        if (one.kind === "commit") fixture.commit([one.statement]);
        else if (one.kind === "answer") await fixture.answer(one.which);
        else if (one.kind === "read") fixture.readNow(one.which);
        else {fixture.live.databaseChanged(fixture.seq, KEY).forEach((changes) =>
            changes.forEach((c) => fixture.take(c))
          );}
      }
      await fixture.settle();
      QUERIES.forEach((sql, query) => {
        assert.deepEqual(fixture.shown.get(query), fixture.fresh(query), sql);
        assert.equal(fixture.pending.has(query), false, `${sql} is not pending`);
      });
      assert.deepEqual(fixture.errors, []);
      fixture.close();
    }),
    { numRuns: Number(Deno.env.get("CF_RUNS") ?? 150) },
  ));

Deno.test("LiveQueries answer a maintained query in the commit's turn, and others as pending", async () => {
  const fixture = new Fixture();
  fixture.watch(0);
  fixture.watch(2);
  await fixture.settle();
  fixture.commit([{ sql: "insert into posts values (1, 'a', 5)" }]);
  assert.deepEqual(fixture.shown.get(0), [[1, 5]]);
  assert.equal(fixture.pending.has(0), false);
  assert.deepEqual(fixture.shown.get(2), []);
  assert.equal(fixture.pending.has(2), true);
  await fixture.settle();
  assert.deepEqual(fixture.shown.get(2), [[1]]);
  assert.equal(fixture.pending.has(2), false);
  fixture.close();
});

Deno.test("LiveQueries show a query's progress under commits that come faster than it runs", async () => {
  const fixture = new Fixture();
  fixture.watch(2);
  await fixture.settle();
  const insert = (id: number) =>
    fixture.commit([{ sql: "insert into posts values (?, 'b', 0)", params: [id] }]);
  insert(1);
  for (let id = 2; id <= 6; id++) {
    fixture.readNow(0);
    insert(id);
    await fixture.arrived();
    assert.deepEqual(fixture.shown.get(2)!.flat(), Array.from({ length: id - 1 }, (_, i) => i + 1));
    assert.equal(fixture.seen.get(2), fixture.seq - 1, "the result says as of which commit it is");
    assert.equal(fixture.pending.has(2), true);
  }
  await fixture.settle();
  assert.deepEqual(fixture.shown.get(2)!.flat(), [1, 2, 3, 4, 5, 6]);
  assert.equal(fixture.pending.has(2), false);
  fixture.close();
});

Deno.test("LiveQueries tell a new watcher of a result that is being renewed", async () => {
  const fixture = new Fixture();
  fixture.watch(2);
  await fixture.settle();
  fixture.commit([{ sql: "insert into posts values (1, 'b', 0)" }]);
  const told: string[] = [];
  const spec = { file: fixture.name, databaseKey: KEY, declaration: DECLARATION, rights: "" };
  const take = fixture.take.bind(fixture);
  fixture.take = (change) => {
    if (change.query === 5) told.push(change.update.kind);
    else take(change);
  };
  fixture.live.watch("late", 5, { ...spec, sql: QUERIES[2]!, live: true });
  assert.deepEqual(told, ["rows", "pending"]);
  await fixture.settle();
  assert.deepEqual(told, ["rows", "pending", "diff"]);
  fixture.close();
});

Deno.test("LiveQueries show a first result that commits have overtaken", async () => {
  const fixture = new Fixture();
  fixture.watch(2);
  fixture.readNow(0);
  fixture.commit([{ sql: "insert into posts values (1, 'b', 0)" }]);
  assert.equal(fixture.pending.has(2), true, "the commit's frame can wait for it");
  await fixture.arrived();
  assert.deepEqual(fixture.shown.get(2), []);
  assert.equal(fixture.pending.has(2), true);
  await fixture.settle();
  assert.deepEqual(fixture.shown.get(2), [[1]]);
  fixture.close();
});

Deno.test("LiveQueries show a window's progress while each of its fills is used up", async () => {
  const fixture = new Fixture();
  const rows = Array.from({ length: 60 }, (_, i) => [i + 1, "a", i]);
  fixture.commit([{ sql: "insert into posts values (?, ?, ?)", rows }]);
  fixture.watch(0);
  await fixture.settle();
  fixture.commit([{ sql: "delete from posts where id > 38" }]);
  fixture.readNow(0);
  fixture.commit([{ sql: "delete from posts where id > 16" }]);
  await fixture.arrived();
  assert.deepEqual(fixture.shown.get(0), [[38, 37], [37, 36]]);
  assert.equal(fixture.pending.has(0), true);
  await fixture.settle();
  assert.deepEqual(fixture.shown.get(0), [[16, 15], [15, 14]]);
  fixture.close();
});

Deno.test("LiveQueries run nothing for a query that no write can change, and nothing unwatched", async () => {
  const fixture = new Fixture();
  fixture.watch(0);
  fixture.watch(2);
  await fixture.settle();
  const before = fixture.live.runs;
  fixture.live.unwatch("client", 2);
  fixture.commit([{ sql: "insert into posts values (1, 'b', 1)" }]);
  assert.deepEqual(fixture.reader.waiting, []);
  fixture.live.unwatch("client", 0);
  assert.equal(fixture.live.size, 0);
  assert.equal(fixture.live.watchedTables(KEY)("posts"), false);
  assert.equal(before, 2);
  fixture.close();
});

Deno.test("LiveQueries share one run between sessions and tell each under its own number", async () => {
  const fixture = new Fixture();
  const told: string[] = [];
  const live = new LiveQueries<string>({
    reader: fixture.reader,
    deliver: (who, changes) =>
      changes.forEach(({ query, update }) => told.push(`${who} ${query} ${update.kind}`)),
  });
  const spec = { file: fixture.name, databaseKey: KEY, declaration: DECLARATION, sql: QUERIES[0]! };
  live.watch("one", 7, { ...spec, rights: "r", live: true });
  live.watch("two", 8, { ...spec, rights: "r", live: true });
  live.watch("three", 9, { ...spec, rights: "other", live: true });
  assert.equal(live.size, 2);
  assert.equal(fixture.reader.waiting.length, 2);
  await fixture.settle();
  assert.deepEqual(told.sort(), ["one 7 rows", "three 9 rows", "two 8 rows"]);
  live.close("one");
  live.close("two");
  assert.equal(live.size, 1);
  fixture.close();
});

Deno.test("LiveQueries tell a failed run, and recover at the next change", async () => {
  const fixture = new Fixture();
  fixture.watch(2);
  await fixture.settle();
  fixture.reader.failing = true;
  fixture.commit([{ sql: "insert into posts values (1, 'b', 1)" }]);
  await fixture.settle();
  assert.deepEqual(fixture.errors, ["Cannot run query: the reader is gone"]);
  fixture.reader.failing = false;
  fixture.commit([{ sql: "insert into posts values (2, 'b', 1)" }]);
  await fixture.settle();
  assert.deepEqual(fixture.shown.get(2), [[1], [2]]);
  fixture.close();
});

Deno.test("LiveQueries run again what failed while commits came", async () => {
  const fixture = new Fixture();
  fixture.watch(2);
  await fixture.settle();
  fixture.commit([{ sql: "insert into posts values (1, 'b', 1)" }]);
  fixture.reader.failing = true;
  fixture.readNow(0);
  fixture.commit([{ sql: "insert into posts values (2, 'b', 1)" }]);
  await fixture.arrived();
  assert.deepEqual(fixture.errors, ["Cannot run query: the reader is gone"]);
  assert.equal(fixture.pending.has(2), true, "the failure is not the last word");
  fixture.reader.failing = false;
  await fixture.settle();
  assert.deepEqual(fixture.shown.get(2), [[1], [2]]);
  assert.equal(fixture.pending.has(2), false);
  fixture.close();
});

Deno.test("LiveQueries.watch() tells what is wrong with a query instead of running it", () => {
  const fixture = new Fixture();
  const spec = { file: fixture.name, databaseKey: KEY, declaration: DECLARATION, rights: "" };
  for (
    const sql of [
      "select * from nothing",
      "select * from _cf_schema",
      "delete from posts",
      "select ?",
    ]
  ) {
    fixture.live.watch("client", 0, { ...spec, sql, live: true });
  }
  assert.equal(fixture.errors.length, 4);
  assert.deepEqual(fixture.reader.waiting, []);
  assert.equal(fixture.live.size, 0);
  fixture.close();
});
