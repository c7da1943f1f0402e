/** Snapshots whose content is not what was written, at the same size: no rebuild and no pruning trusts them. */

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Space } from "../space.ts";
import { contentOf, HANDLE, openSession, TestStore } from "../testing/test-space.ts";

const FILE = `db-${"a".repeat(26)}.sqlite`;
const KEY = { id: HANDLE.id, scope: "space" } as const;

async function grow(space: Space, count: number): Promise<void> {
  const { exec, connection } = openSession(space, { session: "writer" });
  for (let i = 0; i < count; i++) exec(`INSERT INTO entries (body, at) VALUES ('true', ${i})`);
  await connection.settled();
}

/** Another letter in a row: every page is sound, and the size is the same. */
function forge(path: string): void {
  const { size } = Deno.statSync(path);
  const file = new DatabaseSync(path);
  file.exec("PRAGMA journal_mode = DELETE; UPDATE entries SET body = 'fake' WHERE at = 1");
  file.exec("PRAGMA journal_mode = WAL");
  file.close();
  equal(Deno.statSync(path).size, size);
}

Deno.test("rows of a snapshot that was changed come into no database, and verify tells of it", async () => {
  await using store = new TestStore();
  const space = store.open();
  await grow(space, 5);
  const { file } = (await space.operator.snapshot(KEY))!;
  await grow(space, 2);
  forge(store.path(file));
  const { snapshots, differences, finding } = await space.operator.verify(KEY);
  deepEqual([snapshots, differences, finding.kind], [[`${file} is damaged`], [], "equal"]);
  equal(await space.operator.rebuild(KEY), 7);
  const [repair, ...more] = await space.operator.repair(KEY);
  deepEqual([repair!.action, repair!.detail], ["snapshot", `its snapshot ${file} was damaged`]);
  deepEqual(more, []);
  deepEqual((await space.operator.verify(KEY)).snapshots, []);
  equal(await space.operator.rebuild(KEY), 0);
  deepEqual(contentOf(store.path(FILE)).entries!.filter((row) => !isTrue(row)), []);
  match(readdirSync(store.path("trash")).join(), /@6\.replaced-\d+/);
});

Deno.test("the log is not pruned to a snapshot that was changed", async () => {
  await using store = new TestStore({ retention: { commits: 5, ageMs: Infinity, batch: 10 } });
  const space = store.open();
  await grow(space, 5);
  const { file } = (await space.operator.snapshot(KEY))!;
  forge(store.path(file));
  const { commit, connection } = openSession(space, { session: "cells" });
  for (let i = 0; i < 30; i++) {
    commit({ operations: [{ op: "set", id: "of:other", value: i }] });
    await connection.settled();
  }
  await store.close();
  const before = contentOf(store.path(FILE));
  const [first] = store.open().log();
  ok(first!.record.seq > 8, `the log begins at ${first!.record.seq}`);
  await store.close();
  for (const suffix of ["", "-wal", "-shm"]) rmSync(store.path(FILE + suffix), { force: true });
  await grow(store.open(), 1);
  await store.close();
  deepEqual(contentOf(store.path(FILE)).entries!.slice(0, 5), before.entries);
});

Deno.test("of a pruned log whose snapshot was changed the file itself is the next snapshot", async () => {
  await using store = new TestStore();
  const space = store.open();
  await grow(space, 5);
  await space.operator.prune({ before: space.stats.seq });
  await grow(space, 1);
  const [snapshot] = space.operator.snapshots(KEY);
  forge(store.path(snapshot!.file));
  const actions = (await space.operator.repair(KEY)).map(({ action }) => action);
  deepEqual(actions, ["snapshot"]);
  const { finding, differences, snapshots } = await space.operator.verify(KEY);
  deepEqual([finding.kind, differences, snapshots], ["equal", [], []]);
  const before = contentOf(store.path(FILE));
  await space.operator.rebuild(KEY);
  await store.close();
  deepEqual(contentOf(store.path(FILE)), before);
});

Deno.test("a space of a pruned log that a backup gave back rebuilds its databases", async () => {
  await using store = new TestStore();
  const space = store.open();
  await grow(space, 5);
  await space.operator.prune({ before: space.stats.seq });
  await grow(space, 1);
  const backup = `${store.folder}-backup`;
  await space.operator.backUp(backup);
  await store.close();
  const before = contentOf(store.path(FILE));
  store.open();
  await store.host.restore(backup, { replace: true });
  await store.close();
  for (const suffix of ["", "-wal", "-shm"]) rmSync(store.path(FILE + suffix), { force: true });
  const { operator } = store.open();
  deepEqual((await operator.repair(KEY)).map(({ action }) => action), ["rebuild"]);
  await store.close();
  deepEqual(contentOf(store.path(FILE)), before);
  rmSync(backup, { recursive: true });
});

function isTrue(row: unknown): boolean {
  return (row as { body: string }).body === "true";
}
