/** Snapshots, pruning, backup, restore and the trash, while commits go on. */

import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Operation } from "@cf/protocol";
import { SpaceHost } from "../space-host.ts";
import type { Space } from "../space.ts";
import {
  contentOf,
  HANDLE,
  memorySpace,
  openSession,
  OWNER,
  type RecordedSession,
  SPACE,
  TABLES,
  TestStore,
} from "../testing/test-space.ts";

const INSERT = "INSERT INTO entries (body, at) VALUES (?, ?)";
const FILE = `db-${"a".repeat(26)}.sqlite`;

/** Commits rows one by one, each with a cell that counts them. */
async function grow(session: RecordedSession, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    session.exec({ sql: INSERT, params: [`row ${i}`, i] });
    session.commit({
      operations: [{ op: "increment", id: "of:count", path: ["n"], by: 1 }],
    });
    await session.connection.settled();
  }
}

function refusalsOf(session: RecordedSession): string[] {
  return session.frames.flatMap((frame) => frame.refusals.map(({ error }) => error.code));
}

async function checkSound(space: Space): Promise<void> {
  deepEqual(await space.operator.verifyLog(), []);
  const session = openSession(space);
  session.exec("DELETE FROM entries WHERE id < 0");
  await session.connection.settled();
  deepEqual(refusalsOf(session), []);
  for (const { key, state } of space.operator.databases()) {
    if (state !== "live") continue;
    deepEqual(await space.operator.verify(key), {
      key,
      finding: { kind: "equal" },
      detail: "",
      differences: [],
      snapshots: [],
    });
  }
}

Deno.test("a rebuild starts at the newest snapshot", async () => {
  await using store = new TestStore({ snapshots: { everyCommits: 10, everyBytes: 1e9, keep: 2 } });
  for (const count of [12, 12, 11]) {
    await grow(openSession(store.open()), count);
    await store.close();
  }
  equal(store.open().operator.snapshots(HANDLE).length, 2);
  await store.close();
  const before = contentOf(store.path(FILE));
  Deno.removeSync(store.path(FILE));
  const again = store.open();
  const replayed = await again.operator.rebuild(HANDLE);
  ok(replayed < 16, `${replayed} commits replayed`);
  await store.close();
  deepEqual(contentOf(store.path(FILE)), before);
});

Deno.test("commits before a restart count towards the next snapshot", async () => {
  await using store = new TestStore({ snapshots: { everyCommits: 10, everyBytes: 1e9, keep: 2 } });
  await grow(openSession(store.open()), 7);
  await store.close();
  const space = store.open();
  await grow(openSession(space), 4);
  await store.close();
  equal(store.open().operator.snapshots(HANDLE).length, 1);
});

Deno.test("bytes of changesets make a snapshot due", async () => {
  await using store = new TestStore({ snapshots: { everyCommits: 1e9, everyBytes: 500, keep: 2 } });
  await grow(openSession(store.open()), 30);
  await store.close();
  ok(store.open().operator.snapshots(HANDLE).length > 0);
});

Deno.test("the log is pruned by itself to what the settings keep", async () => {
  await using store = new TestStore({ retention: { commits: 20, ageMs: Infinity, batch: 10 } });
  for (const count of [45, 15]) {
    await grow(openSession(store.open()), count);
    await store.close();
  }
  const space = store.open();
  const [first] = space.log();
  const { seq } = space.stats;
  const kept = seq - first!.record.seq + 1;
  ok(kept >= 20 && kept < 60, `${kept} of ${seq} commits kept`);
  await checkSound(space);
  const { value } = space.valueAsOf({ id: "of:count" }, { seq }, { principal: OWNER });
  deepEqual(value, { n: 60 });
  Deno.removeSync(store.path(FILE));
  await space.operator.rebuild(HANDLE);
  await checkSound(space);
});

Deno.test("commits go on while the log is pruned, and documents keep their values", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space);
  const names = Array.from({ length: 1000 }, (_, i) => `of:n${i}`);
  for (let round = 0; round < 2; round++) {
    for (const [i, id] of names.entries()) {
      const op = round === 1 && i % 10 === 0
        ? { op: "delete", id }
        : { op: "set", id, value: { i, round } };
      session.commit({ operations: [op as Operation] });
    }
    await session.connection.settled();
  }
  const { seq } = space.stats;
  let isDone = false;
  const pruning = space.operator.prune({ before: seq }).then((report) => {
    isDone = true;
    return report;
  });
  session.commit({ operations: [{ op: "set", id: names[0]!, value: "again" }] });
  await session.connection.settled();
  ok(!isDone, "the commit waited for all of the log to be pruned");
  equal((await pruning).prunedSeq, seq - 1);
  const valueOf = (id: string, at: number) =>
    space.valueAsOf({ id }, { seq: at }, { principal: OWNER }).value;
  equal(valueOf(names[0]!, seq), undefined);
  equal(valueOf(names[0]!, seq + 1), "again");
  deepEqual(valueOf(names[7]!, seq), { i: 7, round: 1 });
  await store.close();
  const again = store.open();
  deepEqual(again.valueAsOf({ id: names[999]! }, { seq }, { principal: OWNER }).value, {
    i: 999,
    round: 1,
  });
  deepEqual(await again.operator.verifyLog(), []);
});

Deno.test("the log is not pruned to a snapshot whose file is gone", async () => {
  await using store = new TestStore({ retention: { commits: 5, ageMs: Infinity, batch: 10 } });
  const space = store.open();
  await grow(openSession(space), 5);
  const { file } = (await space.operator.snapshot(HANDLE))!;
  const before = contentOf(store.path(FILE));
  Deno.removeSync(store.path(file));
  deepEqual(space.operator.snapshots(HANDLE), []);
  const session = openSession(space);
  for (let i = 0; i < 30; i++) {
    session.commit({ operations: [{ op: "set", id: "of:other", value: i }] });
    await session.connection.settled();
  }
  await store.close();
  const again = store.open();
  const [first] = again.log();
  ok(first!.record.seq > 8, `the log begins at ${first!.record.seq}`);
  await again.operator.rebuild(HANDLE);
  await store.close();
  deepEqual(contentOf(store.path(FILE)), before);
});

Deno.test("the log is pruned by age, and kept for ever without a setting", async () => {
  let time = 0;
  const now = () => time += 1000;
  for (const ageMs of [Infinity, 30_000]) {
    await using store = new TestStore({
      now,
      retention: { commits: Infinity, ageMs, batch: 10 },
    });
    await grow(openSession(store.open()), 60);
    await store.close();
    const [first] = store.open().log();
    equal(first!.record.seq === 1, ageMs === Infinity);
  }
});

Deno.test("a damaged snapshot is passed over", async () => {
  await using store = new TestStore();
  const space = store.open();
  await grow(openSession(space), 5);
  const snapshot = await space.operator.snapshot(HANDLE);
  Deno.truncateSync(store.path(snapshot!.file), 5000);
  equal(await space.operator.rebuild(HANDLE), 5);
  await space.operator.repair(HANDLE);
  await checkSound(space);
});

Deno.test("a snapshot of another history is passed over", async () => {
  await using store = new TestStore();
  const space = store.open();
  await grow(openSession(space), 5);
  const snapshot = (await space.operator.snapshot(HANDLE))!;
  await grow(openSession(space), 2);
  const copy = new DatabaseSync(store.path(snapshot.file));
  copy.exec(
    "UPDATE entries SET body = 'theirs'; UPDATE _cf_commit_watermark SET hash = zeroblob(32)",
  );
  copy.close();
  equal(await space.operator.rebuild(HANDLE), 7);
  await space.operator.repair(HANDLE);
  await checkSound(space);
});

Deno.test("a snapshot that is copied while commits go on is of one commit", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space);
  await grow(session, 20);
  const taking = space.operator.snapshot(HANDLE);
  await grow(session, 50);
  const snapshot = (await taking)!;
  const copy = contentOf(store.path(snapshot.file));
  equal(copy.entries!.length, 20);
  equal((copy._cf_commit_watermark![0] as { seq: bigint }).seq, BigInt(snapshot.seq));
  await checkSound(space);
});

Deno.test("pruning keeps values, chain, databases and the answer to a commit sent again", async () => {
  await using store = new TestStore();
  let space = store.open();
  const session = openSession(space, { session: "writer" });
  await grow(session, 20);
  const middle = 21;
  const reader = { principal: OWNER };
  const count = (seq: number) => space.valueAsOf({ id: "of:count" }, { seq }, reader).value;
  const past = [middle - 1, middle, middle + 5, 41].map(count);
  const report = await space.operator.prune({ before: middle });
  deepEqual([report.prunedSeq, report.heldBackBy], [middle - 1, []]);
  for (let round = 0; round < 2; round++) {
    equal([...space.log()][0]!.record.seq, middle);
    deepEqual([middle - 1, middle, middle + 5, 41].map(count), past);
    throws(() => count(middle - 2), { code: "no-such-state" });
    await checkSound(space);
    const again = openSession(space, { session: "writer" });
    again.connection.commit({ local: 3, reads: [], operations: [] });
    again.connection.commit({
      local: 40,
      reads: [],
      operations: [{ op: "increment", id: "of:count", path: ["n"], by: 1 }],
    });
    await again.connection.settled();
    deepEqual(again.frames.flatMap(({ receipts }) => receipts.map(({ local }) => local)), [40]);
    deepEqual(refusalsOf(again), ["commit-too-old"]);
    await store.close();
    if (round === 0) Deno.removeSync(store.path(FILE));
    space = store.open();
  }
});

Deno.test("a read older than the pruned log conflicts with any later write", async () => {
  await using store = new TestStore();
  const session = openSession(store.open());
  for (let i = 0; i < 5; i++) {
    session.commit({ operations: [{ op: "set", id: "of:a", value: i }] });
    await session.connection.settled();
  }
  await store.close();
  const space = store.open();
  await space.operator.prune({ before: 6 });
  await store.close();
  const late = openSession(store.open());
  late.commit({ reads: [{ id: "of:a", scope: "space", path: [], seq: 2 }] });
  await late.connection.settled();
  deepEqual(refusalsOf(late), ["conflict"]);
});

Deno.test("a backup taken while commits go on is of one commit, and restores", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space);
  await grow(session, 20);
  const folder = join(store.folder, "backup");
  const taking = space.operator.backUp(folder);
  await grow(session, 30);
  const manifest = await taking;
  equal(manifest.seq, 41);
  equal(contentOf(join(folder, FILE)).entries!.length, 20);
  await rejects(space.operator.backUp(folder), { code: "backup-failed" });
  await checkSound(space);
  const host = SpaceHost.open(join(store.folder, "other"), { synchronous: "off" });
  const restored = await host.restore(folder);
  equal(restored.stats.seq, 41);
  const [count] = openSession(restored).connection.watch([{ id: "of:count", scope: "space" }]);
  deepEqual(count!.value, { n: 20 });
  await checkSound(restored);
  await rejects(host.restore(folder), { code: "space-exists" });
  await rejects(host.restore(folder, { replace: true }), { code: "space-in-use" });
  await host.close();
  const again = SpaceHost.open(join(store.folder, "other"), { synchronous: "off" });
  await again.restore(folder, { replace: true });
  equal(again.get(SPACE).stats.seq, 41);
  deepEqual(again.list(), [SPACE]);
  await again.close();
});

Deno.test("a damaged backup is not restored", async () => {
  await using store = new TestStore();
  const space = store.open();
  await grow(openSession(space), 3);
  const folder = join(store.folder, "backup");
  await space.operator.backUp(folder);
  Deno.writeFileSync(join(folder, FILE), new Uint8Array(10), { append: true });
  const host = SpaceHost.open(join(store.folder, "other"));
  await rejects(host.restore(folder), { code: "backup-failed" });
  deepEqual(host.list(), []);
  await host.close();
});

Deno.test("a backup opens in the sqlite3 shell", async (t) => {
  await using store = new TestStore();
  const space = store.open();
  await grow(openSession(space), 3);
  const folder = join(store.folder, "backup");
  await space.operator.backUp(folder);
  const shell = new Deno.Command("sqlite3", {
    args: [join(folder, FILE), "SELECT count(*) FROM entries"],
  });
  await t.step("count rows", async () => {
    try {
      const { stdout } = await shell.output();
      match(new TextDecoder().decode(stdout), /^3\n$/);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      console.log("skipped: there is no sqlite3 shell here");
    }
  });
});

Deno.test("deleting a handle moves its file to the trash, with a tombstone; it can be taken back", async () => {
  let now = 1000;
  await using store = new TestStore({ now: () => now });
  const space = store.open();
  const session = openSession(space);
  await grow(session, 3);
  session.commit({ operations: [{ op: "delete", id: HANDLE.id }] });
  await session.connection.settled();
  const [info] = space.operator.databases();
  equal(info!.state, "trashed");
  equal(existsSync(store.path(FILE)), false);
  const tombstone = [...space.log()].at(-1)!.record.event;
  deepEqual(tombstone, {
    kind: "databases-deleted",
    databases: [{ number: info!.number, ...HANDLE }],
  });
  now += 5000;
  const listed = space.operator.collectGarbage({ graceMs: 6000, dryRun: false });
  deepEqual([listed.expired.length, listed.waiting.length], [0, 1]);
  const watching = openSession(space, { session: "watching" });
  watching.connection.watch([HANDLE]);
  await space.operator.takeBack(info!.number, OWNER);
  const value = { id: HANDLE.id, tables: TABLES, rev: 3 };
  deepEqual(session.connection.watch([HANDLE])[0]!.value, value);
  const [change] = watching.frames.flatMap(({ changes }) => changes);
  deepEqual(change!.operations, [{ op: "set", ...HANDLE, value }]);
  await checkSoundWithHandle(space);
  await store.close();
  deepEqual(openSession(store.open()).connection.watch([HANDLE])[0]!.value, value);
  deepEqual(await store.host.get(SPACE).operator.verifyLog(), []);
});

Deno.test("a principal's deleted database is taken back with that principal's handle", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space);
  const handle = { id: HANDLE.id, scope: "user" } as const;
  const value = { id: HANDLE.id, tables: TABLES, rev: 0 };
  const statements = [{ sql: INSERT, params: ["mine", 1] }];
  session.commit({ operations: [{ op: "set", ...handle, value }], sqlite: { handle, statements } });
  session.commit({ operations: [{ op: "delete", ...handle }] });
  await session.connection.settled();
  const { number, key } = space.operator.databases()[0]!;
  // One that was declared anew meanwhile, and holds nothing yet, keeps what it declares.
  await space.operator.takeBack(number, "did:key:zOperator");
  deepEqual(session.connection.watch([handle])[0]!.value, { ...value, rev: 1 });
  session.commit({ operations: [{ op: "delete", ...handle }] });
  session.commit({ operations: [{ op: "set", ...handle, value: { ...value, version: 2 } }] });
  await session.connection.settled();
  await space.operator.takeBack(number, "did:key:zOperator");
  deepEqual(session.connection.watch([handle])[0]!.value, { ...value, version: 2 });
  deepEqual((await space.operator.verify(key)).differences, []);
});

Deno.test("a database whose taking back a crash cut off is back", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space);
  await grow(session, 3);
  session.commit({ operations: [{ op: "delete", id: HANDLE.id }] });
  await session.connection.settled();
  const { number } = space.operator.databases()[0]!;
  await space.operator.takeBack(number, OWNER);
  await store.close();
  // The commit is in the log, and the file still where it was.
  const inTrash = store.path(`trash/${FILE}.deleted-${number}`);
  Deno.renameSync(store.path(FILE), inTrash);
  const again = store.open();
  equal(existsSync(inTrash), false);
  await checkSoundWithHandle(again);
  deepEqual(again.operator.repairs(), []);
});

/** Counts the rows that are there. */
async function checkSoundWithHandle(space: Space): Promise<void> {
  await checkSound(space);
  const session = openSession(space);
  const queried: unknown[] = [];
  session.connection.onFrame = ({ queries }) => queries.forEach((change) => queried.push(change));
  const sql = "SELECT count(*) FROM entries";
  session.connection.watchQuery(1, { handle: HANDLE, sql, live: false });
  await session.connection.settled();
  const [{ update }] = queried as [{ update: { result: { rows: unknown } } }];
  deepEqual(update.result.rows, [[3]]);
}

Deno.test("a database made again after its handle was deleted is another one", async () => {
  let now = 1000;
  await using store = new TestStore({ now: () => now });
  let space = store.open();
  let session = openSession(space);
  await grow(session, 3);
  session.exec({ sql: INSERT, params: ["last", 1] });
  session.commit({ operations: [{ op: "delete", id: HANDLE.id }] });
  session.commit({
    operations: [{ op: "set", id: HANDLE.id, value: { id: HANDLE.id, tables: TABLES, rev: 0 } }],
    sqlite: { handle: HANDLE, statements: [{ sql: INSERT, params: ["first", 1] }] },
  });
  await session.connection.settled();
  await grow(session, 1);
  deepEqual(refusalsOf(session), []);
  deepEqual(space.operator.databases().map(({ number, state }) => [number, state]), [
    [2, "live"],
    [1, "trashed"],
  ]);
  await rejects(space.operator.takeBack(1, OWNER), { code: "trash-failed" });
  await store.close();
  equal(contentOf(store.path(FILE)).entries!.length, 2);
  Deno.removeSync(store.path(FILE));
  space = store.open();
  await checkSound(space);
  session = openSession(space);
  now += 10_000;
  const dry = space.operator.collectGarbage({ graceMs: 6000, dryRun: true });
  deepEqual(dry, space.operator.collectGarbage({ graceMs: 6000, dryRun: false }));
  deepEqual(dry.expired.map(({ number }) => number), [1]);
  deepEqual(space.operator.databases().map(({ number }) => number), [2]);
  equal([...Deno.readDirSync(store.path("trash"))].length, 0);
});

Deno.test("files that no database names are listed and left alone", async () => {
  await using store = new TestStore();
  const space = store.open();
  Deno.writeTextFileSync(store.path("db-stray.sqlite"), "?");
  const report = space.operator.collectGarbage({ graceMs: 0, dryRun: false });
  deepEqual(report.orphans, ["db-stray.sqlite"]);
  ok(existsSync(store.path("db-stray.sqlite")));
});

Deno.test("in memory a deleted database is gone, and made again empty", async () => {
  const { host, space } = memorySpace();
  const session = openSession(space);
  await grow(session, 3);
  session.commit({ operations: [{ op: "delete", id: HANDLE.id }] });
  await session.connection.settled();
  await grow(session, 1);
  deepEqual(refusalsOf(session), []);
  await host.close();
});

Deno.test("a copy that a repair came in between of is not kept", async () => {
  await using store = new TestStore();
  const space = store.open();
  await grow(openSession(space), 5);
  const taking = space.operator.snapshot(HANDLE);
  const backup = space.operator.backUp(join(store.folder, "backup"));
  const refused = rejects(backup, { code: "backup-failed" });
  await space.operator.repair(HANDLE);
  equal(await taking, undefined);
  await refused;
  await checkSound(space);
});
