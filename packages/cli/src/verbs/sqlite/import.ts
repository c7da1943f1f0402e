/** `cf sqlite import`: adds rows from a file to a table, through the server. */

import { resolve } from "node:path";
import { connectionOptions } from "../../config/settings.ts";
import { storeOptions } from "../../config/store.ts";
import { findHandle } from "../../database/handle.ts";
import { readRowsOf } from "../../database/rows-file.ts";
import { commitStatements, insertStatement } from "../../database/write-rows.ts";
import { CliError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { withConnection } from "../../server/session.ts";

export const about = {
  name: "sqlite import",
  summary: "Add rows from CSV or JSON to a table.",
  examples: [
    ["cf sqlite import 3kq2 entries rows.csv", "adds a row for each line after the head"],
    ["cf sqlite import 3kq2 entries rows.json", "adds a row for each object of the list"],
  ],
} as const;

export const options = {
  database: argument("database", "a database, or any part of its file's name"),
  table: argument("table", "a table that the pattern declares"),
  file: argument("file", "CSV with a head line, or a JSON list of objects", { files: true }),
  ...connectionOptions,
  ...storeOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { table } = values;
  const path = resolve(io.cwd, values.file);
  const handle = await findHandle(values, io);
  const rows = readRowsOf(table, path, await textOf(path));
  await withConnection(values, io, async (connection) => {
    const statements = [insertStatement(rows)];
    await commitStatements(connection, handle, { statements, action: `import ${path}` });
  });
  io.result({ table, rows: rows.rows.length }, "");
  io.say(`Added ${rows.rows.length} rows to ${table}, in one commit.`);
}

/** Errors: `file-missing`. */
async function textOf(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    throw new CliError(
      "file-missing",
      `Cannot read ${path}: ${
        cause instanceof Deno.errors.NotFound ? "there is no such file" : cause
      }`,
      "Name a CSV or JSON file.",
      cause,
    );
  }
}
