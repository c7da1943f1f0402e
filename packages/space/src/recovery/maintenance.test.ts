/** Work on whole files goes on beside commits: those to other databases are answered meanwhile. */

import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { HostOptions } from "../space-host.ts";
import type { Space } from "../space.ts";
import { contentOf, HANDLE, openSession, TestStore } from "../testing/test-space.ts";

const FILE = `db-${"a".repeat(26)}.sqlite`;
const OTHER = { id: `of:${"b".repeat(26)}`, scope: "space" } as const;
const INSERT = "INSERT INTO entries (body, at) VALUES (?, ?)";
const COMMITS = 40;

/** A store with one database that takes a while to make anew, and a small one. */
async function largeStore(options: HostOptions = {}): Promise<TestStore> {
  const store = new TestStore({ pageCheckMaxBytes: 1 << 20, ...options });
  const session = openSession(store.open());
  const value = { id: OTHER.id, tables: { t: { columns: { x: "integer" } } }, rev: 0 };
  session.commit({ operations: [{ op: "set", id: OTHER.id, value }] });
  for (let i = 0; i < COMMITS; i++) {
    const rows = Array.from({ length: 500 }, (_, n) => [`${i} ${n} ${"x".repeat(400)}`, n]);
    session.exec({ sql: INSERT, rows });
  }
  await session.connection.settled();
  await store.close();
  return store;
}

/** Commits to the small database until `work` is done; returns how many were answered by then. */
async function commitUntil(space: Space, work: Promise<unknown>): Promise<number> {
  const session = openSession(space);
  let isDone = false;
  const done = () => isDone = true;
  work.then(done, done);
  let count = 0;
  while (!isDone) {
    session.commit({
      sqlite: { handle: OTHER, statements: [{ sql: "INSERT INTO t VALUES (?)", params: [count] }] },
    });
    await session.connection.settled();
    count++;
  }
  deepEqual(session.frames.flatMap((frame) => frame.refusals), []);
  return count;
}

Deno.test("commits to another database are answered during a rebuild, a verify, a replay, a check of the log", async () => {
  await using store = await largeStore();
  const space = store.open();
  const { operator } = space;
  const rebuilding = operator.rebuild(HANDLE);
  ok(await commitUntil(space, rebuilding) > 5);
  equal(await rebuilding, COMMITS);
  const verifying = operator.verify(HANDLE);
  ok(await commitUntil(space, verifying) > 5);
  deepEqual(await verifying, {
    key: HANDLE,
    finding: { kind: "equal" },
    detail: "",
    differences: [],
    snapshots: [],
  });
  const copy = `${store.folder}/copy.sqlite`;
  const replaying = operator.replay(HANDLE, copy);
  ok(await commitUntil(space, replaying) > 5);
  deepEqual(contentOf(copy), contentOf(store.path(FILE)));
  const checking = operator.verifyLog();
  ok(await commitUntil(space, checking) > 2);
  deepEqual(await checking, []);
});

Deno.test("a commit to a database that is being made anew waits, and is there afterwards", async () => {
  await using store = await largeStore();
  const space = store.open();
  const rebuilding = space.operator.rebuild(HANDLE);
  const session = openSession(space);
  session.exec({ sql: INSERT, params: ["later", 0] });
  equal(await rebuilding, COMMITS);
  equal(session.frames.length, 0);
  await session.connection.settled();
  deepEqual(session.frames.flatMap((frame) => frame.refusals), []);
  equal(contentOf(store.path(FILE)).entries!.length, COMMITS * 500 + 1);
  deepEqual((await space.operator.verify(HANDLE)).differences, []);
});

Deno.test("a large file that is missing is made anew for a write and a query, beside other commits", async () => {
  await using store = await largeStore();
  Deno.removeSync(store.path(FILE));
  const space = store.open();
  const session = openSession(space);
  const rows = Promise.withResolvers<unknown>();
  session.connection.onFrame = (frame) => {
    session.frames.push(frame);
    for (const { update } of frame.queries) {
      if (update.kind === "rows") rows.resolve(update.result.rows[0]![0]);
    }
  };
  const sql = "SELECT count(*) FROM entries";
  session.connection.watchQuery(1, { handle: HANDLE, sql, live: false });
  const local = session.exec({ sql: INSERT, params: ["later", 0] });
  const answered = Promise.all([rows.promise, session.connection.settled()]);
  ok(await commitUntil(space, answered) > 5);
  ok([COMMITS * 500, COMMITS * 500 + 1].includes(await rows.promise as number));
  ok(session.frames.some((frame) => frame.receipts.some((receipt) => receipt.local === local)));
  equal(space.stats.repairs.rebuild, 1);
  deepEqual((await space.operator.verify(HANDLE)).differences, []);
});

Deno.test("closing a space waits for the commits that a rebuild keeps waiting", async () => {
  await using store = await largeStore();
  Deno.removeSync(store.path(FILE));
  openSession(store.open()).exec({ sql: INSERT, params: ["later", 0] });
  await store.close();
  equal(contentOf(store.path(FILE)).entries!.length, COMMITS * 500 + 1);
});

Deno.test("damaged pages of a large file are found soon after it is opened, and made good", async () => {
  const repaired = Promise.withResolvers<string>();
  await using store = await largeStore({ onRepair: ({ detail }) => repaired.resolve(detail) });
  const bytes = Deno.readFileSync(store.path(FILE));
  bytes.fill(0xa5, bytes.length >> 1, (bytes.length >> 1) + 4096);
  Deno.writeFileSync(store.path(FILE), bytes);
  const space = store.open();
  openSession(space).exec({ sql: INSERT, params: ["later", 0] });
  match(await repaired.promise, /damaged/);
  const session = openSession(space);
  session.exec({ sql: INSERT, params: ["after", 0] });
  await session.connection.settled();
  deepEqual((await space.operator.verify(HANDLE)).differences, []);
});

Deno.test("a rebuild that the disk refuses is an error, and is tried again later", async () => {
  let time = 1000;
  await using store = await largeStore({ now: () => time });
  Deno.removeSync(store.path(FILE));
  // Nothing can be made where a folder stands.
  Deno.mkdirSync(store.path(`${FILE}.new`));
  const space = store.open();
  const session = openSession(space);
  for (let i = 0; i < 2; i++) {
    session.exec({ sql: INSERT, params: ["refused", 0] });
    await session.connection.settled();
    match(session.frames.at(-1)!.refusals[0]!.error.message, /rebuild|directory/i);
  }
  Deno.removeSync(store.path(`${FILE}.new`));
  time += 20_000;
  session.exec({ sql: INSERT, params: ["later", 0] });
  await session.connection.settled();
  deepEqual(session.frames.at(-1)!.refusals, []);
  equal(contentOf(store.path(FILE)).entries!.length, COMMITS * 500 + 1);
});

Deno.test("a log that is pruned meanwhile takes nothing from a comparison or a rebuild", async () => {
  await using store = await largeStore();
  const { operator, stats } = store.open();
  for (let before = stats.seq - COMMITS + 5; before < stats.seq; before += 6) {
    const working = Promise.all([operator.verify(HANDLE), operator.rebuild(HANDLE)]);
    await operator.prune({ before });
    const [{ differences }] = await working;
    deepEqual(differences, []);
  }
  deepEqual((await operator.verify(HANDLE)).differences, []);
});
