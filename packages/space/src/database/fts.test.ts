/** Full-text indexes follow their tables through statements of every kind, wherever they run. */

import assert from "node:assert/strict";
import type { SqlStatement } from "@cf/protocol";
import { HANDLE, memorySpace, openSession, TestStore } from "../testing/test-space.ts";

const TABLES = {
  notes: {
    columns: { id: "integer primary key", slug: "text unique", body: "text" },
    options: { fts: ["body"] },
  },
};

const REPLACING: readonly [string, SqlStatement][] = [
  ["replace", { sql: "replace into notes values (1, 'x', 'new')" }],
  ["insert or replace by another key", {
    sql: "insert or replace into notes values (3, 'a', 'new')",
  }],
  ["update or replace", { sql: "update or replace notes set slug = 'a' where id = 2" }],
  // So large a change is committed by the process that runs the statement.
  ["a large replace", {
    sql: "replace into notes select 1, 'x', 'new' || hex(zeroblob(400000)) from json_each(?)",
    params: ["[1]"],
  }],
];

for (const [what, statement] of REPLACING) {
  for (const where of ["on disk", "in memory"] as const) {
    Deno.test(`rows that ${what} takes away leave the full-text index ${where}`, async () => {
      await using store = where === "on disk" ? new TestStore() : undefined;
      const memory = where === "on disk" ? undefined : memorySpace();
      const session = openSession(store?.open() ?? memory!.space);
      session.commit({
        operations: [{
          op: "set",
          id: HANDLE.id,
          value: { id: HANDLE.id, tables: TABLES, rev: 0 },
        }],
        sqlite: {
          handle: HANDLE,
          statements: [{ sql: "insert into notes values (1, 'a', 'old'), (2, 'b', 'other')" }],
        },
      });
      session.commit({ sqlite: { handle: HANDLE, statements: [statement] } });
      await session.connection.settled();
      assert.deepEqual(session.frames.flatMap(({ refusals }) => refusals), []);
      const found = Promise.withResolvers<unknown>();
      session.connection.onFrame = ({ queries }) => {
        for (const { update } of queries) {
          if (update.kind === "rows") found.resolve(update.result.rows);
          if (update.kind === "error") found.reject(update.error);
        }
      };
      const sql = "select body from notes_fts where notes_fts match 'old'";
      session.connection.watchQuery(1, { handle: HANDLE, sql, live: false });
      assert.deepEqual(await found.promise, []);
      await memory?.host.close();
    });
  }
}
