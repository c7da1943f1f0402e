/**
 * The columns that a table's file stores, in the file's order.
 *
 * Every write asks for them, so they are remembered with the text of the `CREATE TABLE` that they
 * follow from. The text is compared each time: a schema that changed, or another file under the
 * same alias, shows in it.
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type {} from "./driver.ts";
import { quoteName } from "./sql-tokens.ts";

/** What a changeset lists of a table. */
export interface StoredColumns {
  /** Without generated columns, which have no place in a row. */
  readonly names: readonly string[];
  /** Per name its place in the key from 1; 0 for the others. */
  readonly keyPlaces: readonly number[];
  /** Whether `*` returns exactly these: the table has no generated column. */
  readonly areAll: boolean;
}

interface Known {
  readonly text: string;
  readonly columns: StoredColumns;
}

interface Cache {
  readonly texts: Map<string, StatementSync>;
  readonly known: Map<string, Known>;
}

const caches = new WeakMap<DatabaseSync, Cache>();

/** The stored columns of `table`, which must exist in the file under `alias`. */
export function storedColumns(
  connection: DatabaseSync,
  alias: string,
  table: string,
): StoredColumns {
  let cache = caches.get(connection);
  if (cache === undefined) {
    caches.set(connection, cache = { texts: new Map(), known: new Map() });
  }
  const text = tableText(connection, alias, { table, texts: cache.texts });
  const key = `${alias}\n${table}`;
  const known = cache.known.get(key);
  if (known?.text === text) return known.columns;
  const columns = readColumns(connection, alias, table);
  cache.known.set(key, { text, columns });
  return columns;
}

function tableText(
  connection: DatabaseSync,
  alias: string,
  { table, texts }: { readonly table: string; readonly texts: Map<string, StatementSync> },
): string {
  let statement = texts.get(alias);
  if (statement === undefined) {
    statement = connection.prepare(
      `select sql from ${quoteName(alias)}.sqlite_schema ` +
        "where type = 'table' and name = ? collate nocase",
    );
    statement.setReturnArrays(true);
    texts.set(alias, statement);
  }
  const found = statement.get(table) as unknown as [string] | undefined;
  return found?.[0] ?? "";
}

function readColumns(connection: DatabaseSync, alias: string, table: string): StoredColumns {
  const rows = connection.prepare(`pragma ${quoteName(alias)}.table_xinfo(${quoteName(table)})`)
    .all();
  const stored = rows.filter(({ hidden }) => hidden === 0);
  return {
    names: stored.map(({ name }) => String(name)),
    keyPlaces: stored.map(({ pk }) => Number(pk)),
    areAll: stored.length === rows.length,
  };
}
