/**
 * Kill a writing process with SIGKILL at random moments; every acknowledged commit is there
 * afterwards, in cells and rows, none is half there, and each file equals a replay of the log. So too
 * when the processes that write for it are killed, and when files are damaged in between.
 *
 * `CF_CRASH_KILLS` sets how often in all (30 unless set).
 */

import { equal, ok } from "node:assert/strict";
import { copyFileSync, existsSync, statSync, truncateSync } from "node:fs";
import { CrashSite } from "../testing/crash-site.ts";
import { removeDatabaseFile } from "./rebuild.ts";

const KILLS = Number(Deno.env.get("CF_CRASH_KILLS") ?? 30);
/** Kills of one store; its log grows with each. */
const PER_STORE = 10;

/** Has `round` done `count` times, on a new store now and then. */
async function repeat(
  count: number,
  mode: (store: number) => string,
  round: (site: CrashSite, n: number) => Promise<void>,
): Promise<void> {
  const found = new Map<string, number>();
  let acknowledged = 0;
  let behind = 0;
  for (let done = 0; done < count;) {
    await using site = new CrashSite(mode(done / PER_STORE));
    for (let n = 0; n < PER_STORE && done < count; n++, done++) await round(site, n);
    for (const repair of site.repairs) {
      const [action] = repair.split(":") as [string];
      found.set(action, (found.get(action) ?? 0) + 1);
    }
    acknowledged += site.acknowledged.length;
    behind += site.behind;
  }
  ok(acknowledged > count, "the writer wrote");
  const repairs = [...found].map(([action, times]) => `${action} ${times}`).join(", ");
  console.log(`${count} kills, ${acknowledged} acknowledged, lent behind ${behind}; ${repairs}`);
}

function someCommits(): number {
  return 3 + Math.floor(Math.random() * 60);
}

/** Only what a crash leaves is put right: nothing is made anew or refused. */
function onlyRedone(site: CrashSite): void {
  equal(site.repairs.find((repair) => !repair.startsWith("redo")), undefined);
}

for (const mode of ["wal", "delete"]) {
  const kills = Math.ceil(KILLS / 6);
  const name = `a space survives ${kills} kills with every acknowledged commit, lent file: ${mode}`;
  Deno.test(name, async () => {
    await repeat(kills, () => mode, async (site) => {
      await site.run({ until: someCommits() });
      await site.check();
      onlyRedone(site);
    });
  });
}

const children = Math.ceil(KILLS / 3);
Deno.test(`a space survives ${children} kills of the processes that write and read for it`, async () => {
  await repeat(Math.ceil(children / 3), (n) => n % 2 === 0 ? "wal" : "delete", async (site) => {
    await site.run({ until: 80, children: 3 });
    await site.check();
    onlyRedone(site);
  });
});

/** What may happen to a file while no process has it open. */
const DAMAGES: Record<string, (path: string) => void> = {
  deleted: removeDatabaseFile,
  truncated: (path) => truncateSync(path, Math.floor(statSync(path).size * Math.random())),
  overwritten: (path) => {
    const { size } = statSync(path);
    const file = Deno.openSync(path, { write: true });
    file.seekSync(4096 * Math.floor(Math.random() * size / 4096), Deno.SeekMode.Start);
    file.writeSync(new Uint8Array(4096).fill(0xa5));
    file.close();
  },
};

/** Puts what was kept of a file earlier in its place. */
function putBack(path: string): boolean {
  if (!existsSync(`${path}.kept`)) return false;
  removeDatabaseFile(path);
  copyFileSync(`${path}.kept`, path);
  return true;
}

/** Does to one file, or to the space's own, what happens to files. */
function damage(site: CrashSite, kept: { readonly head: number }): void {
  const files = [...Deno.readDirSync(site.store.path(""))].map(({ name }) => name)
    .filter((name) => /^db-.*\.sqlite$/.test(name));
  const file = files[Math.floor(Math.random() * files.length)];
  if (file === undefined) return;
  const path = site.store.path(file);
  const kinds = [...Object.keys(DAMAGES), "older", "older store", "none"];
  const kind = kinds[Math.floor(Math.random() * kinds.length)]!;
  if (kind === "older") putBack(path);
  else if (kind === "older store") {
    if (putBack(site.store.path("space.sqlite"))) site.lose(kept.head);
  } else DAMAGES[kind]?.(path);
}

/**
 * Keeps a copy of every file that the store names, as a backup of it without its server would. One that
 * a store which was set back no longer knows is of another history: put back later, after its database
 * was made again, it would be quarantined, as it has to be.
 */
function keep(site: CrashSite): { head: number } {
  for (const { name } of [...Deno.readDirSync(site.store.path(""))]) {
    if (name.endsWith(".kept")) Deno.removeSync(site.store.path(name));
  }
  for (const name of ["space.sqlite", ...site.files]) {
    copyFileSync(site.store.path(name), site.store.path(`${name}.kept`));
  }
  return { head: site.head };
}

const damaged = Math.ceil(KILLS / 3);
Deno.test(`a space survives ${damaged} kills and what happens to its files in between`, async () => {
  let kept = { head: 0 };
  await repeat(damaged, (n) => n % 2 === 0 ? "wal" : "delete", async (site, n) => {
    await site.run({ until: someCommits() });
    if (n > 0) damage(site, kept);
    await site.check();
    if (n % 3 === 0) kept = keep(site);
  });
});
