/**
 * Runs the statements of one commit and records every row they changed.
 *
 * SQLite's session extension records: it sees cascades, triggers and REPLACE, leaves out what a
 * rolled-back savepoint undid, and keeps one record per row. One session is opened per table that
 * the statements can change, as the guard's verdict says, so that full-text shadow tables and the
 * runtime's own tables cost nothing.
 */

import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { type RowChange, SqlError, type SqlStatement, type SqlValue } from "@cf/protocol";
import { type ChangedRow, concatenate, decodeChangeset, type StoredValue } from "./changeset.ts";
import { type Declaration, declaredTable } from "./declaration.ts";
import { type GuardedStatement, guardOf, type GuardScope } from "./guard.ts";
import type {} from "./driver.ts";
import { linkChecker } from "./link-check.ts";
import { checkStoredLinks, storesLinks } from "./link-values.ts";
import { bindArguments, fromDriver, isNamed, slotValues } from "./parameters.ts";
import { quoteName } from "./sql-tokens.ts";
import { sameName } from "./table-model.ts";
import { checkWork } from "./write-bound.ts";

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
    statements.forEach((statement, i) => bound(connection, alias, statement, prepared[i]!));
    guard.run(scope, () => {
      statements.forEach((statement, i) => {
        runOne(statement, prepared[i]!, linkChecker(declaration, statement.sql));
      });
    });
    const parts = sessions.map((session) => session.changeset()).filter((part) => part.length > 0);
    const changeset = parts.length === 0 ? new Uint8Array() : concatenate(parts);
    if (changeset.length > 0 && [...tables].some((table) => storesLinks(declaration, table))) {
      const sql = statements.map((statement) => statement.sql).join("; ");
      checkStoredLinks(connection, decodeChangeset(changeset), { alias, declaration, sql });
    }
    const watched = options.rowsFor === undefined || [...tables].some(options.rowsFor);
    const rows = watched && changeset.length > 0
      ? completeRows(connection, scope, { changeset, rowsFor: options.rowsFor })
      : [];
    return { changeset, rows };
  } finally {
    for (const session of sessions) session.close();
  }
}

/** Refuses a statement with nested loops over too many rows, which nothing could interrupt. */
function bound(
  connection: DatabaseSync,
  alias: string,
  { sql, params, rows }: SqlStatement,
  { plan, reads, writes }: GuardedStatement,
): void {
  if (plan === null) return;
  let lengthMax = 0;
  for (const entry of rows ?? [params ?? []]) {
    for (const value of Object.values(entry)) {
      if (typeof value === "string") lengthMax = Math.max(lengthMax, value.length);
    }
  }
  const tables = new Set([...reads.keys(), ...writes]);
  checkWork(connection, plan, { alias, sql, tables, times: rows?.length ?? 1, lengthMax });
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

/** Complete rows of the changed tables that are asked for, columns in declared order. */
function completeRows(
  connection: DatabaseSync,
  scope: GuardScope,
  { changeset, rowsFor }: {
    readonly changeset: Uint8Array;
    readonly rowsFor: ((table: string) => boolean) | undefined;
  },
): RowChange[] {
  const tables = new Map<string, RowCompleter>();
  const rows: RowChange[] = [];
  for (const row of decodeChangeset(changeset)) {
    if (rowsFor !== undefined && !rowsFor(row.table)) continue;
    let table = tables.get(row.table);
    if (table === undefined) {
      tables.set(row.table, table = new RowCompleter(connection, scope, row.table));
    }
    rows.push(table.complete(row));
  }
  return rows;
}

/** Makes records of one table complete. */
class RowCompleter {
  readonly #connection: DatabaseSync;
  readonly #target: string;
  /** The file's stored columns, in the file's order. */
  readonly #columns: readonly string[];
  /** For each declared column its place in the file; they differ where columns were added. */
  readonly #places: readonly number[] | null;
  #read: StatementSync | undefined;

  constructor(connection: DatabaseSync, { alias, declaration }: GuardScope, table: string) {
    this.#connection = connection;
    this.#target = `${quoteName(alias)}.${quoteName(table)}`;
    this.#columns = connection.prepare(
      `pragma ${quoteName(alias)}.table_xinfo(${quoteName(table)})`,
    )
      .all().filter((row) => row.hidden === 0).map((row) => String(row.name));
    const declared = declaredTable(declaration, table)!.model.columns
      .filter((column) => column.generated === null);
    const places = declared.map(({ name }) =>
      this.#columns.findIndex((column) => sameName(column, name))
    );
    this.#places = places.every((place, i) => place === i) ? null : places;
  }

  complete(row: ChangedRow): RowChange {
    if (row.op !== "update") return this.#change(row, row.old, row.new);
    const present = this.#present(row);
    const old = present.map((value, i) => row.old![i] === undefined ? value : row.old![i]);
    return this.#change(row, old, present);
  }

  #present(row: ChangedRow): readonly StoredValue[] {
    const names = this.#columns.map(quoteName);
    if (this.#read === undefined) {
      const where = names.filter((_, i) => row.key[i]).map((name) => `${name} = ?`).join(" and ");
      this.#read = this.#connection.prepare(
        `select ${names.join(", ")} from ${this.#target} where ${where}`,
      );
      this.#read.setReadBigInts(true);
      this.#read.setReturnArrays(true);
    }
    const key = row.old!.filter((_, i) => row.key[i]) as SQLInputValue[];
    return this.#read.get(...key) as unknown as StoredValue[];
  }

  #change(
    { table, op }: ChangedRow,
    old: readonly StoredValue[] | null,
    fresh: readonly StoredValue[] | null,
  ): RowChange {
    return { table, op, old: this.#values(old), new: this.#values(fresh) };
  }

  #values(row: readonly StoredValue[] | null): SqlValue[] | null {
    if (row === null) return null;
    if (this.#places === null) return row.map(fromDriver);
    return this.#places.map((place) => fromDriver(row[place]));
  }
}
