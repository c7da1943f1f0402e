/** What handlers wait for while a query runs again. */

import { deepEqual, equal } from "node:assert/strict";
import type { QuerySpec, QueryUpdate } from "@cf/protocol";
import { NotReady } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { QueryResult } from "./query-result.ts";

const SPEC: QuerySpec = {
  handle: { id: "of:db", scope: "space" },
  sql: "SELECT n FROM t",
  live: true,
};

function rows(seq: number, ...values: number[]): QueryUpdate {
  const columns = [{ name: "n", table: "t", column: "n" }];
  return { kind: "rows", result: { seq, columns, key: null, rows: values.map((n) => [n]) } };
}

/** A query of a space that answers by hand. */
function open(
  { spec = SPEC, queriesSeq = 0 } = {},
): { query: QueryResult; answer: (update: QueryUpdate) => void } {
  let answer: (update: QueryUpdate) => void = () => {};
  const runtime = {
    replica: () => ({
      queriesSeq,
      watchQuery: (_spec: QuerySpec, listener: (update: QueryUpdate) => void) => {
        answer = listener;
        return () => {};
      },
    }),
    openQueries: new Set(),
    databases: { upgrades: { begin: () => {}, after: () => undefined } },
    queryAnswered: () => {},
    queue: { holdForEvent: () => false },
    afterTurn: () => {},
  } as unknown as Runtime;
  const by = { name: "rows", place: new Error() };
  const query = new QueryResult(runtime, { space: "space", spec, by }, {
    begins() {},
    ends() {},
  });
  return { query, answer: (update) => answer(update) };
}

/** The promise that a handler has to wait for. */
function waitedFor(query: QueryResult): Promise<void> {
  try {
    query.require();
  } catch (error) {
    if (error instanceof NotReady) return error.ready as Promise<void>;
    throw error;
  }
  throw new Error("the query is ready");
}

Deno.test("QueryResult.require() waits for the next result while the query runs again", async () => {
  const { query, answer } = open();
  const first = waitedFor(query);
  answer(rows(1, 1));
  await first;
  equal(query.require().rows?.length, 1);
  answer({ kind: "pending", seq: 2 });
  let isReady = false;
  const next = waitedFor(query).then(() => isReady = true);
  await Promise.resolve();
  equal(isReady, false, "the result that is here already ends no waiting");
  answer({ kind: "diff", seq: 2, splices: [{ at: 1, remove: 0, add: [[2]] }] });
  await next;
  equal(query.require().rows?.length, 2);
});

Deno.test("QueryResult shows an older result while the next one is on its way", () => {
  const { query, answer } = open();
  waitedFor(query);
  answer(rows(1, 1));
  answer({ kind: "pending", seq: 3 });
  answer({ kind: "diff", seq: 2, splices: [{ at: 1, remove: 0, add: [[2]] }] });
  answer({ kind: "pending", seq: 3 });
  const { pending, rows: shown } = query.get();
  equal(pending, true);
  deepEqual(shown?.map((row) => ({ ...row })), [{ n: 1 }, { n: 2 }]);
  equal(query.seq, 2);
});

Deno.test("QueryResult.seq is what the space says of all its queries, of one that follows it", () => {
  const followed = open({ queriesSeq: 5 });
  waitedFor(followed.query);
  followed.answer(rows(2, 1));
  equal(followed.query.seq, 5);
  const once = open({ queriesSeq: 5, spec: { ...SPEC, live: false } });
  waitedFor(once.query);
  once.answer(rows(2, 1));
  equal(once.query.seq, 2);
});
