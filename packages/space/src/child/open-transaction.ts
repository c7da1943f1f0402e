/**
 * The transaction on a pattern's file that a child leaves open until its commit is in the log, and is
 * then committed with the watermark of that commit. There is one at a time.
 */

import { DatabaseSync } from "node:sqlite";
import { createUndoTable } from "../commit/undo-table.ts";
import { heedReplacedRows } from "../database/fts.ts";
import { writeWatermark } from "../database/watermark.ts";
import { trimLog } from "../store/wal.ts";

const LOCK_MS = 5000;

let open: { readonly database: DatabaseSync; readonly path: string } | undefined;

/** A connection that writes to the file at `path`. */
export function openFile(path: string): DatabaseSync {
  const file = new DatabaseSync(path, { timeout: LOCK_MS });
  heedReplacedRows(file);
  // A backup copies the main file meanwhile; the space brings it up when there is none.
  file.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0",
  );
  return file;
}

/** Makes the connection's transaction the one that is open; `path` is empty in memory. */
export function holdOpen(database: DatabaseSync, path: string): void {
  open = { database, path };
}

/** Rolls the open transaction back, if there is one, and closes its connection. */
export function takeBack(): void {
  if (open === undefined) return;
  const { database, path } = open;
  open = undefined;
  if (database.isTransaction) database.exec("ROLLBACK");
  if (path !== "") trimLog(database, "main", path);
  database.close();
}

/** A commit in the log, and the one before it that wrote the database. */
export interface LoggedCommit {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly beforeSeq: number;
  readonly beforeHash: Uint8Array | null;
}

/** Commits the open transaction with the watermark of its commit, or takes it back without one. */
export function endRehearsal({ logged }: { readonly logged: LoggedCommit | null }) {
  if (logged === null || open === undefined) {
    takeBack();
    return {};
  }
  const { database } = open;
  try {
    createUndoTable(database, "main");
    // What it did is not kept, being large: a file that is ahead by it is made anew.
    database.prepare(
      "INSERT OR REPLACE INTO main._cf_undo (seq, before_seq, before_hash, changeset) VALUES (?, ?, ?, NULL)",
    ).run(BigInt(logged.seq), BigInt(logged.beforeSeq), logged.beforeHash);
    writeWatermark(database, "main", logged);
    database.exec("COMMIT");
    return {};
  } finally {
    takeBack();
  }
}

/** Brings a main file up to its write-ahead log, as far as readers let it. */
export function checkpoint({ path }: { readonly path: string }): Record<never, never> {
  const database = openFile(path);
  try {
    database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    return {};
  } finally {
    database.close();
  }
}
