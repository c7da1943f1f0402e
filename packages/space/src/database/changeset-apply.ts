/**
 * Applies a changeset to a file: for replay after a crash, rebuild, undo and time travel.
 *
 * All rows the changeset names are taken out first, checked against their old values, and then put
 * in with their new ones, so that no order of rows can violate a unique constraint on the way. For
 * that foreign keys must be off: cascades are records of their own. Foreign triggers are taken away
 * while the rows move, for the same reason; those that keep a full-text index in step stay.
 */

import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { assert } from "@cf/utils";
import { type ChangedRow, decodeChangeset, type StoredValue } from "./changeset.ts";
import { ChangesetMismatchError } from "./errors.ts";
import { exactColumns, exactRow } from "./exact-values.ts";
import { quoteName } from "./sql-tokens.ts";

/**
 * Applies `changeset` to the file under `alias`, within the caller's transaction. On
 * {@linkcode ChangesetMismatchError} (`changeset-mismatch`) the caller rolls back.
 * `PRAGMA foreign_keys` must be off.
 */
export function applyChangeset(
  connection: DatabaseSync,
  alias: string,
  changeset: Uint8Array,
): void {
  if (changeset.length === 0) return;
  const keysOn = connection.prepare("pragma foreign_keys").get()!.foreign_keys;
  assert(keysOn === 0, "foreign keys are off while a changeset is applied");
  const byTable = new Map<string, ChangedRow[]>();
  for (const row of decodeChangeset(changeset)) {
    const rows = byTable.get(row.table);
    if (rows === undefined) byTable.set(row.table, [row]);
    else rows.push(row);
  }
  const restore = dropForeignTriggers(connection, alias, byTable);
  for (const [table, rows] of byTable) new TableWriter(connection, alias, table).apply(rows);
  restore();
}

class TableWriter {
  readonly #connection: DatabaseSync;
  readonly #target: string;
  readonly #table: string;
  readonly #columns: readonly string[];

  constructor(connection: DatabaseSync, alias: string, table: string) {
    this.#connection = connection;
    this.#table = table;
    this.#target = `${quoteName(alias)}.${quoteName(table)}`;
    const info = connection.prepare(`pragma ${quoteName(alias)}.table_xinfo(${quoteName(table)})`);
    this.#columns = info.all().filter((row) => row.hidden === 0).map((row) => String(row.name));
  }

  apply(rows: readonly ChangedRow[]): void {
    const [first] = rows;
    if (first!.key.length !== this.#columns.length) {
      throw new ChangesetMismatchError(
        `table ${this.#table} has ${this.#columns.length} columns, the changeset ${
          first!.key.length
        }`,
      );
    }
    const names = this.#columns.map(quoteName);
    const where = names.filter((_, i) => first!.key[i]).map((name) => `${name} is ?`).join(" and ");
    const take = this.#connection.prepare(
      `delete from ${this.#target} where ${where} returning ${exactColumns(this.#columns)}`,
    );
    take.setReadBigInts(true);
    take.setReturnArrays(true);
    const put = this.#connection.prepare(
      `insert into ${this.#target} (${names.join(", ")}) values (${
        names.map(() => "?").join(", ")
      })`,
    );
    const puts = rows.map((row) => this.#taken(row, take));
    for (const row of puts) if (row !== null) this.#put(put, row);
  }

  /** Takes the old row out and returns the row to put in. */
  #taken(row: ChangedRow, take: ReturnType<DatabaseSync["prepare"]>): SQLInputValue[] | null {
    if (row.op === "insert") return row.new as SQLInputValue[];
    const key = row.old!.filter((_, i) => row.key[i]) as SQLInputValue[];
    const [found] = take.all(...key) as unknown as StoredValue[][];
    if (found === undefined) {
      throw new ChangesetMismatchError(`table ${this.#table} lacks the row with key ${text(key)}`);
    }
    const present = exactRow(this.#columns, found);
    row.old!.forEach((value, i) => {
      if (value === undefined || sameStored(value, present[i])) return;
      throw new ChangesetMismatchError(
        `column ${this.#table}.${this.#columns[i]} of the row with key ${text(key)} differs`,
      );
    });
    if (row.op === "delete") return null;
    return present.map((value, i) =>
      row.new![i] ?? (row.new![i] === null ? null : value)
    ) as SQLInputValue[];
  }

  #put(put: ReturnType<DatabaseSync["prepare"]>, row: readonly SQLInputValue[]): void {
    try {
      put.run(...row);
    } catch (error) {
      throw new ChangesetMismatchError(`table ${this.#table}: ${(error as Error).message}`);
    }
  }
}

/** Whether two stored values are the same value of the same type. */
function sameStored(a: StoredValue, b: StoredValue): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, i) => byte === b[i]);
  }
  return a === b || (typeof a === "number" && typeof b === "number" && Object.is(a, b));
}

function text(key: readonly unknown[]): string {
  return key.map((value) => typeof value === "string" ? `'${value}'` : String(value)).join(", ");
}

const TRIGGER_HEAD = /^\s*create\s+trigger\s+(if\s+not\s+exists\s+)?/i;

function dropForeignTriggers(
  connection: DatabaseSync,
  alias: string,
  tables: ReadonlyMap<string, unknown>,
): () => void {
  const schema = quoteName(alias);
  const triggers = connection.prepare(
    `select name, tbl_name, sql from ${schema}.sqlite_master where type = 'trigger'`,
  ).all().filter((row) =>
    !String(row.name).startsWith("_cf_fts_") && tables.has(String(row.tbl_name))
  );
  for (const { name } of triggers) {
    connection.exec(`drop trigger ${schema}.${quoteName(String(name))}`);
  }
  return () => {
    for (const { sql, name } of triggers) {
      const [head] = TRIGGER_HEAD.exec(String(sql)) ?? [];
      if (head === undefined) {
        throw new ChangesetMismatchError(`trigger ${name} is not written as SQLite stores one`);
      }
      // Prepared, so that text of the file behind the trigger's end is not run.
      connection.prepare(`create trigger ${schema}.${String(sql).slice(head.length)}`).run();
    }
  };
}
