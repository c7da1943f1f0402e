/**
 * Runs the statements of one commit and records every row they changed.
 *
 * SQLite's session extension records: it sees cascades, triggers and REPLACE, leaves out what a
 * rolled-back savepoint undid, and keeps one record per row. One session is opened per table that
 * the statements can change, as the guard's verdict says, so that full-text shadow tables and the
 * runtime's own tables cost nothing. A few plain inserts are recorded by what they return instead,
 * which is cheaper.
 */

import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { type RowChange, SqlError, type SqlParams, type SqlStatement } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { hasAlikeKeys, recordAlike, type Recorded } from "./alike-keys.ts";
import {
  type ChangedRow,
  concatenate,
  decodeChangeset,
  makesInvalidText,
  type StoredValue,
} from "./changeset.ts";
import { encodeInserts } from "./changeset-encode.ts";
import { completeRows } from "./complete-rows.ts";
import type { Declaration } from "./declaration.ts";
import { LinkColumnError, ParameterError } from "./errors.ts";
import { type GuardedStatement, guardOf } from "./guard.ts";
import type {} from "./driver.ts";
import { withRunLimits, withShortValues } from "./limits.ts";
import { linkChecker } from "./link-check.ts";
import { checkStoredLinks, storesLinks } from "./link-values.ts";
import { bindArguments, isNamed, slotValues } from "./parameters.ts";
import { BATCH_ROWS } from "./plain-insert.ts";
import { storedColumns } from "./stored-columns.ts";
import type { GuardScope } from "./verdict.ts";
import { requireQuick, type Work, workOf, type WorkPlace } from "./write-work.ts";

/** What the statements did. */
export interface StatementsResult {
  /** Empty when no row changed. */
  readonly changeset: Uint8Array;
  /** Complete rows before and after, for the tables that were asked for. */
  readonly rows: RowChange[];
  /** The tables that the statements could change, those of their triggers and cascades included. */
  readonly tables: readonly string[];
}

/** Options of {@linkcode runStatements}. */
export interface RunOptions {
  /** Which tables' changes to return as rows; all by default. */
  readonly rowsFor?: (table: string) => boolean;
  /**
   * What becomes of statements that may take long: `refuse` those whose bound is out of reach,
   * unless said otherwise; `leave` all to a process that can be killed, by throwing
   * `LongWriteError`; or `run` them, being that process.
   */
  readonly long?: WorkPlace["long"];
}

/**
 * Runs `statements` in order on the file under `alias`, inside the caller's transaction, with
 * foreign keys on. On any error the caller rolls back its savepoint: `SqlError`,
 * `GuardViolationError`, `ParameterError`, `LinkColumnError`, `WriteTooLongError`.
 */
// deno-lint-ignore cf/function-arguments -- the hottest call of the write path, made in one place
export function runStatements(
  connection: DatabaseSync,
  alias: string,
  declaration: Declaration,
  statements: readonly SqlStatement[],
  options: RunOptions = {},
): StatementsResult {
  const guard = guardOf(connection);
  const scope: GuardScope = { alias, declaration };
  const planned = statements.map((statement): Planned => ({
    statement,
    guarded: guard.prepare(scope, "write", statement.sql),
  }));
  const { long = "refuse" } = options;
  if (long === "leave") requireQuick(statements);
  const { changeset, tables, changes } = withRunLimits(
    connection,
    () =>
      returnsRows(connection, scope, planned)
        ? insertRows(connection, scope, planned)
        : recordRows({ connection, alias, long, spent: { share: 0 } }, scope, planned),
  );
  if (changeset.length === 0) return { changeset, rows: [], tables };
  if (planned.some(({ guarded }) => guarded.makesText)) {
    refuseBrokenText(changeset, changes(), sqlOf(planned));
  }
  if (tables.some((table) => storesLinks(declaration, table))) {
    const sql = statements.map((statement) => statement.sql).join("; ");
    checkStoredLinks(connection, changes(), { alias, declaration, sql });
  }
  const { rowsFor = () => true } = options;
  if (!tables.some(rowsFor)) return { changeset, rows: [], tables };
  const asked = changes().filter(({ table }) => rowsFor(table));
  return { changeset, rows: completeRows(connection, scope, asked), tables };
}

/** A statement and what the guard says of it. */
interface Planned {
  readonly statement: SqlStatement;
  readonly guarded: GuardedStatement;
}

/** What a commit changed. */
interface Captured {
  readonly changeset: Uint8Array;
  readonly tables: readonly string[];
  readonly changes: () => readonly ChangedRow[];
}

/**
 * What a parameter cannot be, no row may come to hold either: readers would end a text at a NUL, and
 * a replay would put other characters in the place of bytes that are no UTF-8.
 */
function refuseBrokenText(
  changeset: Uint8Array,
  changes: readonly ChangedRow[],
  sql: string,
): void {
  const holding = (part: string) =>
    changes.find((row) =>
      row.new?.some((value) => typeof value === "string" && value.includes(part))
    );
  const ended = holding("\0");
  const replaced = holding("\ufffd");
  const isInvalid = replaced !== undefined && makesInvalidText(changeset);
  const found = ended ?? (isInvalid ? replaced : undefined);
  if (found === undefined) return;
  const what = ended === undefined ? "text that is no UTF-8" : "text with a NUL character";
  throw new SqlError(`a row of ${found.table} would hold ${what}; store it as a blob`, { sql });
}

/** A row is found by its key only if that can be bound again, so that keys are looked at first. */
function checkedText(recorded: Recorded, planned: readonly Planned[]): Recorded {
  if (planned.some(({ guarded }) => guarded.makesText)) {
    for (const part of recorded.values()) {
      refuseBrokenText(part, decodeChangeset(part), sqlOf(planned));
    }
  }
  return recorded;
}

/** Up to so many rows it is cheaper to have them returned than to open a session. */
const RETURNED_MAX = 40;

function returnsRows(
  connection: DatabaseSync,
  { alias }: GuardScope,
  planned: readonly Planned[],
): boolean {
  let count = 0;
  return planned.every(({ statement: { rows }, guarded: { plain, writes } }) => {
    count += rows?.length ?? 1;
    if (plain === null || count > RETURNED_MAX) return false;
    return [...writes].every((table) => storedColumns(connection, alias, table).areAll);
  });
}

/** Runs plain inserts; each returns the rows it stored. */
function insertRows(
  connection: DatabaseSync,
  scope: GuardScope,
  planned: readonly Planned[],
): Captured {
  const { alias, declaration } = scope;
  const byTable = new Map<string, StoredValue[][]>();
  const inserts = planned.map(({ statement, guarded: { slots, writes, plain } }) => {
    const [table] = writes;
    let rows = byTable.get(table!);
    if (rows === undefined) byTable.set(table!, rows = []);
    return { statement, program: { slots, statement: plain!.returning() }, rows };
  });
  guardOf(connection).run(scope, () => {
    for (const { statement, program, rows } of inserts) {
      const check = linkChecker(declaration, statement.sql);
      for (const row of runOne(statement, program, { check })) rows.push(row);
    }
  });
  const parts: Uint8Array[] = [];
  const changes: ChangedRow[] = [];
  for (const [table, rows] of byTable) {
    if (rows.length === 0) continue;
    const { keyPlaces } = storedColumns(connection, alias, table);
    const key = keyPlaces.map((place) => place > 0);
    parts.push(encodeInserts({ table, keyPlaces, rows }));
    for (const row of rows) changes.push({ table, key, op: "insert", old: null, new: row });
  }
  return { changeset: concatenate(parts), tables: [...byTable.keys()], changes: () => changes };
}

/** Runs any statements, while a session per table records. */
function recordRows(place: WorkPlace, scope: GuardScope, planned: readonly Planned[]): Captured {
  const { connection, alias } = place;
  const tables = [...new Set(planned.flatMap(({ guarded }) => [...guarded.writes]))];
  const record = (): Recorded => {
    const sessions = tables.map((table) => connection.createSession({ db: alias, table }));
    try {
      // Each is looked at when those before it have run: they may have filled its tables.
      for (const each of planned) runWithin(place, scope, each);
      return new Map(sessions.map((session, i) => [tables[i]!, session.changeset()]));
    } finally {
      for (const session of sessions) session.close();
    }
  };
  // Inserts that only add rows put no key in another's place.
  const alike = planned.every(({ guarded }) => guarded.plain !== null)
    ? []
    : tables.filter((table) => hasAlikeKeys(scope.declaration, table));
  const sql = sqlOf(planned);
  const changeset = alike.length > 0
    ? recordAlike({
      connection,
      alias,
      tables: alike,
      sql,
      record: () => checkedText(record(), planned),
    })
    : concatenate([...record().values()].filter((part) => part.length > 0));
  let changes: readonly ChangedRow[] | undefined;
  return { changeset, tables, changes: () => changes ??= decodeChangeset(changeset) };
}

function sqlOf(planned: readonly Planned[]): string {
  return planned.map(({ statement }) => statement.sql).join("; ");
}

/** Runs one statement as its work allows. */
function runWithin(place: WorkPlace, scope: GuardScope, { statement, guarded }: Planned): void {
  const { connection } = place;
  const work = workOf(place, statement, guarded);
  const check = linkChecker(scope.declaration, statement.sql);
  const isMany = (statement.rows?.length ?? 0) >= BATCH_ROWS;
  const batch = isMany ? guarded.plain?.batch() ?? null : null;
  const run = () =>
    guardOf(connection).run(scope, () => {
      if (batch === null) runOne(statement, guarded, { check, work });
      else runBatches(statement, { ...guarded, batch }, check);
    }, guarded.own);
  if (work.valueBytesMax === undefined) run();
  else withShortValues(connection, work.valueBytesMax, run);
}

/** A statement as it is run: `firstRow` is the place of the first of its rows, from 0. */
interface Running {
  readonly check: (values: readonly unknown[]) => void;
  readonly work?: Work;
  readonly firstRow?: number;
}

/** Runs a statement for each of its rows, and returns what it returns. */
function runOne(
  { sql, params, rows }: SqlStatement,
  { slots, statement }: Pick<GuardedStatement, "slots" | "statement">,
  { check, work, firstRow = 0 }: Running,
): StoredValue[][] {
  const named = slots.some(isNamed);
  const returned: StoredValue[][] = [];
  const entries = rows ?? [params ?? []];
  for (let i = 0; i < entries.length; i++) {
    // Of one row nobody asks which it is.
    const where = firstRow + entries.length === 1 ? "" : `, in row ${firstRow + i + 1}`;
    const values = valuesOf(entries[i], { slots, check, sql, where });
    try {
      // `all` is cheaper than `run`, which counts what it changed.
      const found = statement.all(...(named ? bindArguments(slots, values) : values));
      for (const row of found) returned.push(row as unknown as StoredValue[]);
    } catch (error) {
      work?.failed(error);
      const parameterTypes = values.map(typeName);
      throw new SqlError(sqliteMessage(error) + where, { sql, parameterTypes }, error);
    }
  }
  return returned;
}

/** As {@linkcode runOne}, with {@linkcode BATCH_ROWS} rows by one statement. */
function runBatches(
  { sql, rows = [] }: SqlStatement,
  guarded: Pick<GuardedStatement, "slots" | "statement"> & { readonly batch: StatementSync },
  check: Running["check"],
): void {
  const { slots } = guarded;
  let at = 0;
  for (; at + BATCH_ROWS <= rows.length; at += BATCH_ROWS) {
    const chunk = rows.slice(at, at + BATCH_ROWS);
    const all: SQLInputValue[] = [];
    for (let i = 0; i < BATCH_ROWS; i++) {
      const values = valuesOf(chunk[i], { slots, check, sql, where: `, in row ${at + i + 1}` });
      for (let k = 0; k < values.length; k++) all.push(values[k]!);
    }
    try {
      guarded.batch.all(...all);
    } catch (error) {
      // One by one, to find the row that is refused; a failed batch leaves nothing behind.
      runOne({ sql, rows: chunk }, guarded, { check, firstRow: at });
      throw new SqlError(sqliteMessage(error), { sql }, error);
    }
  }
  runOne({ sql, rows: rows.slice(at) }, guarded, { check, firstRow: at });
}

/** Values to bind, which were checked; an error says `where` they stand. */
function valuesOf(
  params: SqlParams | undefined,
  { slots, check, sql, where }: {
    readonly slots: GuardedStatement["slots"];
    readonly check: Running["check"];
    readonly sql: string;
    readonly where: string;
  },
): SQLInputValue[] {
  try {
    const values = slotValues(slots, params, sql);
    check(values);
    return values;
  } catch (error) {
    if (where === "" || !(error instanceof CfError)) throw error;
    const problem = `${error.data.problem}${where}`;
    if (error instanceof ParameterError) throw new ParameterError(problem, sql);
    if (error instanceof LinkColumnError) throw new LinkColumnError(problem, sql);
    throw error;
  }
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "bigint") return "integer";
  if (typeof value === "number") return "real";
  return typeof value === "string" ? "text" : "blob";
}

/** SQLite's message without the general phrase that the driver puts before it. */
function sqliteMessage(error: unknown): string {
  return (error as Error).message.replace(/^constraint failed /, "");
}
