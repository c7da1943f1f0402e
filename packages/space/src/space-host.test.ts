/** Hosts: which spaces there are, one process per store, and sessions that come back. */

import { deepEqual, equal, throws } from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { namedSpaceId } from "@cf/protocol";
import { heldBy } from "./session/access-list.ts";
import { SpaceHost } from "./space-host.ts";
import {
  contentOf,
  HANDLE,
  memorySpace,
  openSession,
  OWNER,
  SPACE,
  TestStore,
} from "./testing/test-space.ts";

Deno.test("SpaceHost knows its spaces after a restart, and no others", async () => {
  await using store = new TestStore();
  store.open();
  await store.close();
  const host = SpaceHost.open(store.folder);
  deepEqual(host.list(), [SPACE]);
  equal(host.get(SPACE), host.get(SPACE));
  throws(() => host.get("did:key:zNone"), { code: "unknown-space" });
  throws(() => host.create(SPACE, OWNER), { code: "space-exists" });
  for (const name of ["../escape", "did:key:a/b", "", "space"]) {
    throws(() => host.create(name, OWNER), { code: "bad-space-id" });
    equal(host.has(name), false);
  }
  await host.close();
  throws(() => host.list(), { code: "closed" });
});

Deno.test("a space whose creation was cut off does not exist, and can be created", async () => {
  await using store = new TestStore();
  Deno.mkdirSync(store.path("."), { recursive: true });
  Deno.writeTextFileSync(store.path("space.sqlite.new"), "half a file");
  const space = store.open();
  deepEqual(space.access.list(), [{ principal: OWNER, capability: "own" }]);
});

Deno.test("a store is open in one process at a time", async () => {
  await using store = new TestStore();
  store.open();
  throws(() => SpaceHost.open(store.folder), { code: "store-locked" });
  await store.close();
  await SpaceHost.open(store.folder).close();
});

Deno.test("SpaceHost refuses a space of another format, another name, or none at all", async () => {
  await using store = new TestStore();
  store.open();
  await store.close();
  const change = (sql: string) => {
    const database = new DatabaseSync(store.path("space.sqlite"));
    database.exec(sql);
    database.close();
  };
  change("UPDATE _cf_meta SET value = 99 WHERE key = 'format'");
  throws(() => store.open(), { code: "store-format", message: /format 99/ });
  await store.close();
  change("UPDATE _cf_meta SET value = 1 WHERE key = 'format'");
  change("UPDATE _cf_meta SET value = 'did:key:zElse' WHERE key = 'space'");
  throws(() => store.open(), { code: "store-format", message: /zElse/ });
  await store.close();
  Deno.writeTextFileSync(store.path("space.sqlite"), "no database at all");
  throws(() => store.open(), { code: "store-format" });
});

Deno.test("a commit sent again before the first answer commits once", async () => {
  await using store = new TestStore();
  const space = store.open();
  const commit = {
    local: 1,
    reads: [],
    operations: [{ op: "increment", id: "of:n", path: ["n"], by: 1 }],
  } as const;
  const first = openSession(space, { session: "s" });
  first.connection.commit(commit);
  const second = openSession(space, { session: "s" });
  equal(first.connection.status, "closed");
  second.connection.commit(commit);
  await second.connection.settled();
  const receipts = second.frames.flatMap((frame) => frame.receipts);
  deepEqual(new Set(receipts.map(({ seq }) => seq)), new Set([2]));
  await second.connection.close();
  const third = openSession(space, { session: "s" });
  third.connection.commit(commit);
  third.connection.commit({ ...commit, local: 2 });
  await third.connection.settled();
  deepEqual(third.frames[0]!.receipts, [{ local: 1, seq: 2 }, { local: 2, seq: 3 }]);
  deepEqual(third.connection.watch([{ id: "of:n", scope: "space" }])[0]!.value, { n: 2 });
});

Deno.test("sessions that only read leave nothing behind", async () => {
  await using store = new TestStore();
  const space = store.open();
  for (let i = 0; i < 10; i++) await openSession(space).connection.close();
  equal(space.stats.connections, 0);
  await store.close();
  const database = new DatabaseSync(join(store.folder, SPACE, "space.sqlite"));
  equal(database.prepare("SELECT count(*) AS n FROM _cf_session").get()!.n, 0);
  database.close();
});

Deno.test("SpaceHost.closeIdle() closes what nobody uses, and it opens again with all it had", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space, { session: "s" });
  session.commit({ operations: [{ op: "set", id: "of:n", value: { n: 1 } }] });
  session.exec("INSERT INTO entries (body) VALUES ('kept')");
  await session.connection.settled();
  const { host } = store;
  const sweep = (now: number) => host.closeIdle(now, 100);
  deepEqual([sweep(0), sweep(1000)], [[], []], "a session is open");
  await session.connection.close();
  deepEqual([sweep(2000), sweep(2099)], [[], []]);
  host.get(SPACE);
  deepEqual(sweep(2100), [], "it was asked for");
  const seq = space.stats.seq;
  deepEqual([sweep(2200), host.openCount], [[SPACE], 0]);
  throws(() => space.connect({ principal: OWNER }), { code: "closed" });
  const again = host.get(SPACE);
  equal(again.stats.seq, seq);
  const reader = openSession(again, { session: "s" });
  equal(reader.connection.record.localMax, 2);
  deepEqual(reader.connection.watch([{ id: "of:n", scope: "space" }])[0]?.value, { n: 1 });
  reader.exec("INSERT INTO entries (body) VALUES ('new')");
  await reader.connection.settled();
  deepEqual(await again.operator.verifyLog(), []);
  const { finding } = await again.operator.verify(again.operator.databases()[0]!.key);
  equal(finding.kind, "equal");
});

Deno.test("SpaceHost.use() keeps a space open until its work is done", async () => {
  await using store = new TestStore();
  store.open();
  const { host } = store;
  const work = Promise.withResolvers<void>();
  const used = host.use(SPACE, () => work.promise);
  deepEqual([host.closeIdle(0, 1), host.closeIdle(10, 1)], [[], []]);
  work.resolve();
  await used;
  deepEqual([host.closeIdle(20, 1), host.closeIdle(30, 1)], [[], [SPACE]]);
});

Deno.test("SpaceHost.glance() tells of a space what opening it would, without opening it", async () => {
  await using store = new TestStore();
  const space = store.open();
  await space.access.set(OWNER, "*", "read");
  const { seq } = space.stats;
  const access = space.access.list();
  deepEqual(store.host.glance(SPACE), { seq, access });
  await store.close();
  const host = SpaceHost.open(store.folder);
  deepEqual(host.glance(SPACE), { seq, access });
  equal(host.openCount, 0);
  throws(() => host.glance("did:key:zNone"), { code: "unknown-space" });
  Deno.writeTextFileSync(store.path("space.sqlite"), "no database at all");
  throws(() => host.glance(SPACE), { code: "store-format", message: /space\.sqlite/ });
  await host.close();
});

Deno.test("SpaceHost.glance() tells what patterns of another space name one by", async () => {
  await using store = new TestStore();
  store.open();
  const named = { home: SPACE, name: "team" };
  const id = namedSpaceId(SPACE, "team");
  store.host.open(id, { principal: OWNER, named });
  deepEqual(store.host.glance(id).named, named);
  deepEqual("named" in store.host.glance(SPACE), false);
  await store.crash();
  const afterCrash = SpaceHost.open(store.folder);
  deepEqual(afterCrash.glance(id).named, named);
  afterCrash.get(id);
  await afterCrash.close();
  const closed = SpaceHost.open(store.folder);
  deepEqual(closed.glance(id).named, named);
  // Another name, written by somebody, is none.
  const writer = openSession(closed.get(id));
  const value = { home: SPACE, name: "lie" };
  writer.commit({ operations: [{ op: "set", id: "space:named", value }] });
  await closed.close();
  const lied = SpaceHost.open(store.folder);
  deepEqual("named" in lied.glance(id), false);
  await lied.close();
});

Deno.test("SpaceHost.glance() reads what a crash left in the log of SQLite", async () => {
  await using store = new TestStore();
  const space = store.open();
  openSession(space).commit({ operations: [{ op: "set", id: "of:n", value: 1 }] });
  await space.access.set(OWNER, "did:key:zGuest", "write");
  const seen = store.host.glance(SPACE);
  await store.crash();
  const host = SpaceHost.open(store.folder);
  deepEqual(host.glance(SPACE), seen);
  equal(heldBy(seen.access, "did:key:zGuest"), "write");
  equal(heldBy(seen.access, "did:key:zOther"), undefined);
  await host.close();
});

Deno.test("SpaceHost.closeIdle() leaves alone what waits to be committed, copied, or is in memory", async () => {
  await using store = new TestStore({
    snapshots: { everyCommits: 2, everyBytes: 1 << 20, keep: 1 },
  });
  const space = store.open();
  const { host } = store;
  const session = openSession(space);
  session.exec("INSERT INTO entries (body) VALUES ('one')");
  session.connection.close();
  deepEqual([host.closeIdle(0, 1), host.closeIdle(10, 1)], [[], []], "a commit waits");
  const other = openSession(space, { session: "other" });
  other.exec("INSERT INTO entries (body) VALUES ('two')");
  await other.connection.settled();
  other.connection.close();
  deepEqual([host.closeIdle(20, 1), host.closeIdle(30, 1)], [[], []], "a snapshot is made");
  await space.operator.snapshot(HANDLE);
  deepEqual([host.closeIdle(40, 1), host.closeIdle(50, 1)], [[], [SPACE]]);
  equal(contentOf(store.path(`db-${"a".repeat(26)}.sqlite`)).entries!.length, 2);
  const memory = memorySpace();
  deepEqual([memory.host.closeIdle(0, 1), memory.host.closeIdle(10, 1)], [[], []]);
  equal(memory.host.openCount, 1);
  await memory.host.close();
});

Deno.test("SpaceHost.closeIdle() leaves a space alone on which an operator works", async () => {
  await using store = new TestStore();
  const host = SpaceHost.open(store.folder, { synchronous: "off" });
  const space = host.create(SPACE, OWNER);
  const session = openSession(space);
  session.exec("INSERT INTO entries (body) VALUES ('one')");
  await session.connection.settled();
  session.connection.close();
  for (const work of [() => space.operator.rebuild(HANDLE), () => space.operator.verifyLog()]) {
    const working = work();
    deepEqual([host.closeIdle(0, 1), host.closeIdle(10, 1)], [[], []]);
    await working;
  }
  deepEqual([host.closeIdle(20, 1), host.closeIdle(30, 1)], [[], [SPACE]]);
  await host.close();
});
