/**
 * Random queries: their rows are those of bare SQLite, and as live queries they equal a fresh run after
 * every commit of a generated history.
 */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { fromDriver } from "../database/parameters.ts";
import { createDeclared } from "../database/scratch.ts";
import {
  DECLARATION,
  inOrder,
  LiveHistory,
  seeded,
  statement,
  textOf,
  type Watched,
} from "../testing/live-history.ts";
import { query } from "../testing/select-grammar.ts";
import type { Row } from "./row-diff.ts";

const empty = new DatabaseSync(":memory:");
createDeclared(empty, DECLARATION);

/** Whether SQLite takes it at all. */
function isValid({ sql }: Watched): boolean {
  try {
    empty.prepare(sql);
    return true;
  } catch {
    return false;
  }
}

/** The rows of a query as SQLite gives them, or `undefined` when it fails. */
function bare(connection: DatabaseSync, { sql, params }: Watched): readonly Row[] | undefined {
  const statement = connection.prepare(sql);
  statement.setReturnArrays(true);
  statement.setReadBigInts(true);
  const values = (params as readonly (null | number | string)[]).map((value) =>
    typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value
  );
  try {
    return (statement.all(...values) as unknown as unknown[][]).map((row) => row.map(fromDriver));
  } catch {
    return undefined;
  }
}

const history = fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }), { maxLength: 8 });

Deno.test("random queries have the rows of bare SQLite, and stay up to date", () => {
  const queries = fc.array(query.filter(isValid), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(queries, seeded, history, (watched, rows, commits) => {
      const fixture = new LiveHistory(watched);
      try {
        const insert = "insert into posts (thread, author, score) values (?, ?, ?)";
        for (const statements of [[{ sql: insert, rows }], ...commits]) {
          fixture.commit(statements);
          fixture.compare(watched);
          for (const one of watched) {
            const fresh = fixture.fresh(one);
            const theirs = bare(fixture.holder, one);
            if (theirs === undefined) assert.equal(typeof fresh, "string", textOf(one));
            else assert.deepEqual(inOrder(one, fresh), inOrder(one, theirs), textOf(one));
          }
        }
      } finally {
        fixture.close();
      }
    }),
    // A failure names its query, and making it smaller takes minutes.
    { numRuns: Number(Deno.env.get("CF_RUNS") ?? 40), endOnFailure: true },
  );
});
