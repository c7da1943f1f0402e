/**
 * The guard: SQLite itself decides what a pattern's statement may touch.
 *
 * Three independent checks, at prepare time, and a verdict that is cached with the prepared
 * statement:
 *
 * 1. **Authorizer.** Every callback must be on the list for the kind of statement; anything else
 *    is denied and named. A statement that raises no callback at all (VACUUM) is refused.
 * 2. **EXPLAIN.** Every b-tree that the program opens, in subprograms too, must belong to a declared
 *    table of the one file, and every virtual table must be one of the known instances. This
 *    closes the authorizer's hole: joined columns of USING and NATURAL are not reported, nor always
 *    their tables, so that every table of such a statement counts as read in full. A halt that would
 *    roll back the transaction others share is refused here too.
 * 3. **Tail.** Text after the first statement is refused, with its position.
 *
 * The authorizer stays installed for the life of the connection, because setting one expires every
 * prepared statement. While no pattern statement is being prepared or run it lets all pass. While
 * one runs, it still checks: SQLite prepares a statement again when a schema changes.
 *
 * A callback never throws: SQLite's next failure would be reported as success.
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { GuardViolationError, SqlError } from "@cf/protocol";
import { assert } from "@cf/utils";
import { LRUCache } from "lru-cache";
import { declaredTable } from "./declaration.ts";
import { codes } from "./driver.ts";
import { ftsDdl } from "./fts.ts";
import { ALLOWED_TABLE_FUNCTIONS } from "./functions.ts";
import { withLimits } from "./limits.ts";
import { checkPlanSize } from "./plan-size.ts";
import { type PlainInsert, plainInsert } from "./plain-insert.ts";
import { checkProgram } from "./program-check.ts";
import { asDeclared } from "./as-declared.ts";
import type { Opcode } from "./opcodes.ts";
import { type ParameterSlots, parameterSlots } from "./parameters.ts";
import { quoteName, secondStatementAt, tokenize } from "./sql-tokens.ts";
import { withHint } from "./refusal-hint.ts";
import { resultColumns } from "./result-columns.ts";
import { checkStatementSize } from "./statement-size.ts";
import { tableWidths } from "./substitution-size.ts";
import {
  type ColumnSets,
  type GuardScope,
  named,
  type OwnNames,
  type StatementKind,
  StatementVerdict,
} from "./verdict.ts";
import { realTable } from "./real-table.ts";
import { actsOnOthers, type Explained, readPlan, type WritePlan } from "./write-bound.ts";

/** A statement the guard let through. */
export interface GuardedStatement {
  readonly statement: StatementSync;
  readonly slots: ParameterSlots;
  /** Columns the statement reads; a table of which they are not all reported counts with column `*`. */
  readonly reads: ColumnSets;
  /** Tables the statement can change, cascades and triggers included. */
  readonly writes: ReadonlySet<string>;
  readonly columns: readonly { name: string; table: string | null; column: string | null }[];
  /** What bounds the work of a write; `null` for a read. */
  readonly plan: WritePlan | null;
  /** The cheaper forms of an insert that has them. */
  readonly plain: PlainInsert | null;
  /** Whether a write computes texts, which can then be other than any parameter. */
  readonly makesText: boolean;
  /** Names of its own subqueries that SQLite reports like tables; to be given to `run`. */
  readonly own: OwnNames;
}

/** Names what an action touches that it may not, or `undefined`. Must not throw. */
export type Judge = (
  action: number,
  first: string | null,
  second: string | null,
  database: string | null,
) => string | undefined;

/** What the authorizer goes by: nothing, a statement, or a judge of the caller. */
type Mode = "open" | "statement" | "judged";

const { SQLITE_OK, SQLITE_DENY } = codes;

/** Instructions whose result may be a text. */
const MAKING_TEXT = new Set([
  ...["Function", "PureFunc", "Cast", "Concat", "AggFinal", "AggValue", "VColumn"],
]);

const guards = new WeakMap<DatabaseSync, Guard>();
const STATEMENTS_MAX = 400;

/** The guard of `connection`, installed at the first call. */
export function guardOf(connection: DatabaseSync): Guard {
  let guard = guards.get(connection);
  if (guard === undefined) {
    guard = new Guard(connection);
    guards.set(connection, guard);
  }
  return guard;
}

/** The authorizer of one connection with its cache of verdicts. */
export class Guard {
  readonly #connection: DatabaseSync;
  readonly #cache = new LRUCache<string, GuardedStatement>({ max: STATEMENTS_MAX });
  #mode: Mode = "open";
  #verdict: StatementVerdict | undefined;
  #judge: Judge | undefined;
  #callbacks = 0;
  #violation: string | undefined;

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
    connection.setAuthorizer((action, first, second, database, inner) =>
      this.#authorize(action, first, second, database, inner)
    );
  }

  /**
   * Prepares `sql` within `scope`, or takes the cached statement.
   * Throws `GuardViolationError` or `SqlError`.
   */
  prepare(scope: GuardScope, kind: StatementKind, sql: string): GuardedStatement {
    const key = `${kind}\n${scope.alias}\n${scope.declaration.fingerprint}\n${sql}`;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    let guarded: GuardedStatement;
    try {
      guarded = withLimits(this.#connection, () => this.#prepare(scope, kind, sql));
    } catch (error) {
      throw withHint(error, kind, sql);
    }
    this.#cache.set(key, guarded);
    return guarded;
  }

  /**
   * Runs `work` while a statement of `scope` with these `own` names steps; the authorizer keeps
   * watching.
   */
  run<T>(scope: GuardScope, work: () => T, own?: OwnNames): T {
    assert(this.#mode === "open", "guarded statements do not nest");
    this.#enter("run", scope, own);
    try {
      return work();
    } finally {
      this.#mode = "open";
    }
  }

  /**
   * Runs `work` with `judge` deciding every action. Throws `GuardViolationError` if it objected,
   * whatever `work` made of SQLite's refusal.
   */
  supervise<T>(judge: Judge, sql: string, work: () => T): T {
    assert(this.#mode === "open", "guarded statements do not nest");
    this.#mode = "judged";
    this.#judge = judge;
    this.#violation = undefined;
    try {
      return work();
    } catch (error) {
      if (this.#violation !== undefined) throw new GuardViolationError(this.#violation, sql);
      throw error;
    } finally {
      this.#mode = "open";
      this.#judge = undefined;
    }
  }

  #enter(mode: StatementKind | "run", scope: GuardScope, own?: OwnNames): StatementVerdict {
    this.#mode = "statement";
    this.#verdict = new StatementVerdict(scope, mode, own);
    this.#violation = undefined;
    this.#callbacks = 0;
    return this.#verdict;
  }

  #prepare(scope: GuardScope, kind: StatementKind, sql: string): GuardedStatement {
    // SQLite stops reading there, and would take the rest for nothing.
    const nul = sql.indexOf("\0");
    if (nul >= 0) throw new SqlError(`a NUL character stands at position ${nul + 1}`, { sql });
    checkStatementSize(sql, { widths: tableWidths(scope.declaration) });
    checkPlanSize(sql, scope.declaration);
    const tail = secondStatementAt(sql);
    if (tail !== undefined) {
      throw new SqlError(
        `a second statement starts at position ${tail + 1}; write one statement per call`,
        { sql },
      );
    }
    const known = this.#knownVirtualTables(scope);
    const text = kind === "write" ? asDeclared(sql, scope.alias, scope.declaration) : sql;
    const statement = this.#attempt(kind, scope, sql, () => this.#prepareRecorded(kind, text));
    if (this.#callbacks === 0) throw new GuardViolationError("anything but rows", sql);
    const { reads, writes, internal, unplaced } = this.#verdict!;
    const program = this.#attempt(kind, scope, sql, () => explain(this.#connection, text));
    const opened = checkProgram(this.#connection, {
      scope,
      kind,
      sql,
      program,
      virtualTables: known,
    });
    for (const table of opened.read) {
      if (!reads.has(table) && !internal.has(table)) reads.set(table, new Set(["*"]));
    }
    if (joinsByName(sql)) { for (const columns of reads.values()) columns.add("*"); }
    for (const table of opened.written) {
      if (declaredTable(scope.declaration, table) !== undefined) writes.add(table);
    }
    if (kind === "write" && writes.size === 0) {
      throw new SqlError("it changes nothing; read with a query", { sql });
    }
    returnArrays(statement);
    const columns = resultColumns(sql, statement.columns());
    const plan = kind === "write" ? this.#plan(scope, { sql, text, program }) : null;
    const plain = kind === "write" ? this.#plain(scope, sql, { text, program }) : null;
    const makesText = program.some(({ opcode }) => MAKING_TEXT.has(opcode));
    return {
      statement,
      slots: parameterSlots(sql),
      reads,
      writes,
      columns,
      plan,
      plain,
      makesText,
      own: new Set(unplaced.keys()),
    };
  }

  #plain(
    scope: GuardScope,
    sql: string,
    { text, program }: { readonly text: string; readonly program: readonly Opcode[] },
  ): PlainInsert | null {
    const attempt = <T>(work: () => T) => this.#attempt("write", scope, sql, work);
    return plainInsert(text, program, {
      prepare: (other) => attempt(() => prepareArrays(this.#connection, other)),
      explain: (other) => attempt(() => explain(this.#connection, other)),
    });
  }

  #plan(
    scope: GuardScope,
    { sql, text, program }: { sql: string; text: string; program: readonly Opcode[] },
  ): WritePlan {
    const explain = () => this.#connection.prepare(`explain query plan ${text}`).all();
    const plan = this.#attempt("write", scope, sql, explain) as unknown as Explained["plan"];
    return readPlan({ sql, plan, program, hasActions: actsOnOthers(scope.declaration) });
  }

  /**
   * A write is prepared while a session is open. Otherwise SQLite compiles a DELETE without WHERE
   * into one step that drops all rows and tells no session, and the changeset would miss them.
   */
  #prepareRecorded(kind: StatementKind, text: string): StatementSync {
    if (kind !== "write") return this.#connection.prepare(text);
    const session = this.#connection.createSession();
    try {
      return this.#connection.prepare(text);
    } finally {
      session.close();
    }
  }

  #attempt<T>(kind: StatementKind, scope: GuardScope, sql: string, work: () => T): T {
    assert(this.#mode === "open", "guarded statements do not nest");
    const { unplaced } = this.#enter(kind, scope);
    let result: T;
    try {
      result = work();
    } catch (error) {
      if (this.#violation !== undefined) throw new GuardViolationError(this.#violation, sql);
      throw new SqlError((error as Error).message, { sql }, error);
    } finally {
      this.#mode = "open";
    }
    const real = realTable(this.#connection, unplaced.values());
    if (real !== undefined) {
      throw new GuardViolationError(named(real.table, real.database), sql);
    }
    return result;
  }

  /** Connects the virtual tables that are allowed and returns the instances EXPLAIN will name. */
  #knownVirtualTables({ alias, declaration, withTemp }: GuardScope): ReadonlyMap<string, string> {
    const known = new Map<string, string>();
    const look = (name: string, sql: string) => {
      for (const row of explain(this.#connection, sql)) {
        if (row.opcode === "VOpen") known.set(String(row.p4), name);
      }
    };
    const attempt = (name: string, sql: string) => {
      try {
        look(name, sql);
      } catch {
        // An index may be declared and not made yet, or a lent file's be damaged; a statement that
        // names it fails by itself.
      }
    };
    for (const name of ALLOWED_TABLE_FUNCTIONS) look(name, `select 1 from ${name}('[]')`);
    for (const table of declaration.tables.values()) {
      if (table.fts.length === 0) continue;
      const { table: name } = ftsDdl(table);
      const schema = withTemp ? "" : `${quoteName(alias)}.`;
      attempt(name, `select 1 from ${schema}${quoteName(name)}`);
    }
    for (const name of declaration.virtualTables?.keys() ?? []) {
      attempt(name, `select 1 from ${quoteName(alias)}.${quoteName(name)}`);
    }
    return known;
  }

  #authorize(
    action: number,
    first: string | null,
    second: string | null,
    database: string | null,
    inner: string | null,
  ): number {
    if (this.#mode === "open") return SQLITE_OK;
    this.#callbacks++;
    const touched = this.#judge === undefined
      ? this.#verdict!.judge(action, first, second, database, inner)
      : this.#judge(action, first, second, database);
    if (touched === undefined) return SQLITE_OK;
    this.#violation ??= touched;
    return SQLITE_DENY;
  }
}

/** Whether tables may be joined by the names of their columns. */
function joinsByName(sql: string): boolean {
  return tokenize(sql).tokens.some(({ kind, value }) =>
    kind === "word" && (value === "using" || value === "natural")
  );
}

function explain(connection: DatabaseSync, text: string): Opcode[] {
  return connection.prepare(`explain ${text}`).all() as unknown as Opcode[];
}

function prepareArrays(connection: DatabaseSync, text: string): StatementSync {
  return returnArrays(connection.prepare(text));
}

function returnArrays(statement: StatementSync): StatementSync {
  statement.setReturnArrays(true);
  statement.setReadBigInts(true);
  return statement;
}
