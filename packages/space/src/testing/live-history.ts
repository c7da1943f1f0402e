/**
 * Generated histories for the naive twin: a space in memory with its live queries, and statements of
 * every kind that change rows.
 */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import type { QueryChange, SqlStatement, SqlValue } from "@cf/protocol";
import { prepareDeclaration } from "../database/declaration.ts";
import { heedReplacedRows } from "../database/fts.ts";
import { ensureSchema } from "../database/schema.ts";
import { runStatements } from "../database/statements.ts";
import { writeWatermark } from "../database/watermark.ts";
import { LocalReader } from "../pool/local-reader.ts";
import { LiveQueries } from "../live/live-queries.ts";
import { applySplices, type Row } from "../live/row-diff.ts";
import { rowKey } from "../live/values.ts";

/** Tables with collations, a real column, full text, cascades. */
export const DECLARATION = prepareDeclaration({
  tables: {
    posts: {
      columns: {
        id: "integer primary key",
        thread: "text collate nocase",
        author: "text",
        score: "integer",
        weight: "real",
        body: "text",
      },
      options: { indexes: [["thread", "score"]], unique: [["author", "body"]], fts: ["body"] },
    },
    votes: {
      columns: {
        post: "integer",
        voter: "text not null",
        value: "integer default 1",
      },
      options: {
        foreignKeys: [{
          columns: ["post"],
          references: { table: "posts", columns: ["id"] },
          onDelete: "cascade",
          onUpdate: "set null",
        }],
      },
    },
    marks: {
      columns: { label: "text collate nocase", place: "integer", note: "text" },
      options: {
        primaryKey: ["label", "place"],
        withoutRowid: true,
        indexes: [{ columns: ["note"], where: "note is not null" }],
      },
    },
  },
});

/** A query and whether it says the order of its rows. */
export interface Watched {
  readonly sql: string;
  readonly params?: readonly SqlValue[] | Record<string, SqlValue>;
  /** Whether the order of the rows is decided by the query; else they compare as a set. */
  readonly ordered: boolean;
}

const text = fc.constantFrom(
  null,
  "a",
  "A",
  "b",
  "B",
  "x",
  "red",
  "red fox",
  "é",
  "\u{1F600}",
  "\uffee",
);
/** Few values, so that they meet. */
export const author = fc.constantFrom(null, "x", "y", "z", "2", " x");
const small = fc.constantFrom<SqlValue>(null, 0, 1, 2, 3, 3, 4, -1, 2.5);
const weight = fc.constantFrom<SqlValue>(null, 0, 1, 2, 0.1, 0.2, 1e300);
const id = fc.integer({ min: 1, max: 45 });

/** Enough rows that windows do not hold all of them. */
export const seeded = fc.array(
  fc.tuple(
    fc.constantFrom("a", "A", "b"),
    fc.constantFrom("x", "y"),
    fc.integer({ min: 0, max: 9 }),
  ),
  {
    size: "max",
    maxLength: 60,
  },
);

/** One statement of a history. */
export const statement: fc.Arbitrary<SqlStatement> = fc.oneof(
  fc.tuple(text, author, small, weight, text).map((params) => ({
    sql:
      "insert or replace into posts (thread, author, score, weight, body) values (?, ?, ?, ?, ?)",
    params,
  })),
  fc.tuple(id, text, author, small, text).map((params) => ({
    sql: "insert into posts (id, thread, author, score, body) values (?, ?, ?, ?, ?) " +
      "on conflict do update set thread = excluded.thread, score = excluded.score + 1",
    params,
  })),
  fc.tuple(id, id).map((params) => ({
    sql: "update or replace posts set id = ?2 where id = ?1",
    params,
  })),
  fc.tuple(small, id).map((params) => ({ sql: "update posts set score = ? where id = ?", params })),
  fc.tuple(text, small).map((params) => ({
    sql: "update posts set thread = ? where score > ?",
    params,
  })),
  fc.tuple(text, id).map((params) => ({
    sql: "update or ignore posts set body = ? where id = ?",
    params,
  })),
  fc.tuple(weight, id).map((params) => ({
    sql: "update posts set weight = ? where id > ?",
    params,
  })),
  id.map((params) => ({ sql: "delete from posts where id = ?", params: [params] })),
  small.map((params) => ({ sql: "delete from posts where score = ?", params: [params] })),
  fc.tuple(id, id).map((params) => ({ sql: "delete from posts where id between ? and ?", params })),
  fc.constant({ sql: "delete from posts where score = (select max(score) from posts)" }),
  fc.constant({ sql: "delete from posts where id % 7 = 0" }),
  fc.tuple(id, id).map(([from, until]) => ({
    sql: "insert into posts (thread, author, score) select thread, author, score + 1 from posts " +
      "where id between ? and ?",
    params: [from, Math.min(until, from + 9)],
  })),
  fc.tuple(id, author, small).map(([post, voter, value]) => ({
    sql: "insert into votes select ?, ?, ? where exists (select 1 from posts where id = ?1)",
    params: [post, voter ?? "n", value],
  })),
  fc.tuple(author, small).map((params) => ({
    sql: "update votes set value = ?2 where voter = ?1",
    params,
  })),
  author.map((params) => ({ sql: "delete from votes where voter = ?", params: [params] })),
  fc.tuple(text, fc.integer({ min: 1, max: 3 }), text).map(([label, place, note]) => ({
    sql: "insert into marks values (?, ?, ?) on conflict do update set note = excluded.note",
    params: [label ?? "n", place, note],
  })),
  fc.tuple(text, text).map(([from, to]) => ({
    sql: "update or replace marks set label = ?2, place = place + 1 where label = ?1",
    params: [from, to ?? "n"],
  })),
  text.map((params) => ({ sql: "delete from marks where note = ?", params: [params] })),
);

/** A space in memory with its live queries, and what a client has made of the updates. */
export class LiveHistory {
  readonly name = `file:/twin-${crypto.randomUUID()}?vfs=memdb`;
  readonly holder = new DatabaseSync(this.name);
  readonly writer = new DatabaseSync(":memory:");
  readonly reader = new LocalReader({ open: () => new DatabaseSync(this.name) });
  readonly shown = new Map<number, readonly Row[]>();
  /** What the queries that fail say. */
  readonly failed = new Map<number, string>();
  readonly live: LiveQueries<string>;
  readonly key = { id: "d", scope: "space" } as const;
  seq = 0;

  constructor(queries: readonly Watched[]) {
    heedReplacedRows(this.writer);
    this.writer.exec(`attach '${this.name}' as pattern`);
    this.live = new LiveQueries({
      reader: this.reader,
      deliver: (_subscriber, changes) => changes.forEach((change) => this.take(change)),
    });
    this.commit([]);
    queries.forEach(({ sql, params }, i) =>
      this.live.watch("client", i, {
        file: this.name,
        databaseKey: this.key,
        declaration: DECLARATION,
        sql,
        ...(params === undefined ? {} : { params }),
        rights: "",
        live: true,
      })
    );
  }

  take({ query, update }: QueryChange): void {
    if (update.kind === "error") this.failed.set(query, update.error.message);
    else this.failed.delete(query);
    if (update.kind === "rows") this.shown.set(query, update.result.rows);
    else if (update.kind === "diff") {
      this.shown.set(query, applySplices(this.shown.get(query)!, update.splices));
    }
  }

  commit(statements: readonly SqlStatement[]): void {
    this.seq++;
    this.writer.exec("begin immediate");
    try {
      ensureSchema(this.writer, "pattern", DECLARATION);
      const { rows } = runStatements(this.writer, "pattern", DECLARATION, statements, {
        rowsFor: this.live?.watchedTables(this.key) ?? (() => true),
      });
      writeWatermark(this.writer, "pattern", { seq: this.seq, hash: new Uint8Array(32) });
      this.writer.exec("commit");
      for (const changes of this.live.afterCommit(this.seq, this.key, rows).values()) {
        changes.forEach((change) => this.take(change));
      }
    } catch (error) {
      if (this.writer.isTransaction) this.writer.exec("rollback");
      throw error;
    }
  }

  /** Compares what is shown with a fresh run; a query that fails must be shown to fail. */
  compare(queries: readonly Watched[]): void {
    queries.forEach((watched, i) => {
      const fresh = this.fresh(watched);
      const shown = this.failed.get(i) ?? this.shown.get(i)!;
      assert.deepEqual(inOrder(watched, shown), inOrder(watched, fresh), textOf(watched));
    });
  }

  /** The rows of a query now, or why it fails. */
  fresh({ sql, params }: Watched): readonly Row[] | string {
    const request = { file: this.name, declaration: DECLARATION, sql };
    try {
      return this.reader.querySync(params === undefined ? request : { ...request, params }).rows;
    } catch (error) {
      return (error as Error).message;
    }
  }

  close(): void {
    void this.reader.close();
    this.writer.close();
    this.holder.close();
  }
}

/** Applies a history and compares the queries after each of its commits, the first included. */
export function followHistory(
  queries: readonly Watched[],
  commits: readonly (readonly SqlStatement[])[],
): void {
  const fixture = new LiveHistory(queries);
  try {
    for (const statements of commits) {
      fixture.commit(statements);
      fixture.compare(queries);
    }
  } finally {
    fixture.close();
  }
}

/**
 * Rows as they compare: as a set where the query leaves the order open, and without regard to case
 * where it leaves open which of several spellings under NOCASE stands for all.
 */
export function inOrder({ sql, ordered }: Watched, rows: readonly Row[] | string): unknown {
  if (typeof rows === "string") return rows;
  const picksSpelling = /thread/.test(sql) && /group by|distinct|union|except|intersect/.test(sql);
  const shown = picksSpelling
    ? rows.map((row) => row.map((value) => typeof value === "string" ? value.toLowerCase() : value))
    : rows;
  return ordered ? shown : [...shown].sort((a, b) => rowKey(a) < rowKey(b) ? -1 : 1);
}

/** A query for a message, with its parameters. */
export function textOf({ sql, params }: Watched): string {
  const values = JSON.stringify(params, (_, v) => typeof v === "bigint" ? `${v}n` : v);
  return params === undefined ? sql : `${sql} -- ${values}`;
}
