/**
 * The watermark: as of which commit a pattern's file is.
 *
 * `_cf_commit_watermark(id = 1, seq, hash)` is written in the transaction that changes the file's
 * rows, so the file always says which commit it holds; `hash` is that commit record's chain hash.
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { quoteName } from "./sql-tokens.ts";

/** The last commit a file holds. */
export interface Watermark {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** The watermark of the file under `alias`, or `undefined` when it was never written. */
export function readWatermark(connection: DatabaseSync, alias: string): Watermark | undefined {
  if (!hasTable(connection, alias, "_cf_commit_watermark")) return undefined;
  const row = connection.prepare(
    `select seq, hash from ${quoteName(alias)}._cf_commit_watermark where id = 1`,
  ).get();
  return row && { seq: Number(row.seq), hash: row.hash as Uint8Array };
}

/** One prepared statement per connection and schema name: it outlives attaching and detaching. */
const writers = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/** Sets the watermark, within the caller's transaction. */
export function writeWatermark(connection: DatabaseSync, alias: string, mark: Watermark): void {
  const table = `${quoteName(alias)}._cf_commit_watermark`;
  try {
    watermarkWriter(connection, alias).run(BigInt(mark.seq), mark.hash);
  } catch (error) {
    if (hasTable(connection, alias, "_cf_commit_watermark")) throw error;
    connection.exec(
      `create table ${table} (id integer primary key check (id = 1), ` +
        `seq integer not null, hash blob not null) strict`,
    );
    watermarkWriter(connection, alias).run(BigInt(mark.seq), mark.hash);
  }
}

function watermarkWriter(connection: DatabaseSync, alias: string): StatementSync {
  let known = writers.get(connection);
  if (known === undefined) writers.set(connection, known = new Map());
  let statement = known.get(alias);
  if (statement === undefined) {
    statement = connection.prepare(
      `insert into ${quoteName(alias)}._cf_commit_watermark (id, seq, hash) values (1, ?, ?) ` +
        `on conflict (id) do update set seq = excluded.seq, hash = excluded.hash`,
    );
    known.set(alias, statement);
  }
  return statement;
}

/** Whether the file under `alias` has a table of that name. */
export function hasTable(connection: DatabaseSync, alias: string, table: string): boolean {
  return connection.prepare(
    `select 1 from ${quoteName(alias)}.sqlite_master where type = 'table' and name = ?`,
  ).get(table) !== undefined;
}
