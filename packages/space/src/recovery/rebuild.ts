/**
 * Building a pattern's file anew: the newest snapshot that is not too new, plus the changesets
 * after it. The result is made beside the file and takes its place by a rename, so that a crash
 * leaves either the one or the other.
 */

import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { DatabaseEntry } from "../commit/database-table.ts";
import { createUndoTable } from "../commit/undo-table.ts";
import { readWatermark } from "../database/watermark.ts";
import { CannotRebuildError } from "../errors.ts";
import { type CommitLog, type LogEntry, sameBytes } from "../log/commit-log.ts";
import { hashFileNow } from "../store/file-hash.ts";
import { databaseKeyText } from "../store/layout.ts";
import type { SpaceStore } from "../store/space-store.ts";
import { replayOnto } from "./replay.ts";
import { namedSnapshots } from "./snapshot-files.ts";

/** From where and to where to build. */
export interface RebuildOptions {
  readonly store: SpaceStore;
  readonly log: CommitLog;
  readonly entry: DatabaseEntry;
  /** As of which commit; the newest unless given. */
  readonly to?: number;
}

const BATCH = 512;

/**
 * Builds the database of `entry` in a new file at `path`, which must not exist. Returns how many
 * commits were replayed. Throws {@linkcode CannotRebuildError}.
 */
export function rebuildInto(path: string, options: RebuildOptions): number {
  const { entry, log } = options;
  const to = options.to ?? log.head.seq;
  const start = takeSnapshot(path, options, to);
  if (start === 0 && log.first > 1 && hasPrunedCommits(options)) {
    throw new CannotRebuildError(
      entry.key.id,
      "the log begins after its first commit, and no snapshot of it is whole; take one of the file, " +
        "if that is whole, with «cf sqlite snapshot», put the space back to a backup with «cf space " +
        "restore», or give the database up with «cf sqlite discard»",
    );
  }
  const connection = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  try {
    connection.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    let commits = 0;
    for (const batch of batches(log.ofDatabase(entry.number, start), to)) {
      commits += replayOnto({ connection, alias: "main" }, batch)?.commits ?? 0;
    }
    createUndoTable(connection, "main");
    const reached = readWatermark(connection, "main")?.seq ?? 0;
    // Commits that came after the entry was read are in the log as well.
    if (to >= entry.seq && reached < entry.seq) {
      throw new CannotRebuildError(
        entry.key.id,
        `the log leads to commit ${reached}, and not to ${entry.seq}`,
      );
    }
    connection.exec("PRAGMA journal_mode = WAL");
    return commits;
  } catch (cause) {
    if (cause instanceof CannotRebuildError) throw cause;
    throw new CannotRebuildError(databaseKeyText(entry.key), (cause as Error).message, cause);
  } finally {
    connection.close();
    syncFile(path);
  }
}

/** What holds a part of a database, the file itself last. */
const PARTS = ["-wal", "-journal", ""];

/**
 * Deletes a database file with what SQLite keeps beside it. The file itself goes last: whoever is
 * killed in between never leaves a write-ahead log that SQLite would take for that of the next file
 * of this name.
 */
export function removeDatabaseFile(path: string): void {
  for (const suffix of ["-shm", ...PARTS]) rmSync(path + suffix, { force: true });
}

/**
 * Moves a closed database with its write-ahead log, or a log whose file is gone, in the order in which
 * {@linkcode removeDatabaseFile} deletes. A file without its log is one of an earlier commit.
 */
export function moveDatabaseFile(from: string, to: string): void {
  const parts = PARTS.filter((suffix) => existsSync(from + suffix));
  if (parts.length > 0) mkdirSync(dirname(to), { recursive: true });
  for (const suffix of parts) renameSync(from + suffix, to + suffix);
  removeDatabaseFile(from);
}

/**
 * Deletes the copies that a killed process was making beside the databases of a space. What cannot be
 * deleted is in the way of the next such copy at most, which says so.
 */
export function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, file] = /^(db-.*\.sqlite\.(?:new|verify|replay))(?:-wal|-shm|-journal)?$/.exec(name) ??
      [];
    try {
      if (file !== undefined) removeDatabaseFile(join(folder, file));
    } catch {
      continue;
    }
  }
}

/** Pushes a finished file to the disk. */
export function syncFile(path: string): void {
  const file = Deno.openSync(path, { read: true, write: true });
  file.syncSync();
  file.close();
}

/** Does the same while others go on. */
export async function syncCopy(path: string): Promise<void> {
  using file = await Deno.open(path, { read: true, write: true });
  await file.sync();
}

/**
 * Copies the newest usable snapshot to `path`; returns its seq, 0 if there is none. A snapshot of
 * another history, which a store that was set back may come to name, is not usable.
 */
function takeSnapshot(path: string, { store, log, entry }: RebuildOptions, to: number): number {
  if (store.folder === null) return 0;
  for (const { seq, file, sha256 } of namedSnapshots(store, entry.number)) {
    const source = join(store.folder, file);
    if (seq > to || !existsSync(source)) continue;
    copyFileSync(source, path);
    const isCopy = sha256 === null || hashFileNow(path) === sha256;
    if (isCopy && isSound(path, { seq, hash: log.read(seq)?.hash })) return seq;
    removeDatabaseFile(path);
  }
  return 0;
}

/** Whether the copy is whole and of that commit; a log that was pruned no longer says its hash. */
function isSound(
  path: string,
  { seq, hash }: { readonly seq: number; readonly hash: Uint8Array | undefined },
): boolean {
  const connection = new DatabaseSync(path);
  try {
    const [answer] = connection.prepare("PRAGMA quick_check(1)").all();
    const mark = readWatermark(connection, "main");
    if (answer?.quick_check !== "ok" || mark?.seq !== seq) return false;
    return hash === undefined || sameBytes(mark.hash, hash);
  } catch {
    return false;
  } finally {
    connection.close();
  }
}

function hasPrunedCommits({ store, log, entry }: RebuildOptions): boolean {
  const first = store.get<{ seq: number | null }>(
    "SELECT min(seq) AS seq FROM _cf_log WHERE database = ?",
    BigInt(entry.number),
  );
  const record = first?.seq ? log.read(first.seq)?.record : undefined;
  // A database's history begins with the statements that made its schema.
  return record === undefined || record.database!.schema.length === 0;
}

function* batches(entries: Iterable<LogEntry>, to: number): Generator<LogEntry[]> {
  let batch: LogEntry[] = [];
  for (const entry of entries) {
    if (entry.record.seq > to) break;
    batch.push(entry);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
