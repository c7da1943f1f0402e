/**
 * Makes the records of a changeset complete: every column of the row before and after, in declared
 * order. A record of an update has only what changed; the rest is read from the row as it is now.
 */

import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { RowChange, SqlValue } from "@cf/protocol";
import type { ChangedRow, StoredValue } from "./changeset.ts";
import { declaredTable } from "./declaration.ts";
import type {} from "./driver.ts";
import type { GuardScope } from "./verdict.ts";
import { fromDriver } from "./parameters.ts";
import { quoteName } from "./sql-tokens.ts";
import { storedColumns } from "./stored-columns.ts";
import { sameName } from "./table-model.ts";

/** Complete rows, while the file is as the changes left it. */
export function completeRows(
  connection: DatabaseSync,
  scope: GuardScope,
  changes: readonly ChangedRow[],
): RowChange[] {
  const tables = new Map<string, RowCompleter>();
  return changes.map((row) => {
    let table = tables.get(row.table);
    if (table === undefined) {
      tables.set(row.table, table = new RowCompleter(connection, scope, row.table));
    }
    return table.complete(row);
  });
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
    this.#columns = storedColumns(connection, alias, table).names;
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
