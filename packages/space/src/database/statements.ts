/**
 * Runs the statements of one commit and records every row they changed.
 *
 * SQLite's session extension records: it sees cascades, triggers and REPLACE, leaves out what a
 * rolled-back savepoint undid, and keeps one record per row. One session is opened per table that
 * the statements can change, as the guard's verdict says, so that full-text shadow tables and the
 * runtime's own tables cost nothing.
 */

import type { DatabaseSync } from "node:sqlite";
import { type RowChange, SqlError, type SqlStatement, type SqlValue } from "@cf/protocol";
import { type ChangedRow, concatenate, decodeChangeset, type StoredValue } from "./changeset.ts";
import type { Declaration } from "./declaration.ts";
import { type GuardedStatement, guardOf, type GuardScope } from "./guard.ts";
import type {} from "./driver.ts";
import { linkChecker } from "./link-check.ts";
import { bindArguments, fromDriver, isNamed, slotValues } from "./parameters.ts";
import { quoteName } from "./sql-tokens.ts";

/** What the statements did. */
export interface StatementsResult {
  /** Empty when no row changed. */
  readonly changeset: Uint8Array;
  /** Complete rows before and after, for the tables that were asked for. */
  readonly rows: RowChange[];
}

/** Options of {@linkcode runStatements}. */
export interface RunOptions {
  /** Which tables' changes to return as rows; all by default. */
  readonly rowsFor?: (table: string) => boolean;
}

/**
 * Runs `statements` in order on the file under `alias`, inside the caller's transaction, with
 * foreign keys on. On any error the caller rolls back its savepoint: `SqlError`,
 * `GuardViolationError`, `ParameterError`, `LinkColumnError`.
 */
// deno-lint-ignore cf/function-arguments -- the hottest call of the write path, made in one place
export function runStatements(
  connection: DatabaseSync,
  alias: string,
  declaration: Declaration,
  statements: readonly SqlStatement[],
  options: RunOptions = {},
): StatementsResult {
  const guard = guardOf(connection);
  const scope: GuardScope = { alias, declaration };
  const prepared = statements.map(({ sql }) => guard.prepare(scope, "write", sql));
  const tables = new Set(prepared.flatMap(({ writes }) => [...writes]));
  const sessions = [...tables].map((table) => connection.createSession({ db: alias, table }));
  try {
    guard.run(scope, () => {
      statements.forEach((statement, i) => {
        runOne(statement, prepared[i]!, linkChecker(declaration, statement.sql));
      });
    });
    const parts = sessions.map((session) => session.changeset()).filter((part) => part.length > 0);
    const changeset = parts.length === 0 ? new Uint8Array() : concatenate(parts);
    const watched = options.rowsFor === undefined || [...tables].some(options.rowsFor);
    const rows = watched && changeset.length > 0
      ? completeRows(connection, alias, changeset, options.rowsFor)
      : [];
    return { changeset, rows };
  } finally {
    for (const session of sessions) session.close();
  }
}

function runOne(
  { sql, params, rows }: SqlStatement,
  guarded: GuardedStatement,
  checkLinks: (values: readonly unknown[]) => void,
): void {
  const { slots, statement } = guarded;
  const named = slots.some(isNamed);
  for (const entry of rows ?? [params ?? []]) {
    const values = slotValues(slots, entry, sql);
    checkLinks(values);
    try {
      statement.run(...(named ? bindArguments(slots, values) : values));
    } catch (error) {
      const parameterTypes = values.map(typeName);
      throw new SqlError(sqliteMessage(error), { sql, parameterTypes }, error);
    }
  }
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "bigint") return "integer";
  if (typeof value === "number") return "real";
  return typeof value === "string" ? "text" : "blob";
}

/** SQLite's message without the general phrase that the driver puts before it. */
function sqliteMessage(error: unknown): string {
  return (error as Error).message.replace(/^constraint failed /, "");
}

function completeRows(
  connection: DatabaseSync,
  alias: string,
  changeset: Uint8Array,
  rowsFor: ((table: string) => boolean) | undefined,
): RowChange[] {
  const readers = new Map<string, (row: ChangedRow) => StoredValue[]>();
  return decodeChangeset(changeset)
    .filter((row) => rowsFor === undefined || rowsFor(row.table))
    .map((row) => {
      if (row.op !== "update") return rowChange(row, row.old, row.new);
      let read = readers.get(row.table);
      if (read === undefined) readers.set(row.table, read = rowReader(connection, alias, row));
      const present = read(row);
      const old = present.map((value, i) => row.old![i] === undefined ? value : row.old![i]);
      return rowChange(row, old, present);
    });
}

function rowReader(connection: DatabaseSync, alias: string, sample: ChangedRow) {
  const columns = connection.prepare(
    `pragma ${quoteName(alias)}.table_xinfo(${quoteName(sample.table)})`,
  ).all().filter((row) => row.hidden === 0).map((row) => quoteName(String(row.name)));
  const where = columns.filter((_, i) => sample.key[i]).map((name) => `${name} = ?`).join(" and ");
  const statement = connection.prepare(
    `select ${columns.join(", ")} from ${quoteName(alias)}.${
      quoteName(sample.table)
    } where ${where}`,
  );
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  return (row: ChangedRow) => {
    const key = row.old!.filter((_, i) => row.key[i]) as Parameters<typeof statement.get>;
    return statement.get(...key) as unknown as StoredValue[];
  };
}

function rowChange(
  row: ChangedRow,
  old: readonly StoredValue[] | null,
  fresh: readonly StoredValue[] | null,
): RowChange {
  const values = (list: readonly StoredValue[] | null): SqlValue[] | null =>
    list === null ? null : list.map(fromDriver);
  return { table: row.table, op: row.op, old: values(old), new: values(fresh) };
}
