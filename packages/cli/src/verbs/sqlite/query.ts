/** `cf sqlite query`: runs a read on a database's file. */

import type { SqlValue } from "@cf/protocol";
import {
  databaseFileOptions,
  type PlainRows,
  readRows,
  withDatabaseFile,
} from "../../database/open-file.ts";
import { fromSqlValue } from "../../database/sql-values.ts";
import { CliError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { formatCount, formatTable } from "../../print/table.ts";

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
    let found: PlainRows;
    try {
      found = readRows(database, values.sql);
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw new CliError(
        "sql-error",
        `Cannot run the query: ${problem}\n  ${values.sql}`,
        "`cf sqlite tables` lists tables and columns; writes go through the piece's handlers.",
        cause,
      );
    }
    const { names, rows } = found;
    const objects = rows.map((row) =>
      Object.fromEntries(row.map((value, i) => [names[i]!, fromSqlValue(value, true)]))
    );
    io.result(
      objects,
      names.length === 0 ? "" : formatTable(names, rows.map((row) => row.map(cell))),
    );
    if (!io.json) io.say(`${formatCount(rows.length, "row")}.`);
  });
}

function cell(value: SqlValue): string | number {
  if (typeof value === "number") return value;
  if (value instanceof Uint8Array) return `x'${value.toHex()}'`;
  if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) return Number(value);
  return value === null ? "NULL" : String(value).replaceAll("\n", "⏎");
}
