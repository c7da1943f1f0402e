/** `cf sqlite export`: takes a database out as SQLite, SQL, JSON or CSV, beside a running server. */

import { resolve } from "node:path";
import { dumpCsv, dumpJson, dumpSql } from "../../database/dump.ts";
import { databaseFileOptions, withDatabaseFile } from "../../database/open-file.ts";
import { quoteText } from "../../database/sql-text.ts";
import { UsageError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { requireAbsent, writing } from "../../frame/require-absent.ts";
import { text, type ValuesOf } from "../../frame/verb.ts";

const DUMPS = { sql: dumpSql, json: dumpJson, csv: dumpCsv };
const FORMATS = [...Object.keys(DUMPS), "sqlite"];
/** Lines are written together, of about as many characters. */
const CHUNK_CHARS = 1 << 16;

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
      await writing(out, () => database.exec(`VACUUM INTO ${quoteText(out)}`));
    } else {
      // All tables as of one commit, whatever is committed meanwhile.
      database.exec("BEGIN");
      const lines = DUMPS[format as keyof typeof DUMPS](database, table);
      if (out === undefined) return lines.forEach((line) => io.out(line));
      await requireAbsent(out);
      await writing(out, () => writeLines(out, lines));
    }
    io.result({ file: out }, "");
    io.say(`Wrote ${out}.`);
  });
}

/** Writes a new file, which does not stay where that fails. */
async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const encoder = new TextEncoder();
  try {
    using file = await Deno.open(path, { write: true, createNew: true });
    const write = async (text: string) => {
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    };
    let chunk = "";
    for (const line of lines) {
      chunk += `${line}\n`;
      if (chunk.length < CHUNK_CHARS) continue;
      await write(chunk);
      chunk = "";
    }
    await write(chunk);
  } catch (error) {
    await Deno.remove(path).catch(() => {});
    throw error;
  }
}
