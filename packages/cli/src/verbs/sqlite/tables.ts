/** `cf sqlite tables`: the tables of a database with their rows and columns. */

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
      const name = quoteName(table);
      const [counted] = readRows(database, `SELECT count(*) AS rows FROM ${name}`);
      const columns = readRows(database, `PRAGMA table_info(${name})`)
        .map((column) => `${column.name} ${String(column.type).toLowerCase()}`.trim());
      return { table, rows: Number(counted!.rows), columns };
    });
    const rows = tables.map(({ table, rows, columns }) => [table, rows, columns.join(", ")]);
    io.result(tables, formatTable(["table", "rows", "columns"], rows));
  });
}
