/**
 * The program that the crash test of operators' work kills: does one piece of it while commits go on.
 * It says `open`, waits for a byte, and says each commit that was answered and at last `done`, or
 * `failed` and why.
 *
 * Arguments: the store, the job, a folder for a backup.
 */

import { RemoteGroup } from "../commit/remote-group.ts";
import { SpaceHost } from "../space-host.ts";
import { HANDLE, openSession, OWNER, SPACE } from "./test-space.ts";
import { DELETED, LARGE, type OperatorJob, OTHER, ROW } from "./operator-site.ts";

const [store, job, folder] = Deno.args as [string, OperatorJob, string];
const encoder = new TextEncoder();
const say = (line: string) => Deno.stdout.writeSync(encoder.encode(`${line}\n`));
const byte = new Uint8Array(1);

const key = { id: HANDLE.id, scope: "space" } as const;
const host = SpaceHost.open(store);
const space = host.get(SPACE);
const { operator } = space;
const [deleted] = operator.databases().filter(({ key }) => key.id === DELETED.id);

/** A change that another process makes, and commits once it is in the log; here it does not get to. */
async function changeMuch(inBetween: () => void): Promise<void> {
  const { confirm } = RemoteGroup.prototype;
  RemoteGroup.prototype.confirm = function () {
    inBetween();
    return confirm.call(this);
  };
  const list = JSON.stringify(Array.from({ length: 100 }, (_, i) => i));
  const sql = `INSERT INTO entries (body) SELECT hex(randomblob(200))
    FROM json_each(?) a, json_each(?) b, json_each(?) c LIMIT ${LARGE}`;
  const other = openSession(space, { session: "large" });
  const params = [list, list, list];
  other.commit({ sqlite: { handle: HANDLE, statements: [{ sql, params }, { sql: ROW }] } });
  await other.connection.settled();
  const [refused] = other.frames.flatMap(({ refusals }) => refusals);
  if (refused !== undefined) throw refused.error;
}

function killChildren(): void {
  const children = Deno.readTextFileSync(`/proc/self/task/${Deno.pid}/children`).split(" ");
  for (const child of children.filter((pid) => pid !== "")) {
    if (!/child-main/.test(Deno.readTextFileSync(`/proc/${child}/cmdline`))) continue;
    Deno.kill(Number(child), "SIGKILL");
  }
}

const JOBS: Record<OperatorJob, () => unknown> = {
  "large change, killed": () => changeMuch(() => Deno.kill(Deno.pid, "SIGKILL")),
  "large change, child killed": () => changeMuch(killChildren),
  snapshot: () => operator.snapshot(key),
  prune: () => operator.prune({ before: space.stats.seq }),
  rebuild: () => operator.rebuild(key),
  verify: () => operator.verify(key),
  repair: () => operator.repair(key),
  replay: () => operator.replay(key, `${folder}.sqlite`),
  discard: () => operator.discard(key, OWNER),
  "take back": () => operator.takeBack(deleted!.number, OWNER),
  gc: () => operator.collectGarbage({ graceMs: 0, dryRun: false }),
  backup: () => operator.backUp(folder),
  restore: () => host.restore(folder, { replace: true }),
};

/** Restoring wants a space that nobody uses, what is discarded is written no more,
 * and a large change is the last one. */
const session = job === "restore" ? undefined : openSession(space, { session: "writer" });
const isElsewhere = job === "discard" || job.startsWith("large");
const handle = isElsewhere ? OTHER : HANDLE;
if (session !== undefined) {
  session.connection.onFrame = ({ receipts }) => {
    for (const { seq } of receipts) say(`ack ${seq}`);
  };
}
say("open");
await Deno.stdin.read(byte);
let end: string | undefined;
const ended = (async () => await JOBS[job]())().then(
  () => end = "done",
  (error: Error) => end = `failed ${error.message}`,
);
while (session !== undefined && end === undefined) {
  session.commit({ sqlite: { handle, statements: [{ sql: ROW }] } });
  await session.connection.settled();
}
say(await ended);
// Nothing comes: the kill ends it.
await Deno.stdin.read(byte);
