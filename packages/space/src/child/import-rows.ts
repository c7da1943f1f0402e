/**
 * The tasks that take the rows of a file into a pattern database, as one commit of any size:
 *
 * ```text
 * checkImport   nobody waits: is the file whole, and does it fit the declaration
 * beginImport   opens the transaction on the database's file
 * nextPart …    changes up to a part's worth of rows, and gives their changeset
 * endRehearsal  commits with the watermark of the commit that is in the log, or takes all back
 * ```
 *
 * `replace` puts the file's rows into temporary tables of the declared shape first, and then writes
 * what differs only: a row that stays as it is costs nothing in the log. What differs
 * is taken out before what lacks is put in, so that no order of rows breaks a unique constraint.
 * Foreign keys are checked at the end, for the same reason.
 */

import { DatabaseSync } from "node:sqlite";
import { type DatabaseDeclaration, SqlError, type SqlValue } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { type Declaration, prepareDeclaration } from "../database/declaration.ts";
import { applySchema, ensureSchema } from "../database/schema.ts";
import { quoteName } from "../database/sql-tokens.ts";
import { runStatements } from "../database/statements.ts";
import { storedColumns } from "../database/stored-columns.ts";
import { ImportError, StoreFailedError } from "../errors.ts";
import { dropFresh, makeFresh, removedParts, unlikeRows } from "./row-difference.ts";
import { holdOpen, openFile, takeBack } from "./open-transaction.ts";
import {
  checkStaged,
  checkTexts,
  openStaged,
  type StagedRow,
  stagedRows,
  type StagedTable,
  stagedTables,
} from "./staged-file.ts";

/** What is taken in, and how. */
export interface ImportInput {
  /** The file that was sent. */
  readonly staged: string;
  /** What the file is called in messages. */
  readonly source: string;
  readonly declaration: DatabaseDeclaration;
  /** `add` puts rows to those that are there, `replace` leaves no others in the file's tables. */
  readonly mode: "add" | "replace";
}

/** Rows of one table. */
export interface ImportedTable {
  /** In the file. */
  readonly rows: number;
  readonly added: number;
  readonly removed: number;
}

/** A part of what an import changed; without `changeset` it is done. */
export interface ImportPart {
  readonly changeset?: Uint8Array;
  readonly tables?: Readonly<Record<string, ImportedTable>>;
}

/** Rows that one part changes, and bytes after which it ends. */
const PART_ROWS = 2_000;
const PART_BYTES = 512 << 10;

type Tally = Record<string, { rows: number; added: number; removed: number }>;

/** The import at work. */
let parts: Generator<Uint8Array, Tally> | undefined;

/** Throws `ImportError` for a file that cannot be taken in. */
export function checkImport(input: ImportInput): Record<never, never> {
  const { staged, source, declaration } = input;
  const file = openStaged(staged, source);
  const database = new DatabaseSync(":memory:");
  try {
    checkStaged(file, source);
    const prepared = prepareDeclaration(declaration);
    ensureSchema(database, "main", prepared);
    const tables = stagedTables(file, source, declaredTables(database, prepared));
    for (const table of tables) checkTexts(file, source, table);
    return {};
  } finally {
    database.close();
    file.close();
  }
}

/** The declared tables and what a file stores of them, by their names in lower case. */
function declaredTables(database: DatabaseSync, { tables }: Declaration) {
  return new Map([...tables.values()].map(({ name }) => {
    const columns = storedColumns(database, "main", name).names;
    return [name.toLowerCase(), { name, columns }] as const;
  }));
}

/** Opens the transaction and brings the file to its declaration. Returns the DDL to log. */
export function beginImport(
  input: ImportInput & { readonly database: string },
): { readonly schema: readonly string[] } {
  takeBack();
  const declaration = prepareDeclaration(input.declaration);
  const database = openFile(input.database);
  holdOpen(database, input.database);
  let isOpen = false;
  try {
    database.exec("PRAGMA foreign_keys = OFF");
    database.exec("BEGIN IMMEDIATE");
    const schema = ensureSchema(database, "main", declaration);
    if (schema.length > 0) {
      // As a replay does it: what an author's steps made has another text than where they lead.
      database.exec("ROLLBACK; BEGIN IMMEDIATE");
      applySchema(database, "main", schema);
    }
    parts = importParts({ ...input, database, prepared: declaration });
    isOpen = true;
    return { schema };
  } finally {
    if (!isOpen) takeBack();
  }
}

/** Goes on by one part. Throws `ImportError` for a row that does not fit. */
export function nextPart(_input: Record<never, never>): ImportPart {
  const { value, done } = parts!.next();
  return done ? { tables: value } : { changeset: value };
}

interface Place extends Omit<ImportInput, "database"> {
  readonly database: DatabaseSync;
  readonly prepared: Declaration;
}

function* importParts(place: Place): Generator<Uint8Array, Tally> {
  const { database, prepared, source, staged, mode } = place;
  const file = openStaged(staged, source);
  const tally: Tally = {};
  try {
    const tables = stagedTables(file, source, declaredTables(database, prepared));
    for (const table of tables) {
      const counted = tally[table.name] = { rows: 0, added: 0, removed: 0 };
      if (mode === "add") {
        yield* insertParts(place, table, { rows: readRows(file, table, source), counted });
        counted.rows = counted.added;
        continue;
      }
      counted.rows = fill(place, file, table);
      const bounds = { rows: PART_ROWS, bytes: PART_BYTES };
      counted.removed = yield* removedParts(database, table.name, bounds);
      const whole = { ...table, columns: storedColumns(database, "main", table.name).names };
      yield* insertParts(place, whole, { rows: unlikeRows(database, table.name), counted });
      dropFresh(database);
    }
    checkForeignKeys(place, mode === "add" ? tables.map(({ name }) => name) : [null]);
    return tally;
  } finally {
    file.close();
  }
}

/** Puts a table's rows into its fresh twin. Returns how many they are. */
function fill({ database, source }: Place, file: DatabaseSync, table: StagedTable): number {
  const insert = database.prepare(insertInto(makeFresh(database, table.name), table.columns));
  let count = 0;
  for (const { label, values } of readRows(file, table, source)) {
    try {
      insert.run(...values);
    } catch (cause) {
      throw rowError(cause, { source, table: table.staged, row: label });
    }
    count++;
  }
  return count;
}

/** Inserts rows, a part's worth at a time. */
function* insertParts(
  place: Place,
  table: StagedTable,
  { rows, counted }: {
    readonly rows: Iterable<StagedRow>;
    readonly counted: Tally[string];
  },
): Generator<Uint8Array> {
  let batch: StagedRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    batch.push(row);
    bytes += sizeOf(row.values);
    if (batch.length < PART_ROWS && bytes < PART_BYTES) continue;
    yield insertBatch(place, table, batch);
    counted.added += batch.length;
    batch = [];
    bytes = 0;
  }
  if (batch.length === 0) return;
  yield insertBatch(place, table, batch);
  counted.added += batch.length;
}

/** As a pattern's own statement would, so that links and limits are checked as for one. */
function insertBatch(place: Place, table: StagedTable, batch: readonly StagedRow[]): Uint8Array {
  const { database } = place;
  const sql = insertInto(quoteName(table.name), table.columns);
  const run = (rows: readonly StagedRow[]) => {
    const statement = { sql, rows: rows.map(({ values }) => values) };
    const options = { rowsFor: () => false, long: "run" } as const;
    return runStatements(database, "main", place.prepared, [statement], options).changeset;
  };
  database.exec("SAVEPOINT one_batch");
  try {
    const changeset = run(batch);
    database.exec("RELEASE one_batch");
    return changeset;
  } catch (cause) {
    if (!database.isTransaction) throw failure(cause);
    database.exec("ROLLBACK TO one_batch");
    for (const row of batch) {
      try {
        run([row]);
      } catch (problem) {
        throw rowError(problem, { source: place.source, table: table.staged, row: row.label });
      }
    }
    throw failure(cause);
  }
}

function insertInto(table: string, columns: readonly string[]): string {
  const names = columns.map(quoteName).join(", ");
  const holes = columns.map(() => "?").join(", ");
  return `INSERT INTO ${table} (${names}) VALUES (${holes})`;
}

/** The rows of a file that may still turn out to be damaged. */
function* readRows(file: DatabaseSync, table: StagedTable, source: string): Generator<StagedRow> {
  let last: number | string = 0;
  try {
    for (const row of stagedRows(file, table)) {
      yield row;
      last = row.label;
    }
  } catch (cause) {
    if (cause instanceof CfError) throw cause;
    const problem = `the row after ${last} cannot be read: ${(cause as Error).message}`;
    throw new ImportError(source, problem, { table: table.staged, cause });
  }
}

/** Rows that refer to what is not there. */
function checkForeignKeys(
  { database, source }: Place,
  tables: readonly (string | null)[],
): void {
  for (const table of tables) {
    const only = table === null ? "" : `(${quoteName(table)})`;
    const [found] = database.prepare(`PRAGMA main.foreign_key_check${only}`).all() as {
      table: string;
      rowid: number | null;
      parent: string;
      fkid: number;
    }[];
    if (found === undefined) continue;
    const keys = database.prepare('SELECT id, "from" FROM pragma_foreign_key_list(?)')
      .all(found.table) as { id: number; from: string }[];
    const columns = keys.filter(({ id }) => id === found.fkid).map(({ from }) => from).join(", ");
    const values = found.rowid === null ? "" : referenceOf(database, found, columns);
    throw new ImportError(
      source,
      `FOREIGN KEY constraint failed: ${columns}${values} refers to no row of ${found.parent}`,
      // Where the file's row went, which need not be called there what it is called in the file.
      { table: found.table, ...(found.rowid === null ? {} : { row: `rowid ${found.rowid}` }) },
    );
  }
}

function referenceOf(
  database: DatabaseSync,
  { table, rowid }: { readonly table: string; readonly rowid: number | null },
  columns: string,
): string {
  const [first] = columns.split(", ");
  const row = database.prepare(
    `SELECT quote(${quoteName(first!)}) AS value FROM main.${quoteName(table)} WHERE rowid = ?`,
  ).get(BigInt(rowid!));
  return row === undefined ? "" : ` ${String(row.value).slice(0, 100)}`;
}

function sizeOf(values: readonly SqlValue[]): number {
  let bytes = 0;
  for (const value of values) {
    bytes += typeof value === "string" || value instanceof Uint8Array ? value.length : 8;
  }
  return bytes;
}

/** What a row is refused for, with its table and what it is called. */
function rowError(
  cause: unknown,
  { source, table, row }: {
    readonly source: string;
    readonly table: string;
    readonly row: number | string;
  },
): CfError {
  if (isDiskError(cause)) return failure(cause);
  const problem = cause instanceof SqlError
    ? String(cause.data.problem)
    : (cause as Error).message.replace(/^constraint failed /, "").replaceAll(
      "_cf_fresh.",
      `${table}.`,
    );
  return new ImportError(source, problem, { table, row, cause });
}

/** An error of the disk is told as what it is. */
function failure(cause: unknown): CfError {
  return cause instanceof CfError && !isDiskError(cause)
    ? cause
    : new StoreFailedError("take the rows in", (cause as Error).message, cause);
}

function isDiskError(cause: unknown): boolean {
  const problem = cause instanceof SqlError ? cause.data.problem : (cause as Error).message;
  return /disk is full|disk I\/O/.test(String(problem));
}
