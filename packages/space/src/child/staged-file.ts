/**
 * Reading an SQLite file that somebody sent: nothing in it is trusted, and nothing of its schema runs.
 * Only the stored columns of real tables are read; views, triggers, virtual tables and generated
 * columns are not looked at.
 */

import { DatabaseSync } from "node:sqlite";
import type { SqlValue } from "@cf/protocol";
import { harden } from "../database/harden.ts";
import { limitConnection } from "../database/limits.ts";
import { quoteName } from "../database/sql-tokens.ts";
import { ImportError } from "../errors.ts";

/** A table of the file, and where its rows go. */
export interface StagedTable {
  /** As the database declares it. */
  readonly name: string;
  /** As the file has it. */
  readonly staged: string;
  /** Columns as the file has them. */
  readonly columns: readonly string[];
  readonly hasRowid: boolean;
}

/** One row: what it is called in messages, and its values. */
export interface StagedRow {
  /** Its rowid, or its place where it has none; its key where it was stored already. */
  readonly label: number | string;
  readonly values: readonly SqlValue[];
}

/** Opens the file. Throws `ImportError` unless it is an SQLite file. */
export function openStaged(path: string, source: string): DatabaseSync {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(path, { readOnly: true });
    harden(file);
    limitConnection(file);
    file.prepare("SELECT count(*) FROM sqlite_schema").get();
    return file;
  } catch (cause) {
    file?.close();
    throw new ImportError(source, `it is no SQLite file that can be read: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** Throws `ImportError` if the pages of the file do not add up. */
export function checkStaged(file: DatabaseSync, source: string): void {
  let problem: string;
  try {
    problem = String(file.prepare("PRAGMA quick_check(1)").get()?.quick_check ?? "no answer");
  } catch (cause) {
    problem = messageOf(cause);
  }
  if (problem !== "ok") throw new ImportError(source, `it is damaged: ${problem}`);
}

/**
 * The tables of the file. `declared` gives for a name the table of that name and its columns. Throws
 * `ImportError` for one that is not declared, with each column that is not.
 */
export function stagedTables(
  file: DatabaseSync,
  source: string,
  declared: ReadonlyMap<string, { readonly name: string; readonly columns: readonly string[] }>,
): StagedTable[] {
  const rows = file.prepare(
    `SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
       AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'
     ORDER BY name`,
  ).all() as { name: string; wr: number }[];
  if (rows.length === 0) throw new ImportError(source, "it holds no table");
  return rows.map(({ name: staged, wr }) => {
    const table = declared.get(staged.toLowerCase());
    if (table === undefined) {
      const names = [...declared.values()].map(({ name }) => name).join(", ");
      const problem = `the pattern declares no such table, but ${names}`;
      throw new ImportError(source, problem, { table: staged });
    }
    const columns = (file.prepare("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0")
      .all(staged) as { name: string }[]).map(({ name }) => name);
    const known = new Set(table.columns.map((column) => column.toLowerCase()));
    const unknown = columns.filter((column) => !known.has(column.toLowerCase()));
    if (unknown.length > 0) {
      const problem = `the pattern declares no column ${unknown.join(", ")}, but ${
        table.columns.join(", ")
      }`;
      throw new ImportError(source, problem, { table: staged });
    }
    return { name: table.name, staged, columns, hasRowid: wr === 0 };
  });
}

/** Throws `ImportError` for a text with a NUL character, at which readers would end it. */
export function checkTexts(file: DatabaseSync, source: string, table: StagedTable): void {
  const { name, columns } = table;
  const ended = columns.map((column) =>
    `typeof(${quoteName(column)}) = 'text' AND instr(${quoteName(column)}, char(0)) > 0`
  );
  if (ended.length === 0) return;
  const rowid = rowidName(table);
  const row = file.prepare(
    `SELECT ${rowid ?? "NULL"} AS row, CASE ${
      ended.map((test, i) => `WHEN ${test} THEN ${i}`).join(" ")
    } END AS place FROM ${quoteName(table.staged)} WHERE ${ended.join(" OR ")} LIMIT 1`,
  ).get();
  if (row === undefined) return;
  const problem = `${columns[Number(row.place)]} is text with a NUL character; store it as a blob`;
  const label = row.row === null ? {} : { row: Number(row.row) };
  throw new ImportError(source, problem, { table: name, ...label });
}

/** A name of the rowid that no column has; `undefined` where there is none. */
function rowidName({ columns, hasRowid }: StagedTable): string | undefined {
  const taken = new Set(columns.map((column) => column.toLowerCase()));
  return hasRowid ? ["rowid", "oid", "_rowid_"].find((name) => !taken.has(name)) : undefined;
}

/** The rows of a table, in the file's order. */
export function* stagedRows(
  file: DatabaseSync,
  table: StagedTable,
): Generator<StagedRow> {
  const { staged, columns } = table;
  const rowid = rowidName(table);
  const names = [...columns.map(quoteName), ...(rowid === undefined ? [] : [rowid])];
  const statement = file.prepare(`SELECT ${names.join(", ")} FROM ${quoteName(staged)}`);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  let place = 0;
  for (const row of statement.iterate() as unknown as Iterable<SqlValue[]>) {
    place++;
    const label = rowid === undefined ? place : Number(row.pop());
    yield { label, values: row };
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
