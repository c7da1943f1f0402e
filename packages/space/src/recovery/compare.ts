/**
 * Whether two pattern files hold the same: schema, and every row of every table. Full-text indexes
 * are left out, being derived from the tables; and the rowid of a table with another key, which is in
 * no changeset: it is SQLite's own, and a replay may give another.
 */

import type { DatabaseSync } from "node:sqlite";
import { jsonEqual } from "@cf/utils";
import { quoteName } from "../database/sql-tokens.ts";

/** Tables that say something about one file and nothing about its content. */
const OWN = new Set(["_cf_undo"]);

interface TableInfo {
  readonly name: string;
}

/** Describes each difference between the files; empty when they hold the same. */
export function compareDatabases(found: DatabaseSync, expected: DatabaseSync): string[] {
  const tables = new Map([...tablesOf(found), ...tablesOf(expected)]);
  const differences = [];
  for (const [name, info] of tables) {
    const difference = compareTable(found, expected, info);
    if (difference !== undefined) differences.push(`table ${name}: ${difference}`);
  }
  return differences;
}

function tablesOf(database: DatabaseSync): Map<string, TableInfo> {
  const rows = database.prepare(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'",
  ).all() as unknown as TableInfo[];
  const own = rows.filter(({ name }) => !name.startsWith("sqlite_") && !OWN.has(name));
  return new Map(own.map((info) => [info.name, info]));
}

function compareTable(
  left: DatabaseSync,
  right: DatabaseSync,
  { name }: TableInfo,
): string | undefined {
  const definition = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?";
  const [here, there] = [left, right].map((each) => each.prepare(definition).get(name)?.sql);
  if (here === undefined) return "it is missing";
  if (there === undefined) return "the log has no such table";
  if (here !== there) return "its definition differs";
  const order = keyOf(left, name).join(", ");
  const columns = order === "rowid" ? "rowid, *" : "*";
  const open = (each: DatabaseSync): Iterator<unknown> => {
    const statement = each.prepare(`SELECT ${columns} FROM ${quoteName(name)} ORDER BY ${order}`);
    statement.setReadBigInts(true);
    return statement.iterate();
  };
  const [ours, theirs] = [open(left), open(right)];
  for (let count = 1;; count++) {
    const [a, b] = [ours.next(), theirs.next()];
    if (a.done && b.done) return undefined;
    if (a.done) return `it ends after ${count - 1} rows`;
    if (b.done) return `it has more than ${count - 1} rows`;
    if (!jsonEqual(a.value, b.value)) return `row ${count} differs`;
  }
}

/** The columns of a table's key, in its order. */
function keyOf(database: DatabaseSync, table: string): string[] {
  const rows = database.prepare("SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk")
    .all(table) as { name: string }[];
  return rows.length === 0 ? ["rowid"] : rows.map(({ name }) => quoteName(name));
}
