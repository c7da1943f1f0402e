/** The chain of hashes: any change of what was committed is found, and where. */

import { deepEqual, equal } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openSession, TestStore } from "../testing/test-space.ts";

const INSERT = "INSERT INTO entries (body, at) VALUES (?, ?)";

/** A closed store with ten commits, half of them with rows. */
async function tenCommits(): Promise<TestStore> {
  const store = new TestStore();
  const session = openSession(store.open());
  for (let i = 0; i < 4; i++) {
    session.exec({ sql: INSERT, params: ["row", i] });
    await session.connection.settled();
    session.commit({ operations: [{ op: "set", id: "of:x", value: i }] });
  }
  await session.connection.settled();
  await store.close();
  return store;
}

const TAMPERINGS: Record<string, { readonly sql: string; readonly found: readonly number[] }> = {
  "a changed record": {
    sql: "UPDATE _cf_log SET record = replace(record, '\"value\":1', '\"value\":9') WHERE seq = 5",
    found: [5],
  },
  "a changed record with a fresh hash": {
    sql: "UPDATE _cf_log SET hash = randomblob(32) WHERE seq = 5",
    found: [5, 6],
  },
  "a removed record": { sql: "DELETE FROM _cf_log WHERE seq = 4", found: [5] },
  "two swapped records": {
    sql: `UPDATE _cf_log SET seq = -3 WHERE seq = 3; UPDATE _cf_log SET seq = 3 WHERE seq = 5;
          UPDATE _cf_log SET seq = 5 WHERE seq = -3`,
    found: [3, 4, 5, 6],
  },
  "a changed changeset": {
    sql: "UPDATE _cf_log SET changeset = changeset || x'00' WHERE seq = 4",
    found: [4],
  },
  "a lost changeset": { sql: "UPDATE _cf_log SET changeset = NULL WHERE seq = 4", found: [4] },
};

for (const [what, { sql, found }] of Object.entries(TAMPERINGS)) {
  Deno.test(`CommitLog.verify() finds ${what}`, async () => {
    await using store = await tenCommits();
    const database = new DatabaseSync(store.path("space.sqlite"));
    database.exec(sql);
    database.close();
    deepEqual((await store.open().operator.verifyLog()).map(({ seq }) => seq), found);
  });
}

Deno.test("CommitLog.verify() is content with an untouched log", async () => {
  await using store = await tenCommits();
  deepEqual(await store.open().operator.verifyLog(), []);
});

Deno.test("CommitLog.seqAtTime() finds the newest commit at or before a time", async () => {
  let now = 1000;
  await using store = new TestStore({ now: () => now });
  const space = store.open();
  const session = openSession(space);
  for (now of [2000, 2000, 3000, 2500, 4000]) {
    session.commit({ operations: [{ op: "set", id: "of:x", value: now }] });
    await session.connection.settled();
  }
  const reader = { principal: session.connection.principal };
  const at = (time: number) => space.valueAsOf({ id: "of:x" }, { time }, reader).value;
  deepEqual([1999, 2000, 2999, 3000, 3999, 4000, 9999].map(at), [
    undefined,
    2000,
    2000,
    2500,
    2500,
    4000,
    4000,
  ]);
  equal(at(999), undefined);
});
