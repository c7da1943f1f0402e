/**
 * `_cf_undo` in a pattern's file: the changesets of its last commits, each with the watermark
 * before it. Where the space's own store was set back, the file can follow by undoing them.
 *
 * ```
 * seq             the commit
 * before_seq      watermark before it: seq and hash, 0 and NULL for a new file
 * before_hash
 * changeset       what it did; NULL when it changed the schema too, which cannot be undone
 * ```
 */

import type { DatabaseSync } from "node:sqlite";
import type { SpaceStore } from "../store/space-store.ts";
import { PATTERN_ALIAS } from "./pattern-files.ts";

/** How many commits a file can take back. */
const UNDO_DEPTH = 64;

const TABLE = `${PATTERN_ALIAS}._cf_undo`;

/** One commit that a file can take back. */
export interface UndoEntry {
  readonly seq: number;
  readonly beforeSeq: number;
  readonly beforeHash: Uint8Array | null;
  readonly changeset: Uint8Array | null;
}

/** Makes the table in the file under `alias`, unless it is there. */
export function createUndoTable(connection: DatabaseSync, alias: string): void {
  connection.exec(
    `CREATE TABLE IF NOT EXISTS ${alias}._cf_undo (
       seq INTEGER PRIMARY KEY, before_seq INTEGER NOT NULL, before_hash BLOB, changeset BLOB
     ) STRICT`,
  );
}

/** Remembers a commit of the attached file, and forgets the oldest. */
export function rememberUndo(store: SpaceStore, entry: UndoEntry): void {
  store.run(
    `INSERT OR REPLACE INTO ${TABLE} (seq, before_seq, before_hash, changeset)
     VALUES (?, ?, ?, ?)`,
    BigInt(entry.seq),
    BigInt(entry.beforeSeq),
    entry.beforeHash,
    entry.changeset,
  );
}

/** Keeps the newest entries that a file can take back. */
export function trimUndo(store: SpaceStore): void {
  store.run(
    `DELETE FROM ${TABLE} WHERE seq <= (
       SELECT seq FROM ${TABLE} ORDER BY seq DESC LIMIT 1 OFFSET ${UNDO_DEPTH}
     )`,
  );
}

/** The commits after `seq` that the attached file can take back, newest first. */
export function undoEntriesAfter(store: SpaceStore, seq: number): UndoEntry[] {
  const rows = store.database.prepare(
    `SELECT seq, before_seq, before_hash, changeset FROM ${TABLE} WHERE seq > ? ORDER BY seq DESC`,
  ).all(BigInt(seq));
  return rows.map((row) => ({
    seq: Number(row.seq),
    beforeSeq: Number(row.before_seq),
    beforeHash: row.before_hash as Uint8Array | null,
    changeset: row.changeset as Uint8Array | null,
  }));
}

/** Drops an entry that has been taken back. */
export function forgetUndo(store: SpaceStore, seq: number): void {
  store.run(`DELETE FROM ${TABLE} WHERE seq = ?`, BigInt(seq));
}
