/**
 * A pattern's declaration of its database, checked once and put into normal form.
 *
 * A handle's value is untrusted data of the space. Names are checked against what is reserved,
 * column definitions against a grammar, and the rendered schema is created once in a scratch
 * database, so that SQLite itself has accepted everything before it comes near a file.
 */

import type { DatabaseDeclaration } from "@cf/protocol";
import { canonicalJson, isRecord, shortHash } from "@cf/utils";
import { checkCascades } from "./cascade-reach.ts";
import { type ColumnModel, parseColumn } from "./column-grammar.ts";
import { DeclarationError } from "./errors.ts";
import { ftsDdl } from "./fts.ts";
import type { SchemaModel } from "./schema-diff.ts";
import { type IndexModel, keyColumns, type TableModel } from "./table-model.ts";
import { checkName, grammar, readTableOptions } from "./table-options.ts";
import { checkTableSize } from "./table-size.ts";
import { checkInScratch } from "./scratch.ts";

/** The name of the key column that a table without one is given. */
const HIDDEN_KEY = "_cf_id";

/** One declared table in normal form. */
export interface DeclaredTable {
  readonly name: string;
  readonly model: TableModel;
  readonly indexes: readonly IndexModel[];
  /** Columns of the full-text index `<name>_fts`; empty without one. */
  readonly fts: readonly string[];
  /** Whether the key is the hidden column, which `select *` does not return. */
  readonly hiddenKey: boolean;
  /** The columns an author sees, in order. */
  readonly visible: readonly string[];
}

/** A checked declaration. */
export interface Declaration {
  /** Keyed by lower-case name. */
  readonly tables: ReadonlyMap<string, DeclaredTable>;
  readonly version: number;
  /** Migration steps by version. */
  readonly migrations: ReadonlyMap<number, readonly string[]>;
  /** Equal for equal schemas and versions. */
  readonly fingerprint: string;
  /** The declaration as it was given, for another process to prepare. */
  readonly source: DatabaseDeclaration;
  /** Virtual tables of a lent file that may be read, each with the tables that it keeps itself in. */
  readonly virtualTables?: ReadonlyMap<string, readonly string[]>;
}

const cache = new Map<string, Declaration>();
const CACHED_MAX = 500;

/**
 * The declaration in a handle's value: `{ tables, version?, migrations? }`, other fields ignored.
 * Throws {@linkcode DeclarationError} (`bad-declaration`).
 */
export function prepareDeclaration(handleValue: unknown): Declaration {
  if (!isRecord(handleValue) || !isRecord(handleValue.tables)) {
    throw new DeclarationError("a database", "{ tables } is needed");
  }
  const source = {
    tables: handleValue.tables,
    ...(handleValue.version === undefined ? {} : { version: handleValue.version }),
    ...(handleValue.migrations === undefined ? {} : { migrations: handleValue.migrations }),
  };
  const text = canonicalJson(source);
  const known = cache.get(text);
  if (known !== undefined) return known;
  const declaration = build(source);
  checkInScratch(declaration);
  if (cache.size >= CACHED_MAX) cache.delete(cache.keys().next().value!);
  cache.set(text, declaration);
  return declaration;
}

/** The table of that name, or `undefined`. */
export function declaredTable(declaration: Declaration, name: string): DeclaredTable | undefined {
  return declaration.tables.get(name.toLowerCase());
}

/** What a declaration wants a file to hold. */
export function declaredModel(declaration: Declaration): SchemaModel {
  const tables = [...declaration.tables.values()];
  return {
    tables: tables.map((table) => table.model),
    indexes: tables.flatMap((table) => table.indexes),
  };
}

function build(source: Record<string, unknown>): Declaration {
  const tables = new Map<string, DeclaredTable>();
  for (const [name, value] of Object.entries(source.tables as Record<string, unknown>)) {
    const table = buildTable(name, value);
    if (tables.has(name.toLowerCase())) {
      throw new DeclarationError(`table ${name}`, "another table has the same name");
    }
    tables.set(name.toLowerCase(), table);
  }
  checkObjectNames(tables);
  checkCascades(tables);
  const version = readVersion(source.version);
  const migrations = readMigrations(source.migrations, version);
  const shape = [...tables.values()].map(({ model, indexes, fts }) => ({ model, indexes, fts }));
  return {
    tables,
    version,
    migrations,
    fingerprint: shortHash(canonicalJson({ shape, version })),
    source: source as unknown as DatabaseDeclaration,
  };
}

function readVersion(version: unknown): number {
  if (version === undefined) return 1;
  if (Number.isSafeInteger(version) && (version as number) >= 1 && (version as number) < 2 ** 31) {
    return version as number;
  }
  throw new DeclarationError(
    "version",
    `it is ${String(version)}, a whole number from 1 is needed`,
  );
}

function readMigrations(
  migrations: unknown,
  version: number,
): ReadonlyMap<number, readonly string[]> {
  const steps = new Map<number, readonly string[]>();
  if (migrations === undefined) return steps;
  if (!isRecord(migrations)) {
    throw new DeclarationError("migrations", "{ version: [sql, …] } is needed");
  }
  for (const [key, value] of Object.entries(migrations)) {
    const step = Number(key);
    if (!Number.isSafeInteger(step) || step < 2 || step > version) {
      throw new DeclarationError(`migration ${key}`, `a version from 2 to ${version} is needed`);
    }
    const list = typeof value === "string" ? [value] : value;
    if (!Array.isArray(list) || !list.every((sql) => typeof sql === "string")) {
      throw new DeclarationError(`migration ${key}`, "a list of SQL statements is needed");
    }
    steps.set(step, list);
  }
  return new Map([...steps].sort(([a], [b]) => a - b));
}

function buildTable(name: string, value: unknown): DeclaredTable {
  const where = `table ${name}`;
  checkName(name, where);
  if (!isRecord(value) || !isRecord(value.columns)) {
    throw new DeclarationError(where, "table({ column: type, … }) is needed");
  }
  const columns = Object.entries(value.columns).map(([column, definition]) =>
    buildColumn(name, column, definition)
  );
  if (columns.length === 0) throw new DeclarationError(where, "a column is needed");
  const { indexes, fts, ...constraints } = readTableOptions(name, value.options, columns);
  const { primaryKey } = constraints;
  const keyed = primaryKey.length > 0 || columns.some((column) => column.primaryKey);
  if (constraints.withoutRowid && !keyed) {
    throw new DeclarationError(where, "a table without a rowid needs a primary key");
  }
  const model: TableModel = {
    name,
    columns: keyed ? columns.map(keyNotNull(primaryKey)) : [...columns, hiddenKeyColumn()],
    ...constraints,
  };
  const visible = columns.map((column) => column.name);
  const table = { name, model, indexes, fts, hiddenKey: !keyed, visible };
  checkTableSize(model, indexes);
  if (keyColumns(model).length === 0) throw new DeclarationError(where, "its key is empty");
  return table;
}

function hiddenKeyColumn(): ColumnModel {
  return parseColumn(HIDDEN_KEY, "integer primary key");
}

/** SQLite lets a key that is no rowid be NULL, and no changeset could name such a row. */
function keyNotNull(primaryKey: readonly string[]): (column: ColumnModel) => ColumnModel {
  return (column) => {
    const isKey = column.primaryKey || primaryKey.includes(column.name);
    const isRowid = primaryKey.length <= 1 && column.type === "integer" && !column.descending;
    return isKey && !isRowid ? { ...column, notNull: true } : column;
  };
}

function buildColumn(table: string, name: string, definition: unknown): ColumnModel {
  const where = `column ${table}.${name}`;
  checkName(name, where);
  const linkName = name.toLowerCase().endsWith("_cf_link");
  if (isRecord(definition) && definition.cfLink === true) {
    if (!linkName) {
      throw new DeclarationError(
        where,
        "a column that stores cells needs a name ending in _cf_link",
      );
    }
    return parseColumn(name, "text");
  }
  const text = typeof definition === "string" ? definition : schemaType(definition, where);
  const column = grammar(where, () => parseColumn(name, text));
  if (linkName && column.type !== "text" && column.type !== "") {
    throw new DeclarationError(where, "a column named …_cf_link stores cells; declare it cfLink()");
  }
  return column;
}

const SCHEMA_TYPES: Readonly<Record<string, string>> = {
  string: "text",
  integer: "integer",
  number: "real",
  boolean: "integer",
};

function schemaType(definition: unknown, where: string): string {
  if (!isRecord(definition)) {
    throw new DeclarationError(where, "an SQL type, cfLink() or a JSON Schema is needed");
  }
  const types = [definition.type].flat().filter((type) => type !== "null");
  const type = types.length === 1 ? SCHEMA_TYPES[String(types[0])] : undefined;
  if (type === undefined) {
    throw new DeclarationError(
      where,
      "its schema needs one type: string, integer, number or boolean",
    );
  }
  const value = definition.default;
  if (value === undefined || value === null) return type;
  if (typeof value === "number") return `${type} default ${value}`;
  if (typeof value === "boolean") return `${type} default ${value ? 1 : 0}`;
  if (typeof value === "string") return `${type} default '${value.replaceAll("'", "''")}'`;
  throw new DeclarationError(where, "its default is no text, number or boolean");
}

/** Tables, indexes and what full-text search adds share one name space in a file. */
function checkObjectNames(tables: ReadonlyMap<string, DeclaredTable>): void {
  const seen = new Set(tables.keys());
  const add = (name: string, where: string) => {
    if (seen.has(name.toLowerCase())) {
      throw new DeclarationError(where, `the name '${name}' is used twice`);
    }
    seen.add(name.toLowerCase());
  };
  for (const table of tables.values()) {
    for (const index of table.indexes) add(index.name, `index on ${table.name}`);
    if (table.fts.length === 0) continue;
    for (const name of ftsDdl(table).names) add(name, `full-text index of ${table.name}`);
  }
}
