/** A store, a lent file and the program that writes to both, for the crash tests, with what must hold. */

import { deepEqual, equal, ok } from "node:assert/strict";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { DatabaseKey } from "@cf/protocol";
import type { Space } from "../space.ts";
import { databaseFileName, databaseKeyText } from "../store/layout.ts";
import { contentOf, openSession, TestStore } from "./test-space.ts";

const WRITER = new URL("./crash-writer.ts", import.meta.url).pathname;
const CONFIG = new URL("../../../../deno.json", import.meta.url).pathname;
const NONE = "DELETE FROM %t WHERE id < 0";

/** How a run of the writer ends. */
export interface RunOptions {
  /** After how many acknowledged commits it is killed. */
  readonly until: number;
  /** How many of its own processes are killed before, one by one. */
  readonly children?: number;
}

/** One store that is written to, killed and looked at, again and again. */
export class CrashSite implements AsyncDisposable {
  readonly repairs: string[] = [];
  readonly lent: string;
  readonly store: TestStore;
  /** Commits that the writer was told of, and that the store has not lost since. */
  acknowledged: string[] = [];
  /** Times the lent file was found behind the log. */
  behind = 0;
  /** The newest commit of the store when it was last looked at, and the files that it named. */
  head = 0;
  files: readonly string[] = [];
  /** Rows of the lent file that an older store knows nothing of; found out when it is next opened. */
  #lentBeyond: number | undefined = 0;

  constructor(lentMode: string) {
    this.lent = makeLentFile(lentMode);
    this.store = new TestStore({
      sourceFolders: [dirname(this.lent)],
      onRepair: ({ action, detail }) => this.repairs.push(`${action}: ${detail}`),
    });
  }

  /** Lets the writer run, and kills it. */
  async run({ until, children = 0 }: RunOptions): Promise<void> {
    const args = ["run", "-A", "--no-check", "--config", CONFIG, WRITER, this.store.folder];
    const writer = new Deno.Command(Deno.execPath(), {
      args: [...args, this.lent, ...(children > 0 ? ["may-fail"] : [])],
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    let text = "";
    let killed = 0;
    const decoder = new TextDecoder();
    for await (const chunk of writer.stdout) {
      text += decoder.decode(chunk, { stream: true });
      const lines = text.split("\n").length - 1;
      if (killed > children || lines < until * (killed + 1) / (children + 1)) continue;
      spin(Math.random() * 12);
      if (killed++ < children) killOneChild(writer.pid);
      else writer.kill("SIGKILL");
    }
    equal((await writer.status).signal, "SIGKILL");
    // The last line may be cut; what was cut was not acknowledged.
    this.acknowledged.push(...text.split("\n").slice(0, -1));
    this.#awaitLock();
  }

  /** Opens the store and uses everything in it; then all of it is as it must be. */
  async check(): Promise<void> {
    const space = this.store.open();
    const before = this.#lentRows();
    this.#lentBeyond ??= before - lentCommits(space);
    if (space.operator.lentFiles().length > 0) await this.#touch(space);
    this.behind += Number(this.#lentRows() > before);
    await this.#checkLog(space);
    for (const { key } of space.operator.databases()) await this.#checkFile(space, key);
    this.#checkLentFile(space);
    this.head = space.stats.seq;
    this.files = space.operator.databases().map(({ key }) => databaseFileName(key));
    await this.store.close();
  }

  /** Takes note that the store was replaced by an older one, whose newest commit is `head`. */
  lose(head: number): void {
    this.acknowledged = this.acknowledged.filter((line) => Number(line.split(" ")[2]) <= head);
    this.#lentBeyond = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store[Symbol.asyncDispose]();
    Deno.removeSync(dirname(this.lent), { recursive: true });
  }

  /** Waits until the process that wrote to the file for the killed one is gone too. */
  #awaitLock(): void {
    const database = new DatabaseSync(this.lent, { timeout: 60_000 });
    database.exec("BEGIN IMMEDIATE; ROLLBACK");
    database.close();
  }

  /** Uses the databases and the lent file, so that what a crash left undone is done. */
  async #touch(space: Space): Promise<void> {
    const sessions = ["checker", "writer-0"].map((session) => openSession(space, { session }));
    for (const { id } of space.operator.lentFiles()) {
      const statements = [{ sql: NONE.replace("%t", "items") }];
      sessions[0]!.commit({ sqlite: { handle: { id, scope: "space" }, statements } });
    }
    for (const { key: { id, scope } } of space.operator.databases()) {
      const handle = { id, scope: scope.split(":")[0] as "space" | "user" | "session" };
      const by = handle.scope === "session" ? 1 : 0;
      sessions[by]!.commit({
        sqlite: { handle, statements: [{ sql: NONE.replace("%t", "entries") }] },
      });
    }
    for (const { connection, frames } of sessions) {
      await connection.settled();
      deepEqual(frames.flatMap(({ refusals }) => refusals.map(({ error }) => error.message)), []);
    }
  }

  /** The chain holds, and each acknowledged commit stands in it where it was said to be. */
  async #checkLog(space: Space): Promise<void> {
    deepEqual(await space.operator.verifyLog(), []);
    const logged = new Map<string, number>();
    for (const { record } of space.log()) {
      logged.set(`${record.session} ${record.local}`, record.seq);
    }
    for (const line of this.acknowledged) {
      const [session, local, seq] = line.split(" ");
      equal(logged.get(`${session} ${local}`), Number(seq), line);
    }
  }

  /** A file has a row per commit and equals, rowids included, what the log replays to. */
  async #checkFile(space: Space, key: DatabaseKey): Promise<void> {
    const text = databaseKeyText(key);
    let commits = 0;
    for (const { record } of space.log()) {
      if (record.database !== undefined && databaseKeyText(record.database) === text) commits++;
    }
    equal(countedBy(space, "abcd".indexOf(key.id.at(-1)!)), commits);
    const replica = join(this.store.folder, "replica.sqlite");
    await space.operator.replay(key, replica);
    const content = contentOf(this.store.path(databaseFileName(key)));
    equal(content.entries!.length, commits);
    deepEqual(content, contentOf(replica));
    deepEqual(await space.operator.verify(key), {
      key,
      finding: { kind: "equal" },
      detail: "",
      differences: [],
      snapshots: [],
    });
    Deno.removeSync(replica);
  }

  /** A row for each commit of the log to the lent file, and the cell counts them too. */
  #checkLentFile(space: Space): void {
    const logged = lentCommits(space);
    equal(this.#lentRows(), logged + this.#lentBeyond!);
    equal(countedBy(space, "lent"), logged);
  }

  #lentRows(): number {
    // The space's own processes look at the file as well, and may be putting its journal in order.
    const database = new DatabaseSync(this.lent, { timeout: 5000 });
    const { count } = database.prepare("SELECT count(*) AS count FROM items").get() as {
      count: number;
    };
    database.close();
    return count;
  }
}

/** A file of somebody else's, with tables without rows. */
function makeLentFile(mode: string): string {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "cf-crash-lent-" }));
  const path = join(folder, "items.db");
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE items (id INTEGER PRIMARY KEY, body);
    CREATE TABLE bulk (id INTEGER PRIMARY KEY, body)`);
  database.close();
  return path;
}

function lentCommits(space: Space): number {
  const id = space.operator.lentFiles()[0]?.id;
  let commits = 0;
  for (const { record } of space.log()) {
    if (id !== undefined && record.database?.id === id) commits++;
  }
  return commits;
}

/** What the cell says that counts the commits to a database. */
function countedBy(space: Space, counter: string | number): number {
  const { connection } = openSession(space, { session: "counter" });
  const [cell] = connection.watch([{ id: `of:count-${counter}`, scope: "space" }]);
  return (cell?.value as { n: number } | undefined)?.n ?? 0;
}

function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Kills one of the processes that read and write for the process `pid`, if there is one now. */
function killOneChild(pid: number): void {
  const children = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).split(" ")
    .filter((child) => child !== "" && /child-main|reader-main/.test(commandOf(child)));
  const child = children[Math.floor(Math.random() * children.length)];
  ok(child === undefined || Number(child) > 0);
  try {
    if (child !== undefined) Deno.kill(Number(child), "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

function commandOf(pid: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`);
  } catch {
    return "";
  }
}
