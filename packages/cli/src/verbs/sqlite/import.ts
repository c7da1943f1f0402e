/** `cf sqlite import`: adds rows from a file of any size to a table, as one commit. */

import { resolve } from "node:path";
import { stageRows } from "../../database/rows-file.ts";
import { badRowOf, sendRows } from "../../database/send-rows.ts";
import { CliError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { formatCount } from "../../print/table.ts";
import { operatorOptions } from "../../server/operator.ts";

export const about = {
  name: "sqlite import",
  summary: "Add rows from CSV or JSON to a table.",
  examples: [
    ["cf sqlite import 3kq2 entries rows.csv", "adds a row for each line after the head"],
    ["cf sqlite import 3kq2 entries rows.json", "adds a row for each object of the list"],
  ],
} as const;

export const options = {
  database: argument("database", "a database, or any part of its name that only it has"),
  table: argument("table", "a table that the pattern declares"),
  file: argument("file", "CSV with a head line, or a JSON list of objects", { files: true }),
  ...operatorOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { table, database } = values;
  const source = resolve(io.cwd, values.file);
  const folder = await Deno.makeTempDir({ prefix: "cf-import-" });
  try {
    const file = `${folder}/rows.sqlite`;
    const { rows, rowName } = await stageRows(source, { table, into: file });
    try {
      await sendRows(values, io, { database, file, source, mode: "add" });
    } catch (error) {
      const bad = badRowOf(error);
      if (bad === undefined) throw error;
      throw new CliError(
        "bad-import",
        `Cannot import ${source}, ${rowName} ${bad.row}: ${bad.problem}`,
        "Nothing was added. Mend the row, and import the file again.",
        error,
      );
    }
    io.result({ table, rows }, "");
    io.say(`Added ${formatCount(rows, "row")} to ${table}, in one commit.`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
