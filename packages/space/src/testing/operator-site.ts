/**
 * A store on which an operator's work is done by a program that is killed, again and again from the same
 * start, with what must hold afterwards.
 */

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { DatabaseKey } from "@cf/protocol";
import { readBackup } from "../lifecycle/backup.ts";
import type { Space } from "../space.ts";
import { SpaceHost } from "../space-host.ts";
import { databaseFileName, databaseKeyText } from "../store/layout.ts";
import { HANDLE, openSession, OWNER, TABLES, TestStore } from "./test-space.ts";

const WRITER = new URL("./operator-writer.ts", import.meta.url).pathname;
const CONFIG = new URL("../../../../deno.json", import.meta.url).pathname;

/** What the program can be told to do. */
export type OperatorJob =
  | "snapshot"
  | "prune"
  | "rebuild"
  | "verify"
  | "repair"
  | "replay"
  | "discard"
  | "take back"
  | "gc"
  | "backup"
  | "restore"
  | "large change, killed"
  | "large change, child killed";

/** Handles beside {@linkcode HANDLE}: of a database that stays, and of one in the trash. */
export const OTHER = { id: `of:${"b".repeat(26)}`, scope: "space" } as const;
export const DELETED = { id: `of:${"c".repeat(26)}`, scope: "space" } as const;

const KEY = { id: HANDLE.id, scope: "space" } as const;

/** What each commit to a database adds. */
export const ROW = "INSERT INTO entries (body, at) VALUES (hex(randomblob(900)), 1)";

/** How many more the large change adds. */
export const LARGE = 900;

/** Commits to the database before the work begins. */
const COMMITS = 150;

/** When a program is killed. */
export interface RunOptions {
  /** So long after its work began; when it is done unless set. */
  readonly killAfterMs?: number;
  /** Called when its work is about to begin. */
  readonly onOpen?: (process: Deno.ChildProcess) => Promise<void>;
}

/** How a program ended. */
export interface RunEnd {
  readonly isDone: boolean;
  /** Why its work failed. */
  readonly failure: string | undefined;
  /** How long that took; 0 when it was killed before. */
  readonly tookMs: number;
}

/** The state from which each killed program starts, and the newest one's own copy of it. */
export class OperatorSite implements AsyncDisposable {
  readonly #start = new TestStore();
  #store = new TestStore();
  #repairs: string[] = [];
  /** The newest commit at the start, and that of the backup. */
  #head = 0;
  #backupHead = 0;
  #acknowledged = 0;

  /** Makes a store with two databases, one in the trash, a snapshot and a backup. */
  static async make(): Promise<OperatorSite> {
    const site = new OperatorSite();
    await site.#fill();
    return site;
  }

  async #fill(): Promise<void> {
    const space = this.#start.open();
    const { commit, connection } = openSession(space, { session: "first" });
    for (const { id, scope } of [HANDLE, OTHER, DELETED]) {
      commit({ operations: [{ op: "set", id, scope, value: { id, tables: TABLES, rev: 0 } }] });
    }
    const write = async (handle: typeof OTHER | typeof HANDLE, count: number) => {
      for (let i = 0; i < count; i++) commit({ sqlite: { handle, statements: [{ sql: ROW }] } });
      await connection.settled();
    };
    for (const handle of [HANDLE, OTHER, DELETED]) await write(handle, COMMITS / 3);
    commit({ operations: [{ op: "delete", ...DELETED }] });
    await connection.settled();
    await space.operator.snapshot(KEY);
    this.#backupHead = (await space.operator.backUp(`${this.#start.folder}-backup`)).seq;
    await write(HANDLE, COMMITS);
    this.#head = space.stats.seq;
    // As a kill leaves it, with what is in the write-ahead logs.
    await this.#start.crash();
  }

  /** A new copy of the start, and the folder that the work's backup is in or goes to. */
  async #renew(job: OperatorJob): Promise<{ readonly store: string; readonly folder: string }> {
    await this.#clear();
    const repairs: string[] = this.#repairs = [];
    this.#store = new TestStore({ onRepair: ({ action }) => repairs.push(action) });
    this.#acknowledged = 0;
    const { folder } = this.#store;
    cpSync(this.#start.folder, folder, { recursive: true });
    if (job === "repair") Deno.removeSync(this.#store.path(databaseFileName(KEY)));
    if (job === "restore") {
      cpSync(`${this.#start.folder}-backup`, this.#backup, { recursive: true });
    }
    return { store: folder, folder: this.#backup };
  }

  get #backup(): string {
    return `${this.#store.folder}-backup`;
  }

  /** Starts the program and kills it: so long after the work began, or when it is done. */
  async run(
    job: OperatorJob,
    { killAfterMs, onOpen }: RunOptions = {},
  ): Promise<RunEnd> {
    const { store, folder } = await this.#renew(job);
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--config", CONFIG, WRITER, store, job, folder],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const writer = process.stdin.getWriter();
    let text = "";
    let startMs = 0;
    let tookMs = 0;
    for await (const chunk of process.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (startMs === 0 && text.startsWith("open\n")) {
        await onOpen?.(process);
        startMs = performance.now();
        await writer.write(new Uint8Array(1)).catch(() => {});
        if (killAfterMs === undefined) continue;
        spin(killAfterMs);
        process.kill("SIGKILL");
      } else if (tookMs === 0 && /^(done|failed .*)\n/m.test(text)) {
        tookMs = performance.now() - startMs;
        if (killAfterMs === undefined) process.kill("SIGKILL");
      }
    }
    await writer.abort().catch(() => {});
    equal((await process.status).signal, "SIGKILL");
    for (const [, seq] of text.matchAll(/^ack (\d+)$/gm)) this.#acknowledged = Number(seq);
    const [, failure] = /^failed (.*)$/m.exec(text) ?? [];
    return { isDone: text.includes("\ndone\n"), failure, tookMs };
  }

  /**
   * Opens what the killed program left; then all of it is as it must be. Resolves to the repairs that
   * this took.
   */
  async check(job: OperatorJob, isDone: boolean): Promise<readonly string[]> {
    const space = this.#store.open();
    const { seq } = space.stats;
    if (job === "restore") ok(seq === this.#head && !isDone || seq === this.#backupHead, `${seq}`);
    else ok(seq >= Math.max(this.#head, this.#acknowledged), `${seq} of ${this.#acknowledged}`);
    await this.#useAll(space);
    deepEqual(await space.operator.verifyLog(), []);
    for (const { key, state } of space.operator.databases()) {
      if (state === "live") await this.#checkDatabase(space, key, job);
    }
    await this.#checkTrash(space, job, isDone);
    this.#checkFolder();
    await this.#store.close();
    if (job === "backup") await this.#checkBackup(job, isDone);
    return this.#repairs;
  }

  /** The live databases take a commit, which nobody refuses. */
  async #useAll(space: Space): Promise<void> {
    const { commit, connection, frames } = openSession(space, { session: "checker" });
    for (const { key: { id }, state } of space.operator.databases()) {
      if (state !== "live") continue;
      const handle = { id, scope: "space" } as const;
      commit({ sqlite: { handle, statements: [{ sql: "DELETE FROM entries WHERE id < 0" }] } });
    }
    await connection.settled();
    deepEqual(frames.flatMap(({ refusals }) => refusals.map(({ error }) => error.message)), []);
  }

  /** Equal to a replay of the log, from snapshots too, with a row for each commit that is not pruned. */
  async #checkDatabase(space: Space, key: DatabaseKey, job: OperatorJob): Promise<void> {
    const equalReport = {
      key,
      finding: { kind: "equal" },
      detail: "",
      differences: [],
      snapshots: [],
    };
    deepEqual(await space.operator.verify(key), equalReport);
    const [first] = space.log();
    if (first!.record.seq > 1) return;
    let commits = 0;
    for (const { record } of space.log()) {
      if (record.database !== undefined && databaseKeyText(record.database) === key.id) commits++;
    }
    const file = new DatabaseSync(this.#store.path(databaseFileName(key)), { readOnly: true });
    const sql = "SELECT sum(at IS 1) AS rows, sum(at IS NULL) AS others FROM entries";
    const { rows, others } = file.prepare(sql).get()!;
    file.close();
    equal(rows, commits);
    equal(others, job.startsWith("large") && key.id === HANDLE.id ? LARGE : 0);
  }

  /** A database is live or in the trash, from which it comes back, or was cleared away for good. */
  async #checkTrash(space: Space, job: OperatorJob, isDone: boolean): Promise<void> {
    const known = space.operator.databases();
    const states = known.map(({ key: { id }, state }) => `${id[3]} ${state}`).sort().join();
    const expected: Partial<Record<OperatorJob, RegExp>> = {
      discard: isDone ? /^a trashed,b live,c trashed$/ : /^a (live|trashed),b live,c trashed$/,
      "take back": isDone ? /^a live,b live,c live$/ : /^a live,b live,c (live|trashed)$/,
      gc: isDone ? /^a live,b live$/ : /^a live,b live(,c trashed)?$/,
      restore: /^a live,b live(,c trashed)?$/,
    };
    match(states, expected[job] ?? /^a live,b live,c trashed$/);
    for (const { key, number, state } of known) {
      if (state !== "trashed" || job === "restore" || job === "gc") continue;
      await space.operator.takeBack(number, OWNER);
      await this.#checkDatabase(space, key, job);
    }
  }

  /** Nothing lies about that a killed program was making. */
  #checkFolder(): void {
    const names = readdirSync(this.#store.path(""));
    const wanted =
      /^(space\.sqlite|db-[abc]+\.sqlite)(-wal|-shm)?$|^(children.lock|snapshots|trash)$/;
    deepEqual(names.filter((name) => !wanted.test(name)), []);
  }

  /** A backup is whole, or says that it is none. */
  async #checkBackup(job: OperatorJob, isDone: boolean): Promise<void> {
    const backup = await readBackup(this.#backup).catch((error) => error as Error);
    if (backup instanceof Error) {
      ok(!isDone, backup.message);
      match(backup.message, /no readable backup.json|unable/);
      return;
    }
    Deno.removeSync(this.#store.path(""), { recursive: true });
    const host = SpaceHost.open(this.#store.folder, { synchronous: "off" });
    const space = await host.restore(this.#backup);
    equal(space.stats.seq, backup.seq);
    ok(backup.seq >= this.#head);
    for (const { key, state } of space.operator.databases()) {
      if (state === "live") await this.#checkDatabase(space, key, job);
    }
    await host.close();
  }

  async #clear(): Promise<void> {
    await this.#store[Symbol.asyncDispose]();
    for (const suffix of ["-backup", "-backup.sqlite"]) {
      rmSync(this.#store.folder + suffix, { recursive: true, force: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#clear();
    await this.#start[Symbol.asyncDispose]();
    rmSync(`${this.#start.folder}-backup`, { recursive: true, force: true });
  }
}

/** Waits without giving way: the moment matters. */
function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}
