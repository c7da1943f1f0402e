/** `cf sqlite restore`: gives a database the rows of a backup, as one commit through the server. */

import { DatabaseSync } from "node:sqlite";
import { resolve } from "node:path";
import { connectionOptions } from "../../config/settings.ts";
import { storeOptions } from "../../config/store.ts";
import { findHandle } from "../../database/handle.ts";
import { storedColumns, storedRows, tablesOf } from "../../database/open-file.ts";
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
  const statements = [
    ...tables.toReversed().map(({ table }) => ({ sql: `DELETE FROM ${quoteName(table)}` })),
    ...tables.filter(({ rows }) => rows.length > 0).map(insertStatement),
  ];
  await withConnection(values, io, async (connection) => {
    await commitStatements(connection, handle, { statements, action: `restore ${path}` });
  });
  const counts = Object.fromEntries(tables.map(({ table, rows }) => [table, rows.length]));
  io.result({ database: handle.id, tables: counts }, "");
  io.say(`${handle.id} holds the rows of ${path}.`);
}

/** Every author's table of a SQLite file, those that others refer to first. Errors: `bad-backup`. */
function readTables(path: string): TableRows[] {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    return parentsFirst(database, tablesOf(database)).map((table) => ({
      table,
      columns: storedColumns(database!, table),
      rows: [...storedRows(database!, table)],
    }));
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

/** The tables in an order in which their rows can be added without breaking a foreign key. */
function parentsFirst(database: DatabaseSync, tables: readonly string[]): string[] {
  const ordered = new Set<string>();
  const open = new Set<string>();
  const visit = (table: string) => {
    if (open.has(table)) return;
    open.add(table);
    const keys = database.prepare('SELECT "table" AS name FROM pragma_foreign_key_list(?)');
    for (const { name } of keys.all(table) as { name: string }[]) {
      const parent = tables.find((other) => other.toLowerCase() === name.toLowerCase());
      if (parent !== undefined) visit(parent);
    }
    ordered.add(table);
  };
  tables.forEach(visit);
  return [...ordered];
}
