/** `cf sqlite query`: runs a read on a database's file. */

import { databaseFileOptions, readRows, withDatabaseFile } from "../../database/open-file.ts";
import { CliError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { formatTable } from "../../print/table.ts";

export const about = {
  name: "sqlite query",
  summary: "Run a query on a database.",
  examples: [
    [`cf sqlite query 3kq2 "select * from entries limit 5"`, "prints the rows as a table"],
    [`cf sqlite query 3kq2 "select count(*) from entries" --json`, "prints the rows as JSON"],
  ],
} as const;

export const options = {
  database: databaseFileOptions.database,
  sql: argument("sql", "one statement that reads"),
  store: databaseFileOptions.store,
  space: databaseFileOptions.space,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withDatabaseFile(values, io, (database) => {
    let rows: Record<string, unknown>[];
    try {
      rows = readRows(database, values.sql);
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw new CliError(
        "sql-error",
        `Cannot run the query: ${problem}\n  ${values.sql}`,
        "`cf sqlite tables` lists tables and columns; writes go through the piece's handlers.",
        cause,
      );
    }
    const names = Object.keys(rows[0] ?? {});
    const cells = rows.map((row) => names.map((name) => cell(row[name])));
    io.result(rows, names.length === 0 ? "" : formatTable(names, cells));
    if (!io.json) io.say(`${rows.length} rows.`);
  });
}

function cell(value: unknown): string | number {
  if (typeof value === "number") return value;
  return value === null ? "NULL" : String(value).replaceAll("\n", "⏎");
}
