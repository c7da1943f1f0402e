/**
 * The tables of a database as text, piece by piece: SQL that makes them again, JSON, or CSV.
 *
 * Generated columns are left out, being computed again from the others; so are full-text indexes,
 * which the SQL builds anew from their tables.
 */

import type { DatabaseSync } from "node:sqlite";
import { UsageError } from "../frame/errors.ts";
import { fullTextOf, realColumns, storedColumns, storedRows, tablesOf } from "./open-file.ts";
import { csvLine, literalOf, quoteName, quoteText } from "./sql-text.ts";
import { fromSqlValue } from "./sql-values.ts";

/** SQL statements, a line each, that make the tables with rows, indexes and triggers anew. */
export function* dumpSql(database: DatabaseSync, table: string | undefined): Generator<string> {
  const tables = chosenTables(database, table);
  yield "PRAGMA foreign_keys=OFF;";
  yield "BEGIN;";
  for (const name of tables) {
    yield* definitions(database, "table", name);
    yield* insertsOf(database, name);
    yield* counterOf(database, name);
    yield* definitions(database, "index", name);
  }
  for (const name of tables.flatMap((table) => fullTextOf(database, table))) {
    yield* definitions(database, "table", name);
    yield `INSERT INTO ${quoteName(name)} (${quoteName(name)}) VALUES ('rebuild');`;
  }
  for (const name of tables) yield* definitions(database, "trigger", name);
  yield "COMMIT;";
}

/** An object of arrays of rows, by table, whose values `cf sqlite import` reads as they were. */
export function* dumpJson(database: DatabaseSync, table: string | undefined): Generator<string> {
  let before = "{";
  for (const name of chosenTables(database, table)) {
    yield `${before}\n  ${JSON.stringify(name)}: [`;
    const columns = storedColumns(database, name);
    const reals = realColumns(database, name);
    let line: string | undefined;
    for (const row of storedRows(database, name)) {
      if (line !== undefined) yield `${line},`;
      const values = columns.map((column, i) => [column, fromSqlValue(row[i], reals.has(column))]);
      line = `    ${JSON.stringify(Object.fromEntries(values))}`;
    }
    if (line !== undefined) yield line;
    before = "  ],";
  }
  yield before === "{" ? "{}" : "  ]\n}";
}

/** A head line and a line for each row of one table. */
export function* dumpCsv(database: DatabaseSync, table: string | undefined): Generator<string> {
  const tables = chosenTables(database, table);
  const [only] = tables;
  if (only === undefined || tables.length > 1) {
    throw new UsageError(`Cannot export as csv: --table takes one of ${tables.join(", ")}`);
  }
  yield csvLine(storedColumns(database, only));
  for (const row of storedRows(database, only)) yield csvLine(row);
}

function chosenTables(database: DatabaseSync, table: string | undefined): string[] {
  const tables = tablesOf(database);
  if (table === undefined) return tables;
  if (tables.includes(table)) return [table];
  throw new UsageError(`Cannot export ${table}: the tables are ${tables.join(", ")}`);
}

/** The statements that make a table, or what belongs to it. */
function* definitions(
  database: DatabaseSync,
  type: "table" | "index" | "trigger",
  table: string,
): Generator<string> {
  const statement = database.prepare(
    "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL",
  );
  for (const { sql } of statement.all(table, type) as { sql: string }[]) yield `${sql};`;
}

/** A statement for each row. */
function* insertsOf(database: DatabaseSync, table: string): Generator<string> {
  const columns = storedColumns(database, table);
  const into = `INSERT INTO ${quoteName(table)} (${columns.map(quoteName).join(", ")})`;
  const values = columns.map(literalOf).join(" || ', ' || ");
  const rows = database.prepare(`SELECT ${values} AS row FROM ${quoteName(table)}`);
  for (const { row } of rows.iterate() as Iterable<{ row: string }>) {
    yield `${into} VALUES (${row});`;
  }
}

/** The key that `autoincrement` gave last. */
function* counterOf(database: DatabaseSync, table: string): Generator<string> {
  const has = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get();
  if (has === undefined) return;
  const row = database.prepare(
    "SELECT cast(seq AS TEXT) AS seq FROM sqlite_sequence WHERE name = ?",
  )
    .get(table);
  if (row === undefined) return;
  yield `DELETE FROM sqlite_sequence WHERE name = ${quoteText(table)};`;
  yield `INSERT INTO sqlite_sequence (name, seq) VALUES (${quoteText(table)}, ${row.seq});`;
}
