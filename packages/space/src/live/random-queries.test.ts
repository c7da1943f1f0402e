/**
 * Random queries: their rows are those of bare SQLite, and as live queries they equal a fresh run after
 * every commit of a generated history.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import { bareRows, isValid } from "../testing/bare-queries.ts";
import { inOrder, LiveHistory, seeded, statement, textOf } from "../testing/live-history.ts";
import { query } from "../testing/select-grammar.ts";

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
            const theirs = bareRows(fixture.holder, one);
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
