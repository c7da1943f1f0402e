/**
 * Reading a pattern database's file directly. SQLite lets a reader in beside the server, so this
 * needs no lock and shows the last commit. Nothing can be written through it.
 */

import { DatabaseSync } from "node:sqlite";
import type { SqlValue } from "@cf/protocol";
import { findStore, storedSpaceOptions } from "../config/store.ts";
import { CliError, UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { argument, type ValuesOf } from "../frame/verb.ts";
import { quoteName } from "./sql-text.ts";

/** One database file, and where its store is. */
export const databaseFileOptions = {
  database: argument("database", "a database, or any part of its file's name", { files: true }),
  ...storedSpaceOptions,
};

/** Opens the chosen file read-only, calls `use`, and closes it. */
export async function withDatabaseFile<T>(
  values: ValuesOf<typeof databaseFileOptions>,
  io: Io,
  use: (database: DatabaseSync, path: string) => T | Promise<T>,
): Promise<T> {
  const path = await findDatabaseFile(values, io);
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return await use(database, path);
  } finally {
    database.close();
  }
}

/** The path of the one file that the flags mean. Errors: `unknown-database`, `usage`. */
async function findDatabaseFile(
  values: { database: string; store?: string | undefined; space?: string | undefined },
  io: Io,
): Promise<string> {
  const store = await findStore(values, io);
  // A handle's id is `of:` and what its file is named after.
  const wanted = values.database.replace(/^of:/, "");
  const space = values.space ?? io.env("CF_SPACE") ?? "";
  const found: string[] = [];
  for await (const folder of Deno.readDir(store)) {
    if (!folder.isDirectory || !folder.name.includes(space)) continue;
    for await (const { name } of Deno.readDir(`${store}/${folder.name}`)) {
      if (/^db-.*\.sqlite$/.test(name) && name.includes(wanted)) {
        found.push(`${store}/${folder.name}/${name}`);
      }
    }
  }
  const [path] = found.sort();
  if (path === undefined) {
    throw new CliError(
      "unknown-database",
      `Cannot find the database '${values.database}': no file in ${store} has that in its name`,
      "`cf sqlite ls` lists the databases of a space.",
    );
  }
  if (found.length === 1) return path;
  throw new UsageError(
    `Cannot choose a database: '${values.database}' is part of\n  ${found.join("\n  ")}`,
  );
}

/** The author's tables: those that neither SQLite nor the runtime keeps for itself. */
export function tablesOf(database: DatabaseSync): string[] {
  return namesOf(database, "table").filter((name) => !/^(_cf_|sqlite_)/.test(name));
}

/** The full-text indexes of a table. */
export function fullTextOf(database: DatabaseSync, table: string): string[] {
  return namesOf(database, "virtual").filter((name) => name === `${table}_fts`);
}

function namesOf(database: DatabaseSync, type: "table" | "virtual"): string[] {
  const rows = database.prepare(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = ? ORDER BY name",
  ).all(type) as { name: string }[];
  return rows.map(({ name }) => name);
}

/** The columns of a table that are stored; generated ones are not. */
export function storedColumns(database: DatabaseSync, table: string): string[] {
  const rows = database.prepare("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0")
    .all(table) as { name: string }[];
  return rows.map(({ name }) => name);
}

/** The columns in which a whole number becomes a REAL. */
export function realColumns(database: DatabaseSync, table: string): ReadonlySet<string> {
  const rows = database.prepare("SELECT name, type FROM pragma_table_xinfo(?)").all(table) as {
    name: string;
    type: string;
  }[];
  const isReal = (type: string) =>
    /REAL|FLOA|DOUB/i.test(type) && !/INT|CHAR|CLOB|TEXT|BLOB/i.test(type);
  return new Set(rows.filter(({ type }) => isReal(type)).map(({ name }) => name));
}

/** The rows of a table, a value for each of {@linkcode storedColumns}; whole numbers as `bigint`. */
export function* storedRows(database: DatabaseSync, table: string): Generator<SqlValue[]> {
  const names = storedColumns(database, table).map(quoteName).join(", ");
  const statement = database.prepare(`SELECT ${names} FROM ${quoteName(table)}`);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  yield* statement.iterate() as unknown as Iterable<SqlValue[]>;
}

/** What a query gives; whole numbers as `bigint`. */
export interface PlainRows {
  /** Each name once: of equal ones the second is `name:2`. */
  readonly names: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/** Runs one statement. Throws `RangeError` where another follows it. */
export function readRows(database: DatabaseSync, sql: string): PlainRows {
  const statement = database.prepare(sql);
  const tail = sql.slice(statement.sourceSQL.length).replaceAll(/;|--.*|\/\*[^]*?\*\//g, "").trim();
  if (tail !== "") {
    throw new RangeError(`Cannot run two statements: another begins at «${tail.slice(0, 40)}»`);
  }
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const seen = new Map<string, number>();
  const names = statement.columns().map(({ name }) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}:${times}`;
  });
  return { names, rows: statement.all() as unknown as SqlValue[][] };
}
