/**
 * Queries in every form that a pattern can use: the guard lets each through that SQLite takes, its rows
 * are those of bare SQLite, and as a live query it equals a fresh run after every commit.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import { bareRows, isValid } from "../testing/bare-queries.ts";
import { inOrder, LiveHistory, seeded, statement, textOf } from "../testing/live-history.ts";
import { writeQuery } from "../testing/query-writer.ts";
import type { Row } from "./row-diff.ts";

/** Which spelling of texts that a collation takes for the same is given is not said by a query. */
function folded(rows: readonly Row[] | string): readonly Row[] | string {
  if (typeof rows === "string") return "fails";
  return rows.map((row) =>
    row.map((value) => typeof value === "string" ? value.toLowerCase().trimEnd() : value)
  );
}

/** Statements that are refused for what preparing them could cost; the bound may be too high. */
const TOO_LARGE = /words are added|alternatives|comparisons/;

const queries = fc.array(
  fc.noShrink(fc.array(fc.nat(), { minLength: 400, maxLength: 400 })).map((numbers) => {
    let at = 0;
    return writeQuery({ int: (max) => numbers[at++ % numbers.length]! % max });
  }).filter(isValid),
  { minLength: 12, maxLength: 12 },
);
const history = fc.array(fc.array(statement, { minLength: 1, maxLength: 2 }), { maxLength: 6 });

Deno.test("written queries pass the guard, have the rows of bare SQLite, and stay up to date", () => {
  let [compared, refused] = [0, 0];
  fc.assert(
    fc.property(queries, seeded, history, (watched, rows, commits) => {
      const fixture = new LiveHistory(watched);
      try {
        const insert = "insert into posts (thread, author, score) values (?, ?, ?)";
        for (const statements of [[{ sql: insert, rows }], ...commits]) {
          fixture.commit(statements);
          for (const [i, one] of watched.entries()) {
            const fresh = fixture.fresh(one);
            const theirs = bareRows(fixture.holder, one);
            if (typeof fresh === "string" && TOO_LARGE.test(fresh)) {
              refused++;
              continue;
            }
            compared++;
            if (theirs === undefined) assert.equal(typeof fresh, "string", textOf(one));
            else assert.deepEqual(sorted(fresh), sorted(theirs), textOf(one));
            const shown = fixture.failed.get(i) ?? fixture.shown.get(i)!;
            assert.deepEqual(sorted(shown), sorted(fresh), textOf(one));
          }
        }
      } finally {
        fixture.close();
      }
    }),
    { numRuns: Number(Deno.env.get("CF_RUNS") ?? 20), endOnFailure: true },
  );
  assert.ok(refused < compared / 100, `${refused} of ${compared} are refused for their size`);
});

function sorted(rows: readonly Row[] | string) {
  return inOrder({ sql: "", ordered: false }, folded(rows));
}
