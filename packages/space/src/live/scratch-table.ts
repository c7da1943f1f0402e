/**
 * A table in memory that holds one row, for expressions that SQLite evaluates over it.
 *
 * Its columns have the declared types and collations and no constraints, so that comparisons,
 * conversions and NULLs are exactly those of the real table.
 */

import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { SqlValue } from "@cf/protocol";
import { limitConnection } from "../database/limits.ts";
import { quoteName } from "../database/sql-tokens.ts";
import type { Row } from "./row-diff.ts";
import type { ColumnShape, TableShape } from "./table-shape.ts";

/** Longer values are left out for expressions that do not read them. */
const SHORT = 1_000;

/** A table of one row. */
export class ScratchTable {
  readonly #connection: DatabaseSync;
  readonly #columns: readonly ColumnShape[];
  readonly #insert: StatementSync;
  #loaded: Row | undefined;
  /** Positions that were left out of the loaded row. */
  #left = new Set<number>();

  /** Makes the table on `connection`. Throws when SQLite refuses its name or columns. */
  constructor(connection: DatabaseSync, name: string, columns: readonly ColumnShape[]) {
    this.#connection = connection;
    this.#columns = columns;
    const definitions = columns.map(({ name, affinity, collation }) =>
      `${quoteName(name)} ${affinity === "blob" ? "" : affinity} collate ${collation}`
    );
    connection.exec(
      `create table ${quoteName(name)} (${ROW_COLUMN} integer primary key, ${
        definitions.join(", ")
      })`,
    );
    this.#insert = connection.prepare(
      `insert or replace into ${quoteName(name)} values (1${", ?".repeat(columns.length)})`,
    );
  }

  /** Prepares a query over the one row; its rows are lists, with integers as `bigint`. */
  prepare(sql: string): StatementSync {
    const statement = this.#connection.prepare(sql);
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    return statement;
  }

  /**
   * Makes `row` the one row, as far as `needed` columns go. Returns false where its stored form
   * is not certain.
   */
  load(row: Row, needed: ReadonlySet<number>): boolean {
    for (const position of needed) {
      if (!isCertain(row[position]!, this.#columns[position]!)) return false;
    }
    if (this.#loaded === row && ![...needed].some((position) => this.#left.has(position))) {
      return true;
    }
    const left = new Set<number>();
    const values = this.#columns.map((column, position): SQLInputValue => {
      const value = row[position]!;
      if (needed.has(position) || (isCertain(value, column) && sizeOf(value) <= SHORT)) {
        return storedValue(value, column);
      }
      left.add(position);
      return null;
    });
    this.store(values);
    this.#loaded = row;
    this.#left = left;
    return true;
  }

  /** Makes values as SQLite stores them the one row. */
  store(values: readonly SQLInputValue[]): void {
    this.#loaded = undefined;
    this.#insert.run(...values);
  }
}

const ROW_COLUMN = "_cf_row";

const tables = new WeakMap<TableShape, ScratchTable>();

/** The scratch table of a declared table, made once. */
export function scratchOf(shape: TableShape): ScratchTable {
  let table = tables.get(shape);
  if (table === undefined) {
    tables.set(shape, table = new ScratchTable(scratchConnection(), shape.name, shape.columns));
  }
  return table;
}

/** A connection in memory under the limits of patterns' statements, within one transaction. */
export function scratchConnection(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  limitConnection(connection);
  connection.exec("pragma journal_mode = off; begin");
  return connection;
}

/** The length of a value in characters or bytes. */
export function sizeOf(value: SqlValue): number {
  return typeof value === "string" || value instanceof Uint8Array ? value.length : 8;
}

/**
 * Whether the stored value is known from `value`: a column without affinity can hold 1 and 1.0,
 * which look the same here, and text that is no UTF-8 is not read back as it is.
 */
function isCertain(value: SqlValue, { affinity }: ColumnShape): boolean {
  if (typeof value === "string") return !value.includes("\uFFFD");
  return affinity !== "blob" || typeof value !== "number" || !Number.isInteger(value);
}

/** `value` for the driver, so that the column stores what the real one does. */
export function storedValue(value: SqlValue, { affinity }: ColumnShape): SQLInputValue {
  const isInteger = typeof value === "number" && affinity !== "real" &&
    Number.isSafeInteger(value);
  return isInteger ? BigInt(value) : value;
}
