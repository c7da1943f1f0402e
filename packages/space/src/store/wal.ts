/**
 * Giving back what a failed transaction left in a write-ahead log.
 *
 * ```text
 * log = header(32 bytes) frame*     frame = head(24 bytes) page
 * ```
 *
 * A transaction larger than SQLite's cache writes frames before it commits. When it is rolled back
 * they stay behind the last committed frame, where nobody reads them and the next transaction
 * overwrites them. On a full disk they are the room that every other file lacks.
 */

import { statSync, truncateSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";

const HEADER_BYTES = 32;
const FRAME_HEAD_BYTES = 24;

/**
 * Cuts the log of the file at `path`, which `connection` has under `alias`, behind its last committed
 * frame. Call it when no transaction is open and no other process writes to the file.
 */
export function trimLog(connection: DatabaseSync, alias: string, path: string): void {
  const log = `${path}-wal`;
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return;
  const found = connection.prepare(`PRAGMA ${alias}.wal_checkpoint(NOOP)`).get();
  const frames = Number(found?.log ?? -1);
  const page = Number(connection.prepare(`PRAGMA ${alias}.page_size`).get()!.page_size);
  const used = HEADER_BYTES + frames * (FRAME_HEAD_BYTES + page);
  if (frames >= 0 && used < size) truncateSync(log, used);
}
