/**
 * Whether two pattern files hold the same: schema, every row of every table, rowids included where
 * they are visible. Full-text indexes are left out, being derived from the tables.
 */

import type { DatabaseSync } from "node:sqlite";
import { jsonEqual } from "@cf/utils";

/** Tables that say something about one file and nothing about its content. */
const OWN = new Set(["_cf_undo"]);

interface TableInfo {
  readonly name: string;
  readonly type: string;
  readonly wr: number;
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
    "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'",
  ).all() as unknown as TableInfo[];
  const own = rows.filter(({ name }) => !name.startsWith("sqlite_") && !OWN.has(name));
  return new Map(own.map((info) => [info.name, info]));
}

function compareTable(
  left: DatabaseSync,
  right: DatabaseSync,
  { name, wr }: TableInfo,
): string | undefined {
  const definition = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?";
  const [here, there] = [left, right].map((each) => each.prepare(definition).get(name)?.sql);
  if (here === undefined) return "it is missing";
  if (there === undefined) return "the log has no such table";
  if (here !== there) return "its definition differs";
  const rowid = wr === 1 ? "" : "rowid, ";
  const open = (each: DatabaseSync): Iterator<unknown> => {
    const order = wr === 1 ? "" : " ORDER BY rowid";
    const statement = each.prepare(`SELECT ${rowid}* FROM "${name.replaceAll('"', '""')}"${order}`);
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
