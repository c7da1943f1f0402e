/**
 * How a table differs from a fresh twin in the same connection's temporary database: by key, and then
 * value by value and type by type, whatever collation a column has.
 */

import type { DatabaseSync } from "node:sqlite";
import type { SqlValue } from "@cf/protocol";
import { quoteName } from "../database/sql-tokens.ts";
import { storedColumns } from "../database/stored-columns.ts";
import type { StagedRow } from "./staged-file.ts";

/** The twin of the one table that is compared. It cannot be declared, so it hides no other. */
const FRESH = 'temp."_cf_fresh"';

/** Makes the twin of a table: the same columns, key and constraints. Returns its quoted name. */
export function makeFresh(database: DatabaseSync, table: string): string {
  const row = database.prepare(
    "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?",
  )
    .get(table);
  const columns = String(row!.sql).slice(String(row!.sql).indexOf("("));
  database.exec(`CREATE TABLE ${FRESH} ${columns}`);
  return FRESH;
}

/** Drops what {@linkcode makeFresh} made. */
export function dropFresh(database: DatabaseSync): void {
  database.exec(`DROP TABLE ${FRESH}`);
}

/** How much of a table one part changes at most; a single row may be larger. */
export interface PartBounds {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Deletes the rows of `main` that the twin does not hold exactly so; yields the changesets, and returns
 * how many rows they were.
 */
export function* removedParts(
  database: DatabaseSync,
  table: string,
  bounds: PartBounds,
): Generator<Uint8Array, number> {
  const { names, keys } = columnsOf(database, table);
  const target = quoteName(table);
  const bytes = names.map((name) => `coalesce(octet_length(${name}), 0)`).join(" + ");
  const same = [
    ...keys.map((name) => `b.${name} = a.${name}`),
    ...names.map((name) =>
      `b.${name} IS a.${name} COLLATE BINARY AND typeof(b.${name}) = typeof(a.${name})`
    ),
  ].join(" AND ");
  const key = keys.map((name, i) => `${name} AS k${i}`).join(", ");
  const places = keys.map((_, i) => `k${i}`).join(", ");
  database.exec(
    `CREATE TEMP TABLE gone AS SELECT ${key}, ${bytes} AS bytes FROM main.${target} AS a
     WHERE NOT EXISTS (SELECT 1 FROM ${FRESH} AS b WHERE ${same})`,
  );
  const remove = database.prepare(
    `DELETE FROM main.${target} WHERE (${keys.join(", ")}) IN
       (SELECT ${places} FROM temp.gone WHERE rowid BETWEEN ? AND ?)`,
  );
  let last = 0;
  for (const next of portions(database, bounds)) {
    const session = database.createSession({ db: "main", table });
    try {
      remove.run(BigInt(last + 1), BigInt(next));
      yield session.changeset();
    } finally {
      session.close();
    }
    last = next;
  }
  database.exec("DROP TABLE temp.gone");
  return last;
}

/** The last row of each portion of `temp.gone`. */
function portions(database: DatabaseSync, { rows, bytes }: PartBounds): number[] {
  const ends: number[] = [];
  let count = 0;
  let size = 0;
  let last = 0;
  const all = database.prepare("SELECT rowid, bytes FROM temp.gone ORDER BY rowid").iterate();
  for (const row of all) {
    last = Number(row.rowid);
    size += Number(row.bytes);
    if (++count < rows && size < bytes) continue;
    ends.push(last);
    count = size = 0;
  }
  if (count > 0) ends.push(last);
  return ends;
}

/** The rows of the twin whose key `main` does not hold. */
export function* unlikeRows(database: DatabaseSync, table: string): Generator<StagedRow> {
  const { names, keys } = columnsOf(database, table);
  const target = quoteName(table);
  const same = keys.map((name) => `a.${name} = b.${name}`).join(" AND ");
  const statement = database.prepare(
    `SELECT ${names.map((name) => `b.${name}`).join(", ")} FROM ${FRESH} AS b
     WHERE NOT EXISTS (SELECT 1 FROM main.${target} AS a WHERE ${same})`,
  );
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const places = keys.map((name) => names.indexOf(name));
  for (const values of statement.iterate() as unknown as Iterable<SqlValue[]>) {
    const label = places.map((place, i) => `${keys[i]} = ${textOf(values[place]!)}`).join(", ");
    yield { label, values };
  }
}

function textOf(value: SqlValue): string {
  return value instanceof Uint8Array ? `x'${value.toHex()}'` : String(value);
}

/** Quoted; those of the key in its order. */
function columnsOf(database: DatabaseSync, table: string): { names: string[]; keys: string[] } {
  const { names, keyPlaces } = storedColumns(database, "main", table);
  const keys = names.map((name, i) => ({ name, place: keyPlaces[i]! }))
    .filter(({ place }) => place > 0).sort((a, b) => a.place - b.place);
  return { names: names.map(quoteName), keys: keys.map(({ name }) => quoteName(name)) };
}
