/**
 * A full disk and a folder that cannot be written: a clear error, nothing lost, and service again
 * once there is room. On a small memory file system, which only root can mount.
 */

import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { join } from "node:path";
import { SpaceHost } from "../space-host.ts";
import { contentOf, openSession, OWNER, SPACE } from "../testing/test-space.ts";

const INSERT = "INSERT INTO entries (body, at) VALUES (?, ?)";
const FILE = `db-${"a".repeat(26)}.sqlite`;

function run(command: string, ...args: string[]): boolean {
  return new Deno.Command(command, { args, stderr: "null" }).outputSync().success;
}

/** A mounted file system of a few megabytes. */
class SmallDisk implements Disposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "cf-disk-" });

  static mount(size: string): SmallDisk | undefined {
    const disk = new SmallDisk();
    if (run("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk.folder)) return disk;
    Deno.removeSync(disk.folder);
    return undefined;
  }

  [Symbol.dispose](): void {
    run("umount", "--lazy", this.folder);
    Deno.removeSync(this.folder);
  }
}

const canMount = Deno.build.os === "linux" && Deno.uid() === 0 && (() => {
  using disk = SmallDisk.mount("1m");
  return disk !== undefined;
})();
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
  deepEqual(space.operator.verifyLog(), []);
  const logged = [...space.log()].flatMap(({ record }) => record.local ?? []);
  deepEqual(new Set(logged), accepted);
  const rows = [...space.log()].filter(({ record }) => record.database?.changeset).length;
  const session = openSession(space);
  session.exec("DELETE FROM entries WHERE id < 0");
  await session.connection.settled();
  deepEqual(session.frames.flatMap((frame) => frame.refusals), []);
  for (const { key } of space.operator.databases()) {
    deepEqual(space.operator.verify(key), { key, finding: { kind: "equal" }, differences: [] });
  }
  await host.close();
  equal(contentOf(join(store, SPACE, FILE)).entries!.length, rows);
}

Deno.test({
  name: "a store on a read-only file system is refused with its path",
  ignore: !canMount,
  fn: () => {
    using disk = SmallDisk.mount("1m")!;
    ok(run("mount", "-o", "remount,ro", disk.folder));
    const store = join(disk.folder, "store");
    throws(() => SpaceHost.open(store), (error: Error & { code?: string }) => {
      equal(error.code, "store-failed");
      match(error.message, new RegExp(store));
      return true;
    });
  },
});
