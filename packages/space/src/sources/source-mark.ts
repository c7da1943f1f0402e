/**
 * The mark that each space leaves in a file that it writes to.
 *
 * ```text
 * _cf_source_watermark(space primary key, seq, hash)   the last commit of that space in this file
 * ```
 */

import type { DatabaseSync } from "node:sqlite";
import { hasTable } from "../database/watermark.ts";

const TABLE = "main._cf_source_watermark";

/** The last commit of a space that a file holds. */
export interface SourceMark {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** The mark of `space`, if it has written to the file. */
export function readMark(connection: DatabaseSync, space: string): SourceMark | undefined {
  if (!hasTable(connection, "main", "_cf_source_watermark")) return undefined;
  return connection.prepare(`SELECT seq, hash FROM ${TABLE} WHERE space = ?`).get(space) as
    | SourceMark
    | undefined;
}

/** Sets the mark of `space`, within the caller's transaction. */
export function writeMark(
  connection: DatabaseSync,
  space: string,
  { seq, hash }: SourceMark,
): void {
  connection.exec(
    `CREATE TABLE IF NOT EXISTS ${TABLE} ` +
      "(space TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL) STRICT",
  );
  connection.prepare(`INSERT OR REPLACE INTO ${TABLE} (space, seq, hash) VALUES (?, ?, ?)`)
    .run(space, BigInt(seq), hash);
}
