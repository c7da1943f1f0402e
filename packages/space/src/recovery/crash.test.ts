/**
 * Kill a writing process with SIGKILL at random moments; every acknowledged commit is there
 * afterwards, in cells and rows, none is half there, and each file equals a replay of the log.
 *
 * `CF_CRASH_KILLS` sets how often (25 unless set).
 */

import { deepEqual, equal, ok } from "node:assert/strict";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { contentOf, openSession, TestStore } from "../testing/test-space.ts";
import type { Space } from "../space.ts";

const KILLS = Number(Deno.env.get("CF_CRASH_KILLS") ?? 25);
const WRITER = new URL("../testing/crash-writer.ts", import.meta.url).pathname;
const CONFIG = new URL("../../../../deno.json", import.meta.url).pathname;

/** Lets the writer run until it acknowledged `until` commits and a moment more, then kills it. */
async function writeAndKill(folder: string, lent: string, until: number): Promise<string[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", CONFIG, WRITER, folder, lent],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  const decoder = new TextDecoder();
  let killed = false;
  for await (const chunk of child.stdout) {
    text += decoder.decode(chunk, { stream: true });
    if (!killed && text.split("\n").length > until) {
      killed = true;
      const spin = performance.now() + Math.random() * 3;
      while (performance.now() < spin);
      child.kill("SIGKILL");
    }
  }
  await child.status;
  // The last line may be cut; what was cut was not acknowledged.
  return text.split("\n").slice(0, -1);
}

/** A file of somebody else's, with a table without rows. */
function makeLentFile(mode: string): string {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "cf-crash-lent-" }));
  const path = join(folder, "items.db");
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE items (id INTEGER PRIMARY KEY, body)`);
  database.close();
  return path;
}

/** Waits until the process that wrote to the file for the killed one is gone too. */
function awaitLock(lent: string): void {
  const database = new DatabaseSync(lent, { timeout: 60_000 });
  database.exec("BEGIN IMMEDIATE; ROLLBACK");
  database.close();
}

/** Uses the databases and the lent file, so that what a crash left undone is done. */
async function touch(space: Space): Promise<void> {
  const session = openSession(space, { session: "checker" });
  for (const { id } of space.operator.lentFiles()) {
    const statements = [{ sql: "DELETE FROM items WHERE id < 0" }];
    session.commit({ sqlite: { handle: { id, scope: "space" }, statements } });
  }
  for (const letter of ["a", "b"]) {
    session.commit({
      sqlite: {
        handle: { id: `of:${letter.repeat(26)}`, scope: "space" },
        statements: [{ sql: "DELETE FROM entries WHERE id < 0" }],
      },
    });
  }
  await session.connection.settled();
  deepEqual(session.frames.flatMap((frame) => frame.refusals), []);
}

for (const mode of ["wal", "delete"]) {
  const kills = Math.ceil(KILLS / 2);
  const name = `a space survives ${kills} kills with every acknowledged commit, lent file: ${mode}`;
  Deno.test(name, async () => {
    const repairs: string[] = [];
    const lent = makeLentFile(mode);
    const options = { sourceFolders: [dirname(lent)] };
    await using store = new TestStore({
      ...options,
      onRepair: ({ action }) => repairs.push(action),
    });
    const acknowledged: string[] = [];
    let behind = 0;
    for (let kill = 0; kill < kills; kill++) {
      const until = 3 + Math.floor(Math.random() * 60);
      acknowledged.push(...await writeAndKill(store.folder, lent, until));
      awaitLock(lent);
      const space = store.open();
      const before = lentRows(lent);
      await touch(space);
      behind += Number(lentRows(lent) > before);
      await checkLog(space, acknowledged);
      await checkFiles(store, { space, counts: rowCounts(space) });
      checkLentFile(space, lent);
      await store.close();
    }
    ok(acknowledged.length > kills, "the writer wrote");
    deepEqual(new Set(repairs.filter((action) => action !== "redo")), new Set());
    console.log(
      `${kills} kills, ${acknowledged.length} acknowledged, ${repairs.length} redone, ` +
        `${lentRows(lent)} rows lent, ${behind} times behind`,
    );
    Deno.removeSync(dirname(lent), { recursive: true });
  });
}

function lentRows(lent: string): number {
  // The space's own processes look at the file as well, and may be putting its journal in order.
  const database = new DatabaseSync(lent, { timeout: 5000 });
  const { count } = database.prepare("SELECT count(*) AS count FROM items").get() as {
    count: number;
  };
  database.close();
  return count;
}

/** A row for each commit of the log to the lent file, and the cell counts them too. */
function checkLentFile(space: Space, lent: string): void {
  const logged =
    [...space.log()].filter(({ record, changeset }) =>
      record.database?.id === space.operator.lentFiles()[0]?.id && changeset !== null
    ).length;
  equal(lentRows(lent), logged);
  const reader = openSession(space, { session: "counter" });
  const [cell] = reader.connection.watch([{ id: "of:count-lent", scope: "space" }]);
  deepEqual(cell!.value, logged === 0 ? undefined : { n: logged });
}

/** The chain holds, and each acknowledged commit stands in it where it was said to be. */
async function checkLog(space: Space, acknowledged: readonly string[]): Promise<void> {
  deepEqual(await space.operator.verifyLog(), []);
  const logged = new Map<string, number>();
  for (const { record } of space.log()) {
    logged.set(`${record.session} ${record.local}`, record.seq);
  }
  for (const line of acknowledged) {
    const [session, local, seq] = line.split(" ");
    equal(logged.get(`${session} ${local}`), Number(seq), line);
  }
}

/** How often the log says that each database's counter cell was incremented, with its row. */
function rowCounts(space: Space): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { record } of space.log()) {
    if (record.database === undefined) continue;
    if (space.operator.lentFiles().some(({ id }) => id === record.database!.id)) continue;
    const letter = record.database.id.at(-1)!;
    const wrote = record.database.changeset === "" ? 0 : 1;
    counts.set(letter, (counts.get(letter) ?? 0) + wrote);
  }
  const reader = openSession(space, { session: "counter" });
  for (const [letter, count] of counts) {
    const id = `of:count-${letter === "a" ? 0 : 1}`;
    const expected = count === 0 ? undefined : { n: count };
    deepEqual(reader.connection.watch([{ id, scope: "space" }])[0]?.value, expected);
  }
  return counts;
}

/** Each file has a row per commit and equals, rowids included, what the log replays to. */
async function checkFiles(
  store: TestStore,
  { space, counts }: { space: Space; counts: ReadonlyMap<string, number> },
): Promise<void> {
  for (const [letter, count] of counts) {
    const key = { id: `of:${letter.repeat(26)}`, scope: "space" } as const;
    const replica = join(store.folder, "replica.sqlite");
    await space.operator.replay(key, replica);
    const content = contentOf(store.path(`db-${letter.repeat(26)}.sqlite`));
    equal(content.entries!.length, count);
    deepEqual(content, contentOf(replica));
    deepEqual(await space.operator.verify(key), {
      key,
      finding: { kind: "equal" },
      differences: [],
    });
    Deno.removeSync(replica);
  }
}
