/**
 * Snapshots: copies of pattern databases from which a rebuild starts, so that the length of a
 * replay is bounded and the log before them may be pruned.
 *
 * A snapshot is the main file itself. It is brought up to its write-ahead log, checkpoints are held
 * off while it is copied, and commits meanwhile go to the write-ahead log: the copy is of one
 * commit, and nobody waits for it.
 */

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { DatabaseKey } from "@cf/protocol";
import type { DatabaseEntry, DatabaseTable } from "../commit/database-table.ts";
import type { PatternFiles } from "../commit/pattern-files.ts";
import type { CommitLog } from "../log/commit-log.ts";
import type { Recovery } from "../recovery/recovery.ts";
import { moveDatabaseFile, removeDatabaseFile, syncCopy } from "../recovery/rebuild.ts";
import { namedSnapshots, presentSnapshots, type Snapshot } from "../recovery/snapshot-files.ts";
import { RebuildNeeded } from "../recovery/rebuild-needed.ts";
import { databaseFileName } from "../store/layout.ts";
import { hashFile } from "../store/file-hash.ts";
import type { SpaceStore } from "../store/space-store.ts";

/** When snapshots are taken by themselves, and how many are kept of each database. */
export interface SnapshotPolicy {
  /** Commits to a database, and bytes of their changesets, after which one is due. */
  readonly everyCommits: number;
  readonly everyBytes: number;
  readonly keep: number;
}

/** What {@linkcode SnapshotPolicy} is unless set. */
export const SNAPSHOT_DEFAULTS: SnapshotPolicy = {
  everyCommits: 5000,
  everyBytes: 32 << 20,
  keep: 2,
};

interface Growth {
  commits: number;
  bytes: number;
}

/** What snapshots are made of. */
export interface SnapshotContext {
  readonly store: SpaceStore;
  readonly log: CommitLog;
  readonly databases: DatabaseTable;
  readonly files: PatternFiles;
  readonly recovery: Recovery;
  readonly now: () => number;
}

/** Snapshots of one space's databases. */
export class Snapshots {
  readonly #context: SnapshotContext;
  readonly #policy: SnapshotPolicy;
  readonly #growth = new Map<number, Growth>();
  readonly #running = new Map<number, Promise<Snapshot | undefined>>();

  constructor(context: SnapshotContext, policy: SnapshotPolicy) {
    this.#context = context;
    this.#policy = policy;
  }

  /** Notes what a group wrote to a database, and starts a snapshot if one is due. */
  note(key: DatabaseKey, commits: number, bytes: number): void {
    const entry = this.#context.databases.get(key);
    if (entry === undefined || this.#context.store.folder === null) return;
    let growth = this.#growth.get(entry.number);
    if (growth === undefined) {
      // What was written before the space was opened counts too, and the log knows it.
      this.#growth.set(entry.number, growth = this.#sinceSnapshot(entry.number));
    } else {
      growth.commits += commits;
      growth.bytes += bytes;
    }
    const { everyCommits, everyBytes } = this.#policy;
    if (growth.commits < everyCommits && growth.bytes < everyBytes) return;
    // One that fails is tried again after as many commits; the log is complete without it.
    this.take(key).catch(() => undefined);
  }

  /**
   * Copies a database as of its last commit. `undefined` in memory, and when a reader on an older
   * state keeps the file from being brought up, or a repair comes in between. Rejects when the disk refuses.
   */
  take(key: DatabaseKey): Promise<Snapshot | undefined> {
    const { databases, store, recovery } = this.#context;
    const entry = databases.get(key);
    if (entry === undefined || store.folder === null) return Promise.resolve(undefined);
    const running = this.#running.get(entry.number);
    if (running !== undefined) return running;
    this.#growth.set(entry.number, { commits: 0, bytes: 0 });
    try {
      recovery.ensure(key);
    } catch (error) {
      // One that has to be made anew first is copied another time.
      if (error instanceof RebuildNeeded) return Promise.resolve(undefined);
      return Promise.reject(error);
    }
    const made = this.#copy(entry, store.folder).finally(() => this.#running.delete(entry.number));
    this.#running.set(entry.number, made);
    return made;
  }

  /** The snapshots of a database whose files are there, newest first. */
  list(number: number): Snapshot[] {
    return presentSnapshots(this.#context.store, number);
  }

  /**
   * Moves the snapshots of a database that are not what was written to the trash. Resolves to what was
   * wrong with them.
   */
  async dropDamaged(number: number): Promise<string[]> {
    const { store } = this.#context;
    const dropped: string[] = [];
    for (const snapshot of namedSnapshots(store, number)) {
      const problem = await this.#problemOf(snapshot);
      if (problem === undefined || !store.isOpen) continue;
      // What is left of it may be all that is left of something.
      const path = join(store.folder!, snapshot.file);
      const name = `${basename(path)}.replaced-${this.#context.now()}`;
      moveDatabaseFile(path, join(store.folder!, "trash", name));
      this.#drop(number, snapshot);
      dropped.push(`its snapshot ${snapshot.file} ${problem}`);
    }
    return dropped;
  }

  async #problemOf({ file, sizeBytes, sha256 }: Snapshot): Promise<string | undefined> {
    const path = join(this.#context.store.folder!, file);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined) return "was missing";
    if (size !== sizeBytes) return "was damaged";
    try {
      return sha256 === null || await hashFile(path) === sha256 ? undefined : "was damaged";
    } catch (error) {
      return `cannot be read: ${(error as Error).message}`;
    }
  }

  #drop(number: number, { seq, file }: Snapshot): void {
    const { store } = this.#context;
    const sql = "DELETE FROM _cf_snapshot WHERE database = ? AND seq = ?";
    store.run(sql, BigInt(number), BigInt(seq));
    removeDatabaseFile(join(store.folder!, file));
  }

  /** Commits to a database, and their changesets' bytes, after its newest snapshot. */
  #sinceSnapshot(number: number): Growth {
    const newest = this.list(number)[0]?.seq ?? 0;
    return { ...this.#context.log.extentOf(number, newest) };
  }

  /** Whether a snapshot is being copied. */
  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** Resolves when no snapshot is being copied. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#running.values()]);
  }

  /** Deletes a database's snapshots with their rows, within the caller's transaction. */
  remove({ number }: DatabaseEntry): void {
    const { store } = this.#context;
    for (const { file } of namedSnapshots(store, number)) {
      removeDatabaseFile(join(store.folder!, file));
    }
    store.run("DELETE FROM _cf_snapshot WHERE database = ?", BigInt(number));
  }

  /** Deletes files in the snapshot folder that no row names: left over by a crash. */
  sweep(): void {
    const folder = join(this.#context.store.folder ?? "", "snapshots");
    if (this.#context.store.folder === null || !existsSync(folder)) return;
    const rows = this.#context.store.all<{ file: string }>("SELECT file FROM _cf_snapshot");
    const named = new Set(rows.map(({ file }) => file));
    for (const name of readdirSync(folder)) {
      if (!named.has(join("snapshots", name))) rmSync(join(folder, name), { force: true });
    }
  }

  async #copy(entry: DatabaseEntry, folder: string): Promise<Snapshot | undefined> {
    const { files, store } = this.#context;
    if (files.checkpointing !== undefined || !files.checkpoint(entry.key)) return undefined;
    const file = join("snapshots", `${databaseFileName(entry.key)}@${entry.seq}`);
    const path = join(folder, file);
    mkdirSync(join(folder, "snapshots"), { recursive: true });
    files.freeze();
    try {
      await Deno.copyFile(files.location(entry.key), `${path}.new`);
      if (files.disturbed([entry.key])) {
        rmSync(`${path}.new`);
        return undefined;
      }
    } catch (error) {
      rmSync(`${path}.new`, { force: true });
      throw error;
    } finally {
      files.thaw();
    }
    if (!store.isOpen) return undefined;
    await syncCopy(`${path}.new`);
    if (!store.isOpen) return undefined;
    const sha256 = await hashFile(`${path}.new`);
    if (!store.isOpen) return undefined;
    renameSync(`${path}.new`, path);
    const snapshot = { seq: entry.seq, file, sizeBytes: statSync(path).size, sha256 };
    this.#record(entry, snapshot);
    return snapshot;
  }

  #record({ number }: DatabaseEntry, { seq, file, sizeBytes, sha256 }: Snapshot): void {
    const { store } = this.#context;
    store.transact(() => {
      store.run(
        `INSERT OR REPLACE INTO _cf_snapshot (database, seq, file, size_bytes, sha256)
         VALUES (?, ?, ?, ?, ?)`,
        BigInt(number),
        BigInt(seq),
        file,
        BigInt(sizeBytes),
        sha256,
      );
    });
    const kept = this.list(number).slice(0, this.#policy.keep).map(({ seq }) => seq);
    for (const old of namedSnapshots(store, number)) {
      if (!kept.includes(old.seq)) this.#drop(number, old);
    }
  }
}
