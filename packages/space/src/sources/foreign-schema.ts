/**
 * The declaration of a lent file, taken from the file itself: which tables and columns there are is
 * all that reading needs. Columns get their storage class; constraints stay the file's own business.
 */

import { DatabaseSync } from "node:sqlite";
import { type Declaration, prepareDeclaration } from "../database/declaration.ts";
import { SourceError } from "../errors.ts";

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

/** Reads what tables the file at `path` has. Throws {@linkcode SourceError}. */
export function readForeignSchema(path: string): Declaration {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    return prepareDeclaration({ tables: tablesOf(database) });
  } catch (cause) {
    throw new SourceError(path, (cause as Error).message, cause);
  } finally {
    database?.close();
  }
}

function tablesOf(database: DatabaseSync): Record<string, unknown> {
  const names = database.prepare(
    `SELECT name FROM pragma_table_list
     WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`,
  ).all() as { name: string }[];
  const tables: Record<string, unknown> = {};
  for (const { name } of names) {
    const columns = database.prepare("SELECT name, type, pk FROM pragma_table_info(?)")
      .all(name) as unknown as ColumnRow[];
    tables[name] = {
      columns: Object.fromEntries(
        columns.map((column) => [column.name, storageOf(column, columns)]),
      ),
    };
  }
  return tables;
}

/** A single key column is declared as such, so that rows can be told apart by it. */
function storageOf({ type, pk }: ColumnRow, columns: readonly ColumnRow[]): string {
  const single = pk > 0 && columns.filter((column) => column.pk > 0).length === 1;
  return `${affinityOf(type)}${single ? " primary key" : ""}`;
}

/** SQLite's own rule for the affinity of a declared type. */
function affinityOf(type: string): string {
  const upper = type.toUpperCase();
  if (upper.includes("INT")) return "integer";
  if (/CHAR|CLOB|TEXT/.test(upper)) return "text";
  if (upper.includes("BLOB") || upper === "") return "blob";
  return /REAL|FLOA|DOUB/.test(upper) ? "real" : "numeric";
}
