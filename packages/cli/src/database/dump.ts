/** The tables of a database as text: SQL that makes them again, JSON, or CSV. */

import type { DatabaseSync } from "node:sqlite";
import { UsageError } from "../frame/errors.ts";
import { readRows, tablesOf } from "./open-file.ts";
import { fromSqlValue } from "./write-rows.ts";
import { csvLine, quoteName, quoteValue } from "./sql-text.ts";

/** SQL statements that make the tables, their indexes and their rows in an empty database. */
export function dumpSql(database: DatabaseSync, table: string | undefined): string {
  const lines = ["BEGIN;"];
  for (const name of chosenTables(database, table)) {
    const statement = database.prepare(
      "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL AND type = ?",
    );
    for (const { sql } of statement.all(name, "table") as { sql: string }[]) lines.push(`${sql};`);
    lines.push(...insertsOf(database, name));
    for (const { sql } of statement.all(name, "index") as { sql: string }[]) lines.push(`${sql};`);
  }
  return [...lines, "COMMIT;"].join("\n");
}

/** An object of arrays of rows, by table, whose values `cf sqlite import` reads as they were. */
export function dumpJson(database: DatabaseSync, table: string | undefined): string {
  const tables = chosenTables(database, table).map((name) => {
    const statement = database.prepare(`SELECT * FROM ${quoteName(name)}`);
    statement.setReadBigInts(true);
    const rows = (statement.all() as Record<string, unknown>[]).map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, fromSqlValue(value)]))
    );
    return [name, rows];
  });
  return JSON.stringify(Object.fromEntries(tables), null, 2);
}

/** A head line and a line for each row of one table. */
export function dumpCsv(database: DatabaseSync, table: string | undefined): string {
  const tables = chosenTables(database, table);
  const [only] = tables;
  if (only === undefined || tables.length > 1) {
    throw new UsageError(`Cannot export as csv: --table takes one of ${tables.join(", ")}`);
  }
  const columns = readRows(database, `PRAGMA table_info(${quoteName(only)})`)
    .map(({ name }) => String(name));
  const rows = readRows(database, `SELECT * FROM ${quoteName(only)}`);
  return [csvLine(columns), ...rows.map((row) => csvLine(columns.map((name) => row[name])))]
    .join("\n");
}

function chosenTables(database: DatabaseSync, table: string | undefined): string[] {
  const tables = tablesOf(database);
  if (table === undefined) return tables;
  if (tables.includes(table)) return [table];
  throw new UsageError(`Cannot export ${table}: the tables are ${tables.join(", ")}`);
}

function insertsOf(database: DatabaseSync, table: string): string[] {
  const statement = database.prepare(`SELECT * FROM ${quoteName(table)}`);
  statement.setReadBigInts(true);
  return (statement.all() as Record<string, unknown>[]).map((row) => {
    const names = Object.keys(row).map(quoteName).join(", ");
    const values = Object.values(row).map(quoteValue).join(", ");
    return `INSERT INTO ${quoteName(table)} (${names}) VALUES (${values});`;
  });
}
