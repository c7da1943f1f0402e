/**
 * The declaration of a lent file, taken from the file itself: its tables and views, under the names
 * it gives them. It is what the guard goes by, and it is never made into DDL, so that it needs no
 * grammar: a file that others made may hold names and types that no pattern could declare.
 *
 * Full-text indexes (FTS5) and R-Trees can be read. Other virtual tables, the tables that virtual
 * ones keep themselves in, and what belongs to SQLite or to the runtime are left out.
 */

import type { DatabaseSync } from "node:sqlite";
import { canonicalJson, shortHash } from "@cf/utils";
import type { ColumnModel } from "../database/column-grammar.ts";
import type { Declaration, DeclaredTable } from "../database/declaration.ts";
import { quoteName, tokenize } from "../database/sql-tokens.ts";
import { LimitError } from "../errors.ts";

/** Which objects count. */
export interface ForeignOptions {
  /** The schema name of the file on the connection. */
  readonly alias: string;
  /** Writing goes to tables that have a key only: rows without one are in no changeset. */
  readonly forWriting: boolean;
}

interface TableRow {
  readonly name: string;
  readonly type: string;
  readonly wr: number;
  readonly strict: number;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
  readonly hidden: number;
}

/** Before a file was looked at. */
export const NO_TABLES: Declaration = declarationOf([], new Map());

/** Tables and views of a file that can be lent: each is looked at whenever the schema changed. */
const SOURCE_TABLES_MAX = 2000;

/** Modules whose tables may be read, and how they name the tables that they keep themselves in. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  fts5: ["data", "idx", "content", "docsize", "config"],
  rtree: ["node", "rowid", "parent"],
  rtree_i32: ["node", "rowid", "parent"],
};

/** The tables and views of the file under `alias`. Throws `LimitError` when they are too many. */
export function foreignDeclaration(
  connection: DatabaseSync,
  { alias, forWriting }: ForeignOptions,
): Declaration {
  requireFew(connection, alias);
  const rows = connection.prepare(
    `SELECT name, type, wr, strict FROM pragma_table_list
     WHERE schema = ? AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY name`,
  ).all(alias) as unknown as TableRow[];
  const virtualTables = forWriting ? new Map<string, string[]>() : readable(connection, alias);
  const tables = rows
    .filter(({ name, type }) =>
      type === "table" || !forWriting && (type === "view" || virtualTables.has(name))
    )
    .map((row) => tableOf(connection, alias, row))
    .filter((table) => !forWriting || table.model.primaryKey.length > 0 || hasKeyColumn(table));
  return declarationOf(tables, virtualTables);
}

function requireFew(connection: DatabaseSync, alias: string): void {
  const { count } = connection.prepare(
    `SELECT count(*) AS count FROM ${
      quoteName(alias)
    }.sqlite_master WHERE type IN ('table', 'view')`,
  ).get() as { count: number };
  if (count <= SOURCE_TABLES_MAX) return;
  const limit = { name: "sourceTablesMax", max: SOURCE_TABLES_MAX, found: count };
  throw new LimitError("use a file's tables", limit);
}

/** The virtual tables that may be read. */
function readable(connection: DatabaseSync, alias: string): Map<string, string[]> {
  const rows = connection.prepare(
    `SELECT name, sql FROM ${quoteName(alias)}.sqlite_master WHERE sql LIKE 'create virtual%'`,
  ).all() as { name: string; sql: string }[];
  const found = new Map<string, string[]>();
  for (const { name, sql } of rows) {
    const { tokens } = tokenize(sql);
    const using = tokens.findIndex(({ kind, value }) => kind === "word" && value === "using");
    const module = tokens[using + 1]?.value.toLowerCase() ?? "";
    if (using < 0 || !Object.hasOwn(MODULES, module)) continue;
    found.set(name, MODULES[module]!.map((shadow) => `${name}_${shadow}`));
  }
  return found;
}

/** The tables of the file under `alias` that have no primary key. */
export function keylessTables(connection: DatabaseSync, alias: string): string[] {
  const { tables, virtualTables } = foreignDeclaration(connection, { alias, forWriting: false });
  return [...tables.values()]
    .filter((table) => table.model.primaryKey.length === 0 && !hasKeyColumn(table))
    .map(({ name }) => name)
    .filter((name) => !virtualTables!.has(name))
    .filter((name) =>
      connection.prepare(
        `SELECT 1 FROM ${quoteName(alias)}.sqlite_master WHERE type = 'table' AND name = ?`,
      ).get(name) !== undefined
    );
}

function hasKeyColumn({ model }: DeclaredTable): boolean {
  return model.columns.some((column) => column.primaryKey);
}

function declarationOf(
  tables: readonly DeclaredTable[],
  virtualTables: ReadonlyMap<string, readonly string[]>,
): Declaration {
  return {
    virtualTables,
    tables: new Map(tables.map((table) => [table.name.toLowerCase(), table])),
    version: 1,
    migrations: new Map(),
    fingerprint: `foreign ${shortHash(canonicalJson(tables.map(({ model }) => ({ model }))))}`,
    source: { tables: {} },
  };
}

function tableOf(connection: DatabaseSync, alias: string, row: TableRow): DeclaredTable {
  const found = connection.prepare(`SELECT * FROM pragma_table_xinfo(?, ?)`)
    .all(row.name, alias) as unknown as ColumnRow[];
  const columns = found.filter(({ hidden }) => hidden !== 1);
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const single = key.length === 1 ? key[0]!.name : undefined;
  const collations = keyCollations(connection, alias, row.name);
  const collated = (column: ColumnModel): ColumnModel => ({
    ...column,
    collate: collations.get(column.name) ?? column.collate,
  });
  return {
    name: row.name,
    model: {
      name: row.name,
      columns: columns.map((column) => collated(columnOf(column, column.name === single))),
      primaryKey: single === undefined ? key.map(({ name }) => name) : [],
      uniques: [],
      checks: [],
      foreignKeys: [],
      strict: row.strict === 1,
      withoutRowid: row.wr === 1,
    },
    indexes: [],
    fts: [],
    hiddenKey: false,
    visible: columns.map(({ name }) => name),
  };
}

/** How the columns of the primary key compare, where it has an index. */
function keyCollations(
  connection: DatabaseSync,
  alias: string,
  table: string,
): ReadonlyMap<string, string> {
  const parts = connection.prepare(
    "SELECT part.name, lower(part.coll) AS collation FROM pragma_index_list(?1, ?2) AS list, " +
      "pragma_index_xinfo(list.name, ?2) AS part WHERE list.origin = 'pk' AND part.key = 1",
  ).all(table, alias);
  return new Map(parts.map(({ name, collation }) => [String(name), String(collation)]));
}

/** A generated column is marked as such; its expression is the file's own business. */
function columnOf({ name, type, notnull, hidden }: ColumnRow, primaryKey: boolean): ColumnModel {
  return {
    name,
    type: type.toLowerCase(),
    primaryKey,
    descending: false,
    autoincrement: false,
    notNull: notnull === 1,
    unique: false,
    conflict: "",
    collate: "binary",
    default: null,
    checks: [],
    references: null,
    generated: hidden > 1 ? { expression: "null", stored: hidden === 3 } : null,
  };
}
