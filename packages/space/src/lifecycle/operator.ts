/**
 * What an operator may do with a space beyond what its owner may: look at files, check them, put
 * them right, and take them out. No rights of principals are checked here; the host decides who
 * gets to call it.
 */

import { statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseKey } from "@cf/protocol";
import { CfError, type JsonObject } from "@cf/utils";
import type { ImportReport, ImportRequest, Imports } from "../commit/imports.ts";
import type { DatabaseEntry, DatabaseState } from "../commit/database-table.ts";
import { CannotRebuildError, SourceError } from "../errors.ts";
import { documentKey } from "../log/record.ts";
import type { LogProblem } from "../log/commit-log.ts";
import { describeFinding, type Finding } from "../recovery/inspect.ts";
import type { Maintenance } from "../recovery/maintenance.ts";
import type { Repair } from "../recovery/repairs.ts";
import type { SpaceParts } from "../space-parts.ts";
import type { Source } from "../sources/source-registry.ts";
import type { Behind, SourceWriter } from "../sources/source-writer.ts";
import { databaseFileName, databaseKeyText } from "../store/layout.ts";
import { backUp, type BackupManifest } from "./backup.ts";
import { dropDamagedSnapshots, pruneLog, type PruneReport } from "./prune.ts";
import type { Snapshot } from "../recovery/snapshot-files.ts";
import type { GarbageReport, Trash } from "./trash.ts";

/** A pattern database as an operator sees it. */
export interface DatabaseInfo {
  readonly key: DatabaseKey;
  /** Names it in the log, among others of the same key that are in the trash. */
  readonly number: number;
  /** The file's name in the space's folder; `null` in memory. */
  readonly file: string | null;
  /** Size of the file and its write-ahead log; 0 when missing. */
  readonly sizeBytes: number;
  /** The last commit that wrote to it. */
  readonly seq: number;
  readonly state: DatabaseState;
}

/** The outcome of a check. */
export interface DatabaseReport {
  readonly key: DatabaseKey;
  readonly finding: Finding;
  /** The finding in words; empty for a file that is as it should be. */
  readonly detail: string;
  /** How the content differs from a replay of the log; empty when it does not. */
  readonly differences: readonly string[];
  /** What is wrong with its snapshots, from which it may have to be made anew. */
  readonly snapshots: readonly string[];
}

/** What an operator's work needs besides the parts of the space. */
export interface OperatorContext {
  readonly trash: Trash;
  readonly sourceWriter: SourceWriter;
  readonly maintenance: Maintenance;
  readonly imports: Imports;
  readonly now: () => number;
  /** Told of a file that is lent no more. */
  readonly onTakenBack: (id: string) => void;
}

/** Operations on one open space. What takes long runs in another process, and commits go on. */
export class Operator {
  readonly #parts: SpaceParts;
  readonly #trash: Trash;
  readonly #sourceWriter: SourceWriter;
  readonly #maintenance: Maintenance;
  readonly #imports: Imports;
  readonly #now: () => number;
  readonly #onTakenBack: (id: string) => void;
  #running = 0;

  constructor(
    parts: SpaceParts,
    { trash, sourceWriter, maintenance, imports, now, onTakenBack }: OperatorContext,
  ) {
    this.#imports = imports;
    this.#onTakenBack = onTakenBack;
    this.#maintenance = maintenance;
    this.#parts = parts;
    this.#trash = trash;
    this.#sourceWriter = sourceWriter;
    this.#now = now;
  }

  /** Whether something that was asked for is still being done. */
  get isBusy(): boolean {
    return this.#running > 0;
  }

  /** The pattern databases that the log knows. */
  databases(): DatabaseInfo[] {
    return this.#parts.databases.list().map(({ key, number, seq, state }) => ({
      key,
      number,
      file: this.#parts.store.folder === null ? null : databaseFileName(key),
      sizeBytes: this.#sizeOf(key),
      seq,
      state,
    }));
  }

  /** Whether a handle declares this database, written or not. */
  isDeclared({ id, scope }: DatabaseKey): boolean {
    return this.#parts.documents.get(documentKey(id, scope), id, scope).value !== undefined;
  }

  /** Checks the hash chain; empty when it holds. */
  verifyLog(): Promise<LogProblem[]> {
    return this.#during(this.#maintenance.verifyLog());
  }

  /**
   * Checks a database thoroughly, and changes nothing: pages, watermark, and every row against a
   * replay of the log.
   */
  async verify(key: DatabaseKey): Promise<DatabaseReport> {
    const report = await this.#during(this.#maintenance.verify(key));
    const wanted = this.#parts.databases.get(key)?.seq ?? 0;
    return { key, ...report, detail: describeFinding(report.finding, wanted) };
  }

  /**
   * Puts a database right as opening it would, or by a rebuild if its rows differ from the log, and has
   * a new snapshot for those that are damaged. Resolves to what was done.
   */
  repair(key: DatabaseKey): Promise<Repair[]> {
    return this.#during(this.#repair(key));
  }

  async #repair(key: DatabaseKey): Promise<Repair[]> {
    const { recovery, journal } = this.#parts;
    const before = journal.list(1)[0]?.number ?? 0;
    recovery.suspect(key);
    await this.#maintenance.ensure(key);
    const number = this.#parts.databases.get(key)?.number;
    const dropped = number === undefined ? [] : await this.#parts.snapshots.dropDamaged(number);
    try {
      await this.#compareAndRebuild(key);
    } catch (error) {
      // Where the log is pruned, and no snapshot is whole, the file is all that there is.
      if (dropped.length === 0 || !(error instanceof CfError && error.code === "cannot-rebuild")) {
        throw error;
      }
    }
    if (dropped.length > 0) {
      await this.#parts.snapshots.take(key);
      const database = databaseKeyText(key);
      journal.add({ time: this.#now(), database, action: "snapshot", detail: dropped.join("; ") });
    }
    return journal.list().filter(({ number }) => number > before);
  }

  async #compareAndRebuild(key: DatabaseKey): Promise<void> {
    const { finding, differences } = await this.#maintenance.verify(key);
    if (finding.kind === "damaged") {
      await this.#maintenance.rebuild(key, `its file was damaged: ${finding.problem}`);
    } else if (differences.length > 0) {
      await this.#maintenance.rebuild(key, differences.join("; "));
    }
  }

  /** Rebuilds a database's file from the log, also one in quarantine. Resolves to commits replayed. */
  rebuild(key: DatabaseKey): Promise<number> {
    return this.#during(this.#maintenance.rebuild(key, "an operator asked for it"));
  }

  /**
   * Writes a database, as of commit `to` or the newest, into a new SQLite file at `path`. Rejects
   * with {@linkcode CannotRebuildError}.
   */
  replay(key: DatabaseKey, path: string, to?: number): Promise<number> {
    return this.#during(this.#maintenance.replay(key, path, to));
  }

  /** The newest repairs, newest first. */
  repairs(max?: number): Repair[] {
    return this.#parts.journal.list(max);
  }

  /** Copies a database, so that a rebuild starts there. `undefined` in memory. */
  snapshot(key: DatabaseKey): Promise<Snapshot | undefined> {
    return this.#during(this.#parts.snapshots.take(key));
  }

  /**
   * Has another snapshot of each database that has none any more of those that the store names, as in a
   * space that a backup gave back.
   */
  async renewSnapshots(): Promise<void> {
    const { databases, snapshots } = this.#parts;
    for (const { key, number, state } of databases.list()) {
      if (state !== "live") continue;
      const dropped = await this.#during(snapshots.dropDamaged(number));
      if (dropped.length > 0) await this.snapshot(key);
    }
  }

  /** The snapshots of a database, newest first. */
  snapshots(key: DatabaseKey): Snapshot[] {
    return this.#parts.snapshots.list(this.#entryOf(key).number);
  }

  /**
   * Drops the log up to commit `before` (exclusive), or all that is older than a time in
   * milliseconds, after taking the snapshots that this needs.
   */
  async prune(
    limit: { readonly before: number } | { readonly olderThan: number },
  ): Promise<PruneReport> {
    const { log, databases } = this.#parts;
    const to = "before" in limit ? limit.before - 1 : log.seqAtTime(limit.olderThan);
    await this.#during(dropDamagedSnapshots(this.#parts, to));
    for (const { key, state } of databases.list()) if (state === "live") await this.snapshot(key);
    return await this.#during(pruneLog(this.#parts, to));
  }

  /**
   * Copies the whole space, as of one commit, into an empty folder, while commits go on. Rejects
   * with `BackupError`.
   */
  backUp(folder: string): Promise<BackupManifest> {
    const context = { maintenance: this.#maintenance, now: this.#now };
    return this.#during(backUp(this.#parts, folder, context));
  }

  /** A path in the space's folder for a file that is being sent; it is gone when the space is opened. */
  stagingPath(): string {
    return this.#imports.stagingPath();
  }

  /**
   * Takes the rows of an SQLite file into a database, as one commit of any size. Rejects with
   * `ImportError`, `ImportTimeoutError`, `StoreFailedError`, and what a migration refuses.
   */
  takeRowsIn(request: ImportRequest): Promise<ImportReport> {
    return this.#during(this.#imports.run(request));
  }

  /** Moves a database to the trash, as deleting its handle does. */
  discard(key: DatabaseKey, by: string): Promise<number> {
    return this.#trash.discard(this.#entryOf(key), by);
  }

  /** Takes a deleted database back out of the trash, by its number. Rejects with `TrashError`. */
  takeBack(number: number, by: string): Promise<number> {
    return this.#trash.takeBack(number, by);
  }

  /** What may be cleared away after a grace time; does so unless `dryRun`. */
  collectGarbage(options: { readonly graceMs: number; readonly dryRun: boolean }): GarbageReport {
    return this.#trash.collect(options);
  }

  /**
   * Lends a file on the server's disk to this space, read-only unless `writable`; that takes a
   * primary key in each of its tables. Write `value` to the document `id` to make the handle that
   * queries go through. Lending it again takes it as it is then. Rejects with `SourceError`.
   */
  async lendFile(
    path: string,
    { writable = false }: { readonly writable?: boolean } = {},
  ): Promise<Source & { readonly value: JsonObject }> {
    const { sources, log } = this.#parts;
    sources.check(path);
    await this.#during(this.#sourceWriter.check(path, writable));
    return sources.add(path, { writable, since: log.head.seq });
  }

  /** The files that are lent to this space, and why one lacks commits of the log, if it does. */
  lentFiles(): (Source & { readonly behind?: Behind })[] {
    return this.#parts.sources.list().map((source) => {
      const behind = this.#sourceWriter.behind(source.id);
      return behind === undefined ? source : { ...source, behind };
    });
  }

  /** Takes a lent file back; queries and writes through its handle fail from then on. */
  takeBackFile(id: string): void {
    const { sources } = this.#parts;
    if (sources.get(id) === undefined) throw new SourceError(id, "no file is lent under this id");
    sources.remove(id);
    this.#onTakenBack(id);
  }

  async #during<T>(work: Promise<T>): Promise<T> {
    this.#running++;
    try {
      return await work;
    } finally {
      this.#running--;
    }
  }

  #entryOf(key: DatabaseKey): DatabaseEntry {
    const entry = this.#parts.databases.get(key);
    if (entry === undefined) throw new CannotRebuildError(key.id, "the log holds no commit for it");
    return entry;
  }

  #sizeOf(key: DatabaseKey): number {
    const { folder } = this.#parts.store;
    if (folder === null) return 0;
    const path = join(folder, databaseFileName(key));
    return ["", "-wal"].reduce((size, suffix) => {
      const stat = statSync(path + suffix, { throwIfNoEntry: false });
      return size + (stat?.size ?? 0);
    }, 0);
  }
}
