/** Rows that come in a file. */

import { isRecord } from "@cf/utils";
import { UsageError } from "../frame/errors.ts";
import { parseCsv } from "./parse-csv.ts";
import { type TableRows, toSqlValue } from "./write-rows.ts";

/**
 * The rows of a file for one table: CSV with a head line, a JSON list of objects, or what
 * `cf sqlite export --format json` wrote, of which the table is taken. Errors: `usage`.
 */
export function readRowsOf(table: string, path: string, text: string): TableRows {
  const { columns, rows } = path.endsWith(".json")
    ? fromJson(text, { path, table })
    : fromCsv(text, path);
  if (rows.length === 0) throw new UsageError(`Cannot import ${path}: it holds no rows`);
  return { table, columns, rows };
}

function fromCsv(text: string, path: string): Omit<TableRows, "table"> {
  const [head = [], ...rows] = parseCsv(text);
  for (const [index, row] of rows.entries()) {
    if (row.length === head.length) continue;
    throw new UsageError(
      `Cannot import ${path}: record ${
        index + 2
      } has ${row.length} fields, ${head.length} are needed`,
    );
  }
  return { columns: head.map(String), rows };
}

function fromJson(
  text: string,
  { path, table }: { readonly path: string; readonly table: string },
): Omit<TableRows, "table"> {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    list = undefined;
  }
  if (isRecord(list) && Array.isArray(list[table])) list = list[table];
  if (!Array.isArray(list) || !list.every(isRecord)) {
    throw new UsageError(`Cannot import ${path}: a JSON list of objects is needed`);
  }
  const columns = [...new Set(list.flatMap((row) => Object.keys(row)))];
  return { columns, rows: list.map((row) => columns.map((name) => toSqlValue(row[name]))) };
}
