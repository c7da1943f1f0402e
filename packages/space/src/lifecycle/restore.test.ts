/** What a restore leaves when it is cut off, and two of them at once. */

import { deepEqual, equal } from "node:assert/strict";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { SpaceHost } from "../space-host.ts";
import { openSession, OWNER, SPACE, TestStore } from "../testing/test-space.ts";
import { readBackup, unpackBackup } from "./backup.ts";

const OTHER = "did:key:zOther";

/** A store whose space is at commit 4, with a backup of it at commit 2. */
async function backedUp(store: TestStore): Promise<string> {
  const { commit, connection } = openSession(store.open());
  const write = async (n: number) => {
    commit({ operations: [{ op: "set", id: "of:n", value: n }] });
    await connection.settled();
  };
  await write(1);
  const folder = `${store.folder}-backup`;
  await store.host.get(SPACE).operator.backUp(folder);
  await write(2);
  await write(3);
  await store.close();
  return folder;
}

Deno.test("a restore that was cut off when the space was put aside is done when the store is opened", async () => {
  await using store = new TestStore();
  const folder = await backedUp(store);
  await unpackBackup(folder, await readBackup(folder), store.folder);
  renameSync(join(store.folder, SPACE), join(store.folder, "aside"));
  equal(store.open().stats.seq, 2);
  equal(existsSync(join(store.folder, ".restored")), false);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("a restore that was cut off before leaves the space as it was, and no copy", async () => {
  await using store = new TestStore();
  const folder = await backedUp(store);
  await unpackBackup(folder, await readBackup(folder), store.folder);
  mkdirSync(join(store.folder, ".restoring", "half"), { recursive: true });
  equal(store.open().stats.seq, 4);
  const hidden = [...Deno.readDirSync(store.folder)].filter(({ name }) => name.startsWith("."));
  deepEqual(hidden, []);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("two spaces are restored at once", async () => {
  await using store = new TestStore();
  const folder = await backedUp(store);
  const others = new TestStore();
  const host = SpaceHost.open(others.folder);
  await host.create(OTHER, OWNER).operator.backUp(`${others.folder}-backup`);
  await host.close();
  const target = SpaceHost.open(join(store.folder, "target"));
  await Promise.all([target.restore(folder), target.restore(`${others.folder}-backup`)]);
  deepEqual([target.get(SPACE).stats.seq, target.get(OTHER).stats.seq], [2, 1]);
  await target.close();
  await others[Symbol.asyncDispose]();
  for (const each of [folder, `${others.folder}-backup`]) {
    Deno.removeSync(each, { recursive: true });
  }
});
