/** Reads the tables and indexes that a pattern's file holds into normal form. */

import type { DatabaseSync } from "node:sqlite";
import { GrammarError } from "./column-grammar.ts";
import { UnsupportedMigrationError } from "./errors.ts";
import type { SchemaModel } from "./schema-diff.ts";
import { quoteName } from "./sql-tokens.ts";
import { type IndexModel, parseIndex, parseTable, type TableModel } from "./table-model.ts";

/** What the file under `alias` holds, leaving out our own and full-text tables. */
export function readSchema(connection: DatabaseSync, alias: string): SchemaModel {
  const rows = connection.prepare(
    `select type, name, tbl_name, sql from ${quoteName(alias)}.sqlite_master ` +
      `where sql is not null and name not like '\\_cf\\_%' escape '\\' and name not like 'sqlite\\_%' escape '\\' order by rowid`,
  ).all().map((row) => ({
    type: String(row.type),
    name: String(row.name),
    table: String(row.tbl_name),
    sql: String(row.sql),
  }));
  const virtual = rows.filter((row) => /^create virtual table/i.test(row.sql)).map((row) =>
    row.name
  );
  const hidden = (name: string) =>
    virtual.some((fts) => name === fts || name.startsWith(`${fts}_`));
  const tables: TableModel[] = [];
  const indexes: IndexModel[] = [];
  for (const row of rows) {
    if (row.type === "table" && !hidden(row.name)) {
      tables.push(parsed(row.name, () => parseTable(row.sql)));
    }
    if (row.type === "index") indexes.push(parsed(row.name, () => parseIndex(row.sql)));
    if (row.type === "view" || row.type === "trigger") {
      throw new UnsupportedMigrationError([
        `${row.type} ${row.name}: is in the file and not declared`,
      ]);
    }
  }
  return { tables, indexes };
}

function parsed<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    throw new UnsupportedMigrationError([
      `${name}: its definition in the file is not understood: ${error.message}`,
    ]);
  }
}
