/** `cf sqlite backup`: copies a database while writes go on. */

import { resolve } from "node:path";
import { databaseFileOptions, withDatabaseFile } from "../../database/open-file.ts";
import { quoteText } from "../../database/sql-text.ts";
import { requireAbsent, writing } from "../../frame/require-absent.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "sqlite backup",
  summary: "Copy a database while writes go on.",
  examples: [["cf sqlite backup 3kq2 log.sqlite", "writes a file that the sqlite3 shell opens"]],
} as const;

export const options = {
  database: databaseFileOptions.database,
  file: argument("file", "the SQLite file to make", { files: true }),
  store: databaseFileOptions.store,
  space: databaseFileOptions.space,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const file = resolve(io.cwd, values.file);
  await requireAbsent(file);
  await withDatabaseFile(values, io, async (database, source) => {
    await writing(file, () => database.exec(`VACUUM INTO ${quoteText(file)}`));
    io.result({ source, file }, "");
    io.say(`Wrote ${file}.`);
  });
}
