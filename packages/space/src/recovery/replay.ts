/**
 * Replaying the log onto a pattern's file: schema statements, then the changeset, commit by commit.
 *
 * Foreign keys are off meanwhile, because cascades are records of their own.
 */

import type { DatabaseSync } from "node:sqlite";
import { applyChangeset } from "../database/changeset-apply.ts";
import { applySchema } from "../database/schema.ts";
import { writeWatermark } from "../database/watermark.ts";
import type { LogEntry } from "../log/commit-log.ts";

/** A connection and the schema name under which it has the file. */
export interface ReplayTarget {
  readonly connection: DatabaseSync;
  readonly alias: string;
}

/** The watermark after a replay. */
export interface Replayed {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly commits: number;
}

/**
 * Applies `entries` in order, in one transaction, and stamps the file with the last one's
 * watermark. Returns `undefined` if there were none. On an error the transaction is rolled back.
 */
export function replayOnto(
  target: ReplayTarget,
  entries: Iterable<LogEntry>,
  onEntry: (entry: LogEntry) => void = () => {},
): Replayed | undefined {
  const { connection, alias } = target;
  return withoutForeignKeys(connection, () => {
    let last: Replayed | undefined;
    for (const entry of entries) {
      applySchema(connection, alias, entry.record.database?.schema ?? []);
      for (const changeset of entry.changesets) applyChangeset(connection, alias, changeset);
      onEntry(entry);
      last = { seq: entry.record.seq, hash: entry.hash, commits: (last?.commits ?? 0) + 1 };
    }
    if (last !== undefined) writeWatermark(connection, alias, last);
    return last;
  });
}

/** Runs `work` in a transaction in which no foreign key is enforced. */
export function withoutForeignKeys<T>(connection: DatabaseSync, work: () => T): T {
  connection.exec("PRAGMA foreign_keys = OFF");
  try {
    connection.exec("BEGIN IMMEDIATE");
    const result = work();
    connection.exec("COMMIT");
    return result;
  } catch (error) {
    if (connection.isTransaction) connection.exec("ROLLBACK");
    throw error;
  } finally {
    connection.exec("PRAGMA foreign_keys = ON");
  }
}
