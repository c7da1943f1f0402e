/** `cf sqlite export`: takes a database out as SQLite, SQL, JSON or CSV, beside a running server. */

import { resolve } from "node:path";
import { dumpCsv, dumpJson, dumpSql } from "../../database/dump.ts";
import { databaseFileOptions, withDatabaseFile } from "../../database/open-file.ts";
import { quoteValue } from "../../database/sql-text.ts";
import { UsageError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { requireAbsent } from "../../frame/require-absent.ts";
import { text, type ValuesOf } from "../../frame/verb.ts";

const FORMATS = ["sql", "json", "csv", "sqlite"];

export const about = {
  name: "sqlite export",
  summary: "Take a database out in another format.",
  examples: [
    ["cf sqlite export 3kq2 > log.sql", "prints the tables as SQL"],
    ["cf sqlite export 3kq2 --format csv --table entries", "prints one table as CSV"],
    ["cf sqlite export 3kq2 --format sqlite --out copy.sqlite", "writes a SQLite file"],
  ],
} as const;

export const options = {
  ...databaseFileOptions,
  format: text("--format <format>", "sql, json, csv or sqlite (default sql)", { choices: FORMATS }),
  table: text("--table <name>", "one table (needed for csv)"),
  out: text("-o, --out <file>", "file to write (needed for sqlite; default: stdout)", {
    files: true,
  }),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { format = "sql", table } = values;
  const out = values.out === undefined ? undefined : resolve(io.cwd, values.out);
  await withDatabaseFile(values, io, async (database) => {
    if (format === "sqlite") {
      if (out === undefined) throw new UsageError("Cannot export as sqlite: --out is needed");
      await requireAbsent(out);
      database.exec(`VACUUM INTO ${quoteValue(out)}`);
    } else {
      const dumped = format === "json"
        ? dumpJson(database, table)
        : format === "csv"
        ? dumpCsv(database, table)
        : dumpSql(database, table);
      if (out === undefined) return io.out(dumped);
      await requireAbsent(out);
      await Deno.writeTextFile(out, `${dumped}\n`);
    }
    io.result({ file: out }, "");
    io.say(`Wrote ${out}.`);
  });
}
