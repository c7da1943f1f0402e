/**
 * A full disk and a folder that cannot be written: a clear error, nothing lost, and service again
 * once there is room. On a small memory file system, which only root can mount.
 */

import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { SpaceHost } from "../space-host.ts";
import { canFreeze, canMount, runCommand, SmallDisk } from "../testing/small-disk.ts";
import { contentOf, openSession, OWNER, SPACE } from "../testing/test-space.ts";

const INSERT = "INSERT INTO entries (body, at) VALUES (?, ?)";
const FILE = `db-${"a".repeat(26)}.sqlite`;

if (!canMount) console.log("disk tests skipped: a small file system can only be mounted as root");

Deno.test({
  name: "a full disk refuses commits, loses nothing, and goes on when there is room",
  ignore: !canMount,
  fn: async () => {
    using disk = SmallDisk.mount("6m")!;
    const ballast = join(disk.folder, "ballast");
    Deno.writeFileSync(ballast, new Uint8Array(2 << 20));
    const store = join(disk.folder, "store");
    const host = SpaceHost.open(store, { synchronous: "off" });
    const session = openSession(host.create(SPACE, OWNER));
    const accepted = new Set<number>();
    const refusals: string[] = [];
    session.connection.onFrame = (frame) => {
      for (const { local } of frame.receipts) accepted.add(local);
      for (const { error } of frame.refusals) refusals.push(error.code, error.message);
    };
    const send = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const local = session.exec({ sql: INSERT, params: ["x".repeat(3000), i] });
        session.commit({ operations: [{ op: "set", id: `of:${local}`, value: "y".repeat(500) }] });
        await session.connection.settled();
      }
    };
    while (refusals.length === 0) await send(10);
    await send(5);
    ok(refusals.includes("store-failed") || refusals.includes("sql-error"), refusals[0]);
    match(refusals.join("\n"), /full|disk I\/O/);
    const before = accepted.size;
    Deno.removeSync(ballast);
    await send(5);
    equal(accepted.size, before + 10);
    await host.close();
    await checkAll(store, accepted);
  },
});

Deno.test({
  name: "a commit that the disk has no room for takes none of its group with it",
  ignore: !canMount,
  fn: async () => {
    using disk = SmallDisk.mount("6m")!;
    const store = join(disk.folder, "store");
    const host = SpaceHost.open(store, { synchronous: "off" });
    const session = openSession(host.create(SPACE, OWNER), { session: "one" });
    const other = openSession(host.get(SPACE), { session: "other" });
    session.exec({ sql: INSERT, params: ["first", 0] });
    await session.connection.settled();
    const small = [1, 2].map((i) => session.exec({ sql: INSERT, params: ["small", i] }));
    const large = other.exec({ sql: INSERT, params: ["x".repeat(8 << 20), 3] });
    const last = session.commit({ operations: [{ op: "set", id: "of:last", value: 1 }] });
    await session.connection.settled();
    await other.connection.settled();
    const receipts = session.frames.flatMap((frame) => frame.receipts.map(({ local }) => local));
    deepEqual(receipts.slice(-3), [...small, last]);
    const [refusal] = other.frames.flatMap((frame) => frame.refusals);
    equal(refusal!.local, large);
    match(refusal!.error.message, /full|disk I\/O/);
    await host.close();
    equal(contentOf(join(store, SPACE, FILE)).entries!.length, 3);
  },
});

const WRITER = new URL("../testing/fsize-writer.ts", import.meta.url).pathname;
const CONFIG = new URL("../../../../deno.json", import.meta.url).pathname;

for (const kilobytes of [600, 1000, 2000]) {
  Deno.test({
    name: `files that may not grow past ${kilobytes} kB lose nothing that was accepted`,
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      const store = Deno.makeTempDirSync({ prefix: "cf-fsize-" });
      const args = ["run", "-A", "--no-check", "--config", CONFIG, WRITER, store];
      const script = `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$@"`;
      const { stdout } = await new Deno.Command("bash", {
        args: ["-c", script, "bash", Deno.execPath(), ...args],
      }).output();
      const { accepted, refused } = JSON.parse(new TextDecoder().decode(stdout)) as {
        accepted: number[];
        refused: number;
      };
      ok(refused > 0 && accepted.length > 5);
      await checkAll(store, new Set(accepted));
      Deno.removeSync(store, { recursive: true });
    },
  });
}

async function checkAll(store: string, accepted: ReadonlySet<number>): Promise<void> {
  const host = SpaceHost.open(store, { synchronous: "off" });
  const space = host.get(SPACE);
  deepEqual(await space.operator.verifyLog(), []);
  const logged = [...space.log()].flatMap(({ record }) => record.local ?? []);
  deepEqual(new Set(logged), accepted);
  const rows = [...space.log()].filter(({ record }) => record.database?.changeset).length;
  const session = openSession(space);
  session.exec("DELETE FROM entries WHERE id < 0");
  await session.connection.settled();
  deepEqual(session.frames.flatMap((frame) => frame.refusals), []);
  for (const { key } of space.operator.databases()) {
    deepEqual(await space.operator.verify(key), {
      key,
      finding: { kind: "equal" },
      detail: "",
      differences: [],
      snapshots: [],
    });
  }
  await host.close();
  equal(contentOf(join(store, SPACE, FILE)).entries!.length, rows);
}

Deno.test({
  name: "a store on a read-only file system is refused with its path",
  ignore: !canMount,
  fn: () => {
    using disk = SmallDisk.mount("1m")!;
    ok(runCommand("mount", "-o", "remount,ro", disk.folder));
    const store = join(disk.folder, "store");
    throws(() => SpaceHost.open(store), (error: Error & { code?: string }) => {
      equal(error.code, "store-failed");
      match(error.message, new RegExp(store));
      return true;
    });
  },
});

Deno.test({
  name: "a folder that can no longer be written refuses new files and serves the rest",
  ignore: !canFreeze,
  fn: async () => {
    const store = Deno.makeTempDirSync({ prefix: "cf-frozen-" });
    const folder = join(store, SPACE);
    const host = SpaceHost.open(store, { synchronous: "off" });
    const session = openSession(host.create(SPACE, OWNER));
    session.exec({ sql: INSERT, params: ["first", 0] });
    await session.connection.settled();
    ok(runCommand("chattr", "+i", folder));
    const handle = { id: `of:${"b".repeat(26)}`, scope: "space" } as const;
    const make = () =>
      session.commit({
        operations: [{
          op: "set",
          id: handle.id,
          value: { id: handle.id, tables: { t: { columns: { x: "integer" } } }, rev: 0 },
        }],
        sqlite: { handle, statements: [{ sql: "INSERT INTO t VALUES (1)" }] },
      });
    try {
      const refused = make();
      const accepted = session.exec({ sql: INSERT, params: ["second", 1] });
      await session.connection.settled();
      const [refusal] = session.frames.flatMap((frame) => frame.refusals);
      equal(refusal!.local, refused);
      match(refusal!.error.message, /unable to open database.*b{26}/);
      const receipts = session.frames.flatMap((frame) => frame.receipts.map(({ local }) => local));
      equal(receipts.at(-1), accepted);
    } finally {
      runCommand("chattr", "-i", folder);
    }
    const again = make();
    await session.connection.settled();
    equal(session.frames.at(-1)!.receipts[0]?.local, again);
    await host.close();
    Deno.removeSync(store, { recursive: true });
  },
});

/** Runs `work` as a user that may not do everything, as only root can. */
async function asNobody(work: (store: string) => Promise<void>): Promise<void> {
  const NOBODY = 65534;
  const folder = Deno.makeTempDirSync({ prefix: "cf-nobody-" });
  Deno.chownSync(folder, NOBODY, NOBODY);
  process.seteuid!(NOBODY);
  try {
    await work(join(folder, "store"));
  } finally {
    process.seteuid!(0);
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test({
  name:
    "a store's file that may only be read is named when its space is opened, which then goes on",
  ignore: Deno.uid() !== 0,
  fn: () =>
    asNobody(async (store) => {
      const host = SpaceHost.open(store, { synchronous: "off" });
      host.create(SPACE, OWNER);
      await host.close();
      const path = join(store, SPACE, "space.sqlite");
      const again = SpaceHost.open(store, { synchronous: "off" });
      for (const place of [path, join(store, SPACE)]) {
        const { mode } = Deno.statSync(place);
        Deno.chmodSync(place, mode! & 0o555);
        throws(() => again.get(SPACE), (error: Error & { code?: string }) => {
          equal(error.code, "store-failed");
          match(error.message, new RegExp(`Cannot open ${store}/${SPACE}`));
          return true;
        });
        Deno.chmodSync(place, mode! & 0o777);
        for (const suffix of ["-wal", "-shm"]) {
          if (existsSync(path + suffix)) Deno.removeSync(path + suffix);
        }
      }
      equal(again.get(SPACE).stats.seq, 1);
      await again.close();
    }),
});

Deno.test({
  name:
    "a database's file that may only be read is named by its commits, which go on when it may be written",
  ignore: Deno.uid() !== 0,
  fn: () =>
    asNobody(async (store) => {
      const first = SpaceHost.open(store, { synchronous: "off" });
      const before = openSession(first.create(SPACE, OWNER));
      before.exec({ sql: INSERT, params: ["first", 0] });
      await before.connection.settled();
      await first.close();
      const path = join(store, SPACE, FILE);
      Deno.chmodSync(path, 0o444);
      const host = SpaceHost.open(store, { synchronous: "off" });
      const session = openSession(host.get(SPACE));
      session.exec({ sql: INSERT, params: ["second", 1] });
      const cell = session.commit({ operations: [{ op: "set", id: "of:x", value: 1 }] });
      await session.connection.settled();
      const [refusal] = session.frames.flatMap((frame) => frame.refusals);
      equal(refusal!.error.code, "store-failed");
      match(refusal!.error.message, new RegExp(`${FILE}: the store answered .*readonly`));
      equal(session.frames.flatMap(({ receipts }) => receipts)[0]!.local, cell);
      for (const each of [path, `${path}-wal`, `${path}-shm`]) {
        if (existsSync(each)) Deno.chmodSync(each, 0o644);
      }
      const local = session.exec({ sql: INSERT, params: ["third", 2] });
      await session.connection.settled();
      equal(session.frames.flatMap(({ receipts }) => receipts).at(-1)!.local, local);
      await host.close();
    }),
});
