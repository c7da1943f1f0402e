/** `cf sqlite restore`: gives a database the rows of a backup of any size, as one commit. */

import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sendRows } from "../../database/send-rows.ts";
import { quoteText } from "../../database/sql-text.ts";
import { CliError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { operatorOptions } from "../../server/operator.ts";

export const about = {
  name: "sqlite restore",
  summary: "Give a database the rows of a backup.",
  examples: [
    ["cf sqlite restore 3kq2 log.sqlite", "replaces all rows in one commit, which the log keeps"],
  ],
} as const;

export const options = {
  database: argument("database", "a database, or any part of its name that only it has"),
  file: argument("file", "a SQLite file with the same tables", { files: true }),
  ...operatorOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { database } = values;
  const source = resolve(io.cwd, values.file);
  const sent = await completeFile(source);
  try {
    const mode = "replace";
    const taken = await sendRows(values, io, { database, file: sent.path, source, mode });
    const tables = Object.entries(taken.tables);
    const counts = Object.fromEntries(tables.map(([table, { rows }]) => [table, rows]));
    io.result({ database: taken.database, seq: taken.seq, tables: counts }, "");
    const added = tables.reduce((sum, [, each]) => sum + each.added, 0);
    const removed = tables.reduce((sum, [, each]) => sum + each.removed, 0);
    io.say(
      taken.seq === null
        ? `${taken.database} holds the rows of ${source} already.`
        : `${taken.database} holds the rows of ${source}: ${removed} taken out, ${added} put in.`,
    );
  } finally {
    if (sent.folder !== undefined) await Deno.remove(sent.folder, { recursive: true });
  }
}

/** The file, or a copy where some of its content is in a write-ahead log. Errors: `bad-backup`. */
async function completeFile(path: string): Promise<{ path: string; folder?: string }> {
  let database: DatabaseSync | undefined;
  let folder: string | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    const log = await Deno.stat(`${path}-wal`).catch(() => undefined);
    if ((log?.size ?? 0) === 0) return { path };
    folder = await Deno.makeTempDir({ prefix: "cf-restore-" });
    const copy = `${folder}/rows.sqlite`;
    database.exec(`VACUUM INTO ${quoteText(copy)}`);
    return { path: copy, folder };
  } catch (cause) {
    if (folder !== undefined) await Deno.remove(folder, { recursive: true });
    throw new CliError(
      "bad-backup",
      `Cannot restore ${path}: ${cause instanceof Error ? cause.message : cause}`,
      "`cf sqlite backup` and `cf sqlite as-of` make files that can be restored.",
      cause,
    );
  } finally {
    database?.close();
  }
}
