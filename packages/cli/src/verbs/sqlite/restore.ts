/** `cf sqlite restore`: gives a database the rows of a backup, as one commit through the server. */

import { DatabaseSync } from "node:sqlite";
import { resolve } from "node:path";
import type { SqlValue } from "@cf/protocol";
import { connectionOptions } from "../../config/settings.ts";
import { storeOptions } from "../../config/store.ts";
import { findHandle } from "../../database/handle.ts";
import { tablesOf } from "../../database/open-file.ts";
import { quoteName } from "../../database/sql-text.ts";
import { commitStatements, insertStatement, type TableRows } from "../../database/write-rows.ts";
import { CliError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { withConnection } from "../../server/session.ts";

export const about = {
  name: "sqlite restore",
  summary: "Give a database the rows of a backup.",
  examples: [
    ["cf sqlite restore 3kq2 log.sqlite", "replaces all rows in one commit, which the log keeps"],
  ],
} as const;

export const options = {
  database: argument("database", "a database, or any part of its file's name"),
  file: argument("file", "a SQLite file with the same tables", { files: true }),
  ...connectionOptions,
  ...storeOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const path = resolve(io.cwd, values.file);
  const tables = readTables(path);
  const handle = await findHandle(values, io);
  const statements = tables.flatMap((one) => [
    { sql: `DELETE FROM ${quoteName(one.table)}` },
    ...(one.rows.length === 0 ? [] : [insertStatement(one)]),
  ]);
  await withConnection(values, io, async (connection) => {
    await commitStatements(connection, handle, statements);
  });
  const counts = Object.fromEntries(tables.map(({ table, rows }) => [table, rows.length]));
  io.result({ database: handle.id, tables: counts }, "");
  io.say(`${handle.id} holds the rows of ${path}.`);
}

/** Every author's table of a SQLite file. Errors: `bad-backup`. */
function readTables(path: string): TableRows[] {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    return tablesOf(database).map((table) => readTable(database!, table));
  } catch (cause) {
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

function readTable(database: DatabaseSync, table: string): TableRows {
  const statement = database.prepare(`SELECT * FROM ${quoteName(table)}`);
  statement.setReadBigInts(true);
  const columns = statement.columns().map(({ name }) => name);
  const rows = (statement.all() as Record<string, SqlValue>[])
    .map((row) => columns.map((name) => row[name] ?? null));
  return { table, columns, rows };
}
