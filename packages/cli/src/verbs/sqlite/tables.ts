/** `cf sqlite tables`: the tables of a database with their rows and columns. */

import type { DatabaseSync } from "node:sqlite";
import {
  databaseFileOptions,
  fullTextOf,
  readRows,
  tablesOf,
  withDatabaseFile,
} from "../../database/open-file.ts";
import { quoteName } from "../../database/sql-text.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { formatTable } from "../../print/table.ts";

export const about = {
  name: "sqlite tables",
  summary: "List the tables of a database.",
  examples: [["cf sqlite tables 3kq2", "lists tables, rows and columns, beside a running server"]],
} as const;

export const options = databaseFileOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withDatabaseFile(values, io, (database) => {
    const names = tablesOf(database).flatMap((table) => [table, ...fullTextOf(database, table)]);
    const tables = names.map((table) => {
      const { rows: [counted] } = readRows(database, `SELECT count(*) FROM ${quoteName(table)}`);
      return { table, rows: Number(counted![0]), columns: columnsOf(database, table) };
    });
    const rows = tables.map(({ table, rows, columns }) => [table, rows, columns.join(", ")]);
    io.result(tables, formatTable(["table", "rows", "columns"], rows));
  });
}

/** Each with its type; of those that are generated this is said. What belongs to an index is left out. */
function columnsOf(database: DatabaseSync, table: string): string[] {
  const rows = database.prepare(
    "SELECT name, lower(type) AS type, hidden FROM pragma_table_xinfo(?) WHERE hidden <> 1",
  ).all(table) as { name: string; type: string; hidden: number }[];
  return rows.map(({ name, type, hidden }) =>
    [name, type, hidden > 1 ? "generated" : ""].filter((part) => part !== "").join(" ")
  );
}
