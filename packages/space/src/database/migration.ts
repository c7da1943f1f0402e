/**
 * Versioned migration steps: an author's SQL, run in order, in the transaction of the write that
 * needs them, and restricted to the one file.
 *
 * A step may create, alter and drop tables and indexes and change rows. Its names resolve within
 * the file: `create table t` gets the file's schema name put in front of `t`, and SQLite's
 * authorizer refuses whatever still reaches elsewhere. Full-text indexes are taken away first and
 * built again afterwards.
 *
 * The steps' outcome, not their text, is what is logged: the tables they touched are dropped,
 * created and filled again by plain DDL and literals, so replay computes nothing anew.
 */

import type { DatabaseSync } from "node:sqlite";
import { GuardViolationError } from "@cf/protocol";
import { CfError } from "@cf/utils";
import type { Declaration } from "./declaration.ts";
import { codeNames, codes } from "./driver.ts";
import { MigrationFailedError } from "./errors.ts";
import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS } from "./functions.ts";
import { guardOf, type Judge } from "./guard.ts";
import type { Opcode } from "./opcodes.ts";
import { readSchema } from "./schema-read.ts";
import { checkStatementSize, STEP_CHARS_MAX } from "./statement-size.ts";
import { quoteName, secondStatementAt, tokenize } from "./sql-tokens.ts";
import { tableDump } from "./table-dump.ts";
import { createIndexSql, createTableSql, sameName } from "./table-model.ts";

/** The file that is migrated. */
export interface MigratedFile {
  readonly connection: DatabaseSync;
  readonly alias: string;
  /** The version that it has. */
  readonly version: number;
}

/**
 * Runs the steps above the file's version. Returns DDL that brings a copy of the file to the same
 * tables, indexes and rows. Throws {@linkcode MigrationFailedError}; the caller rolls back.
 */
export function runMigrations(file: MigratedFile, declaration: Declaration): string[] {
  const { connection, alias } = file;
  const ddl = dropFullText(file);
  const before = readSchema(connection, alias);
  const written = new Set<string>();
  connection.exec("pragma defer_foreign_keys = on");
  for (const [version, steps] of declaration.migrations) {
    if (version <= file.version) continue;
    for (const sql of steps) runStep(file, { version, sql, written });
  }
  const after = readSchema(connection, alias);
  for (const table of before.tables) {
    const now = after.tables.find((other) => sameName(other.name, table.name));
    if (now === undefined) ddl.push(`drop table if exists ${quoteName(table.name)}`);
  }
  for (const table of after.tables) {
    const old = before.tables.find((other) => sameName(other.name, table.name));
    const same = old !== undefined && createTableSql(old) === createTableSql(table);
    if (same && !written.has(table.name.toLowerCase())) continue;
    ddl.push(`drop table if exists ${quoteName(table.name)}`, createTableSql(table));
    ddl.push(...tableDump(connection, alias, table));
    for (const index of after.indexes) {
      if (sameName(index.table, table.name)) ddl.push(createIndexSql(index));
    }
  }
  return ddl;
}

function dropFullText({ connection, alias }: MigratedFile): string[] {
  const rows = connection.prepare(`select type, name, sql from ${quoteName(alias)}.sqlite_master`)
    .all();
  const drops = [
    ...rows.filter((row) => row.type === "trigger" && String(row.name).startsWith("_cf_fts_")),
    ...rows.filter((row) => /^create virtual table/i.test(String(row.sql))),
  ].map((row) => ({ kind: String(row.type), name: String(row.name) }));
  for (const { kind, name } of drops) {
    connection.exec(`drop ${kind} ${quoteName(alias)}.${quoteName(name)}`);
  }
  return drops.map(({ kind, name }) => `drop ${kind} ${quoteName(name)}`);
}

interface Step {
  readonly version: number;
  readonly sql: string;
  /** Lower-case names of the tables whose rows steps wrote. */
  readonly written: Set<string>;
}

function runStep({ connection, alias }: MigratedFile, { version, sql, written }: Step): void {
  const fail = (problem: string, cause?: unknown): never => {
    throw new MigrationFailedError(version, problem, { sql, cause });
  };
  const tail = secondStatementAt(sql);
  if (tail !== undefined) {
    return fail(`a second statement starts at position ${tail + 1}; write one per step`);
  }
  const text = withSchemaName(sql, alias);
  const judge = stepJudge(alias, written);
  try {
    // The tables are what the steps before made of them; another process runs them, and can be killed.
    checkStatementSize(sql, { charsMax: STEP_CHARS_MAX });
    const guard = guardOf(connection);
    const program = guard.supervise(
      judge,
      sql,
      () => connection.prepare(`explain ${text}`).all() as unknown as Opcode[],
    );
    checkOpened(connection, { alias, sql, program });
    guard.supervise(judge, sql, () => connection.exec(text));
  } catch (error) {
    if (error instanceof GuardViolationError) {
      fail(`the step may not touch ${String(error.data.touched)}`, error);
    }
    if (error instanceof CfError) throw error;
    fail((error as Error).message, error);
  }
}

/** Puts the schema name before the name of what `create` creates. */
function withSchemaName(sql: string, alias: string): string {
  const { tokens } = tokenize(sql);
  if (tokens[0]?.value !== "create") return sql;
  let at = tokens[1]?.value === "unique" ? 2 : 1;
  at++;
  if (tokens[at]?.value === "if") at += 3;
  const name = tokens[at];
  if (name === undefined || tokens[at + 1]?.text === ".") return sql;
  return `${sql.slice(0, name.start)}${quoteName(alias)}.${sql.slice(name.start)}`;
}

/** Functions that SQLite's own ALTER TABLE calls. */
const ALTER_FUNCTIONS = new Set([
  "sqlite_rename_table",
  "sqlite_rename_column",
  "sqlite_rename_test",
  "sqlite_rename_quotefix",
  "sqlite_drop_column",
  "sqlite_add_constraint",
  "sqlite_drop_constraint",
  "sqlite_find_constraint",
  "sqlite_fail",
]);

function stepJudge(alias: string, written: Set<string>): Judge {
  let altering = false;
  const reserved = (name: string | null) => name?.toLowerCase().startsWith("_cf_") === true;
  return (action, first, second, database) => {
    switch (action) {
      case codes.SQLITE_SELECT:
      case codes.SQLITE_RECURSIVE:
      case codes.SQLITE_REINDEX:
        return undefined;
      case codes.SQLITE_FUNCTION: {
        const name = String(second).toLowerCase();
        if (ALLOWED_FUNCTIONS.has(name) || (altering && ALTER_FUNCTIONS.has(name))) {
          return undefined;
        }
        return `function ${second}()`;
      }
      case codes.SQLITE_ALTER_TABLE:
        altering = true;
        return first === alias && !reserved(second) ? undefined : `table ${first}.${second}`;
      case codes.SQLITE_CREATE_TABLE:
      case codes.SQLITE_CREATE_INDEX:
      case codes.SQLITE_DROP_TABLE:
      case codes.SQLITE_DROP_INDEX:
        return database === alias && !reserved(first) ? undefined : `${database}.${first}`;
      case codes.SQLITE_INSERT:
      case codes.SQLITE_UPDATE:
      case codes.SQLITE_DELETE:
        if (altering && database === "temp" && first === "sqlite_temp_master") return undefined;
        if (database !== alias || reserved(first)) return `table ${database}.${first}`;
        written.add(String(first).toLowerCase());
        return undefined;
      case codes.SQLITE_READ:
        if (database === null || (database === alias && !reserved(first))) return undefined;
        if (ALLOWED_TABLE_FUNCTIONS.includes(String(first).toLowerCase())) return undefined;
        if (altering && (database === "temp" || first === "pragma_quick_check")) return undefined;
        return `table ${database}.${first}`;
      case codes.SQLITE_PRAGMA:
        return altering && first === "quick_check" ? undefined : `pragma ${first}`;
      default:
        return `${codeNames.get(action) ?? `action ${action}`} ${first ?? ""}`.trim();
    }
  };
}

/** Every b-tree that a step opens is in the file, and none is ours. */
function checkOpened(
  connection: DatabaseSync,
  { alias, sql, program }: {
    readonly alias: string;
    readonly sql: string;
    readonly program: readonly Opcode[];
  },
): void {
  const databases = connection.prepare("pragma database_list").all();
  const own = databases.find((row) => row.name === alias)?.seq;
  const reserved = new Set(
    connection.prepare(
      `select rootpage from ${
        quoteName(alias)
      }.sqlite_master where tbl_name like '\\_cf\\_%' escape '\\'`,
    ).all().map((row) => row.rootpage),
  );
  const alters = program.some((row) => row.opcode === "ParseSchema");
  for (const { opcode, p2, p3 } of program) {
    if (!["OpenRead", "OpenWrite", "ReopenIdx"].includes(opcode)) continue;
    // ALTER TABLE looks through the TEMP schema for triggers on the table.
    if (alters && p3 === 1 && p2 === 1) continue;
    if (p3 !== own) throw new GuardViolationError("another database", sql);
    if (reserved.has(p2)) throw new GuardViolationError("a table of the runtime", sql);
  }
}
