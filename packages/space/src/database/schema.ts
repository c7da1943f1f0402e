/**
 * Brings a pattern's file to its declared schema, inside the write's own transaction.
 *
 * `_cf_schema(id = 1, version, fingerprint)` in the file says what it was last brought to. When
 * the fingerprint is the declaration's, nothing is done. Otherwise the versioned steps above the
 * file's version run, then the difference is computed from what the file really holds: additive
 * differences are carried out, any other refuses the database.
 *
 * What was run is returned as DDL without schema names, every statement starting with one of the
 * prefixes of `qualified`. It is logged with the commit and replayed by `applySchema`; after a
 * migration it holds the migrated tables with their rows, so that replay never depends on what a
 * step computed.
 */

import type { DatabaseSync } from "node:sqlite";
import { type Declaration, declaredModel, type DeclaredTable } from "./declaration.ts";
import { SchemaNewerError, UnsupportedMigrationError } from "./errors.ts";
import { ftsDdl, ftsRebuildSql } from "./fts.ts";
import { runMigrations } from "./migration.ts";
import { diffSchema } from "./schema-diff.ts";
import { readSchema } from "./schema-read.ts";
import { quoteName } from "./sql-tokens.ts";
import { hasTable } from "./watermark.ts";
import { callsUnbounded } from "./write-bound.ts";

/** What a file says about its schema. */
interface SchemaState {
  /** 0 when nothing was ever declared in it. */
  readonly version: number;
  readonly fingerprint: string;
}

/** The schema state of the file under `alias`. */
function readSchemaState(connection: DatabaseSync, alias: string): SchemaState {
  if (!hasTable(connection, alias, "_cf_schema")) return { version: 0, fingerprint: "" };
  const row = connection.prepare(
    `select version, fingerprint from ${quoteName(alias)}._cf_schema where id = 1`,
  ).get();
  return { version: Number(row?.version ?? 0), fingerprint: String(row?.fingerprint ?? "") };
}

/** The declared version that the file was last brought to; 0 when it was never written. */
export function readSchemaVersion(connection: DatabaseSync, alias: string): number {
  return readSchemaState(connection, alias).version;
}

/**
 * Makes the file under `alias` hold what `declaration` says. Returns the DDL to log; empty when
 * there was nothing to do. Throws `UnsupportedMigrationError`, `SchemaNewerError` or
 * `MigrationFailedError`; the caller then rolls back its savepoint.
 */
export function ensureSchema(
  connection: DatabaseSync,
  alias: string,
  declaration: Declaration,
): string[] {
  const state = readSchemaState(connection, alias);
  if (state.fingerprint === declaration.fingerprint) return [];
  if (state.version > declaration.version) {
    throw new SchemaNewerError(state.version, declaration.version);
  }
  const hasSteps = state.version > 0 && state.version < declaration.version;
  const ddl = hasSteps
    ? runMigrations({ connection, alias, version: state.version }, declaration)
    : [];
  const model = declaredModel(declaration);
  const { ddl: additive, differences } = diffSchema(model, readSchema(connection, alias));
  if (differences.length > 0) {
    const next = hasSteps ? declaration.version : declaration.version + 1;
    throw new UnsupportedMigrationError(differences, next, { ran: hasSteps });
  }
  const steps = [
    ...additive,
    ...ftsSteps(connection, alias, declaration),
    ...stateSteps(declaration),
  ];
  applySchema(connection, alias, steps);
  return [...ddl, ...steps];
}

/**
 * Whether bringing the file under `alias` to `declaration` runs an author's steps, may call a
 * function of the declaration on every row, or may go through a large file for an index.
 */
export function isLongChange(
  connection: DatabaseSync,
  alias: string,
  declaration: Declaration,
): boolean {
  const state = readSchemaState(connection, alias);
  if (state.fingerprint === declaration.fingerprint || state.version === 0) return false;
  if (state.version !== declaration.version) return state.version < declaration.version;
  if (fileBytes(connection, alias) > QUICK_FILE_BYTES) return true;
  return declaration.tables.values().some(({ model }) => {
    const expressions = model.columns.flatMap(({ checks, generated }) => [
      ...checks,
      generated?.expression ?? "",
    ]);
    return [...model.checks, ...expressions].some(callsUnbounded);
  });
}

/** A change of the schema of a larger file may take a while. */
const QUICK_FILE_BYTES = 2 << 20;

function fileBytes(connection: DatabaseSync, alias: string): number {
  const schema = quoteName(alias);
  const { page_count: pages } = connection.prepare(`pragma ${schema}.page_count`).get() as {
    page_count: number;
  };
  const { page_size: size } = connection.prepare(`pragma ${schema}.page_size`).get() as {
    page_size: number;
  };
  return pages * size;
}

/** Runs DDL that `ensureSchema` returned on the file under `alias`. */
export function applySchema(connection: DatabaseSync, alias: string, ddl: readonly string[]): void {
  for (const sql of ddl) connection.exec(qualified(sql, alias));
}

const PREFIX =
  /^(create (?:unique index|index|virtual table|table if not exists|table|trigger)|drop (?:table if exists|table|index|trigger)|alter table|insert or replace into|insert into|delete from) (?=")/;

/** `sql` with the schema name in front of the object it is about. */
function qualified(sql: string, alias: string): string {
  const schema = quoteName(alias);
  const prefix = PREFIX.exec(sql);
  if (prefix === null) throw new RangeError(`Cannot replay schema: unexpected statement\n  ${sql}`);
  return `${prefix[0]}${schema}.${sql.slice(prefix[0].length)}`;
}

/** Full-text indexes are indexes: dropped and created freely. */
function ftsSteps(connection: DatabaseSync, alias: string, declaration: Declaration): string[] {
  const stored = new Map(
    connection.prepare(`select type, name, sql from ${quoteName(alias)}.sqlite_master`).all()
      .filter((row) =>
        String(row.name).startsWith("_cf_fts_") || /^create virtual table/i.test(String(row.sql))
      )
      .map((row) => [String(row.name), { type: String(row.type), sql: String(row.sql) }]),
  );
  const steps: string[] = [];
  const wanted = new Map<string, string>();
  const rebuilt: DeclaredTable[] = [];
  for (const table of declaration.tables.values()) {
    if (table.fts.length === 0) continue;
    const fts = ftsDdl(table);
    const same = [...fts.stored].every(([name, sql]) => sameDefinition(stored.get(name)?.sql, sql));
    if (same) fts.stored.forEach((sql, name) => wanted.set(name, sql));
    else rebuilt.push(table);
  }
  for (const [name, { type }] of stored) {
    if (!wanted.has(name)) steps.push(`drop ${type} ${quoteName(name)}`);
  }
  // Triggers go before the tables they write to.
  steps.sort((a, b) => Number(b.startsWith("drop trigger")) - Number(a.startsWith("drop trigger")));
  for (const table of rebuilt) {
    const fts = ftsDdl(table);
    steps.push(...fts.create, ftsRebuildSql(fts));
  }
  return steps;
}

function sameDefinition(stored: string | undefined, sql: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/\s+/g, " ");
  return stored !== undefined && plain(stored) === plain(sql);
}

function stateSteps(declaration: Declaration): string[] {
  return [
    `create table if not exists "_cf_schema" (id integer primary key check (id = 1), ` +
    `version integer not null, fingerprint text not null) strict`,
    `insert or replace into "_cf_schema" (id, version, fingerprint) values ` +
    `(1, ${declaration.version}, '${declaration.fingerprint}')`,
  ];
}
