/**
 * What a commit stored in link columns: links, or NULL.
 *
 * Parameters are checked before a statement runs. What an expression, a literal or another column
 * put there is seen in the changeset only, so that is where it is checked.
 */

import type { DatabaseSync } from "node:sqlite";
import type { ChangedRow } from "./changeset.ts";
import { type Declaration, declaredTable } from "./declaration.ts";
import { LinkColumnError } from "./errors.ts";
import { isAbsoluteLink, isLinkColumn } from "./link-check.ts";
import { storedColumns } from "./stored-columns.ts";

/** Where the rows are, and the SQL to name in an error. */
export interface StoredRows {
  readonly alias: string;
  readonly declaration: Declaration;
  readonly sql: string;
}

/** Whether a table has a column that stores cells. */
export function storesLinks(declaration: Declaration, table: string): boolean {
  return declaredTable(declaration, table)?.visible.some(isLinkColumn) ?? false;
}

/** Throws `LinkColumnError` (`bad-link`) if a row holds anything else in a link column. */
export function checkStoredLinks(
  connection: DatabaseSync,
  rows: readonly ChangedRow[],
  { alias, declaration, sql }: StoredRows,
): void {
  const columns = new Map<string, readonly string[]>();
  for (const { table, new: fresh } of rows) {
    if (fresh === null || !storesLinks(declaration, table)) continue;
    let names = columns.get(table);
    if (names === undefined) {
      columns.set(table, names = storedColumns(connection, alias, table).names);
    }
    for (const [i, name] of names.entries()) {
      const value = fresh[i];
      if (!isLinkColumn(name) || value === undefined || value === null) continue;
      if (isAbsoluteLink(value)) continue;
      throw new LinkColumnError(
        `${table}.${name} stores cells, and the statement puts ${
          shown(value)
        } there; bind a cell ` +
          "or null, or copy the column of another row",
        sql,
      );
    }
  }
}

function shown(value: unknown): string {
  if (value instanceof Uint8Array) return "a blob";
  if (typeof value !== "string") return String(value);
  return `'${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
}
