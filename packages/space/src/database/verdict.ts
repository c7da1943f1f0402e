/**
 * What SQLite's authorizer is told about one statement: each action is on the list for its kind of
 * statement, or names what is touched that may not be. On the way the columns that the statement
 * reads and the tables that it changes are noted.
 */

import type { Declaration } from "./declaration.ts";
import { declaredTable } from "./declaration.ts";
import { codeNames, codes } from "./driver.ts";
import { ftsDdl } from "./fts.ts";
import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS } from "./functions.ts";

/** Reads return rows; writes change declared tables. */
export type StatementKind = "read" | "write";

/** Columns by table, both as SQLite spells them; `""` stands for the row itself. */
export type ColumnSets = ReadonlyMap<string, ReadonlySet<string>>;

/** Which file, by its schema name, and what is declared in it. */
export interface GuardScope {
  readonly alias: string;
  readonly declaration: Declaration;
  /** A reader's own TEMP objects stand in for declared tables. */
  readonly withTemp?: boolean;
}

const {
  SQLITE_SELECT,
  SQLITE_READ,
  SQLITE_FUNCTION,
  SQLITE_RECURSIVE,
  SQLITE_INSERT,
  SQLITE_UPDATE,
  SQLITE_DELETE,
  SQLITE_PRAGMA,
} = codes;

/** A name that SQLite reported under a database that may have nothing of that name. */
export interface UnplacedName {
  readonly table: string;
  readonly database: string;
}

/** Keys of names that a statement gave to its own subqueries, as {@linkcode placeOf} makes them. */
export type OwnNames = ReadonlySet<string>;

const NONE: OwnNames = new Set();
const RESERVED = /^(_cf_|sqlite_|pragma_)/i;
const INTERNAL_PRAGMAS = new Set(["data_version", "table_xinfo", "table_info"]);

/** Judges the actions of one statement: `run` while it steps, else while it is prepared. */
export class StatementVerdict {
  readonly reads = new Map<string, Set<string>>();
  readonly writes = new Set<string>();
  readonly internal: ReadonlySet<string>;
  /** What was let through on the condition that its database has nothing of that name. */
  readonly unplaced = new Map<string, UnplacedName>();
  readonly #own: OwnNames;
  readonly #scope: GuardScope;
  readonly #mode: StatementKind | "run";

  constructor(scope: GuardScope, mode: StatementKind | "run", own: OwnNames = NONE) {
    this.#own = own;
    this.#scope = scope;
    this.#mode = mode;
    this.internal = internalTables(scope.declaration);
  }

  /** What is touched that may not be, or `undefined`. Never throws. */
  judge(
    action: number,
    first: string | null,
    second: string | null,
    database: string | null,
    inner: string | null,
  ): string | undefined {
    switch (action) {
      case SQLITE_SELECT:
        return undefined;
      case SQLITE_RECURSIVE:
        // Nothing can interrupt the writing connection, and a recursion need not end.
        return this.#mode === "write" ? "WITH RECURSIVE in a statement that writes" : undefined;
      case SQLITE_FUNCTION:
        return ALLOWED_FUNCTIONS.has(String(second).toLowerCase())
          ? undefined
          : `function ${second}()`;
      case SQLITE_READ:
        return this.#read(String(first), second ?? "", database);
      case SQLITE_INSERT:
      case SQLITE_UPDATE:
      case SQLITE_DELETE:
        return this.#write(String(first), database, inner);
      case SQLITE_PRAGMA:
        // FTS5 and the session extension ask these for themselves, while a statement steps.
        if (this.#mode === "run" && INTERNAL_PRAGMAS.has(String(first))) return undefined;
        return `pragma ${first}`;
      default:
        return `${codeNames.get(action) ?? `action ${action}`} ${first ?? ""}`.trim();
    }
  }

  #read(table: string, column: string, database: string | null): string | undefined {
    const { alias, declaration, withTemp } = this.#scope;
    if (database === null || database === alias || (withTemp && database === "temp")) {
      const declared = declaredTable(declaration, table);
      if (declared !== undefined || isFullText(declaration, table)) {
        const name = declared?.name ?? table;
        const columns = this.reads.get(name);
        if (columns === undefined) this.reads.set(name, new Set([column]));
        else columns.add(column);
        return undefined;
      }
      if (this.#mode === "run" && this.internal.has(table.toLowerCase())) return undefined;
    }
    if (ALLOWED_TABLE_FUNCTIONS.includes(table.toLowerCase())) return undefined;
    // `count(*)` names no database, and may be over a common table expression: what is really
    // opened is for the check of the program to say.
    if (database === null && column === "") return undefined;
    if (database === null || RESERVED.test(table)) return named(table, database);
    // `select s.a as x from (…) s join t … order by lower(x)` reports column a of s in the database
    // of t: where a term names a column of the result, the database is that of any other table.
    const place = placeOf({ table, database });
    if (this.#mode === "run") {
      return this.#own.has(place) ? undefined : named(table, database);
    }
    this.unplaced.set(place, { table, database });
    return undefined;
  }

  #write(table: string, database: string | null, inner: string | null): string | undefined {
    const { alias, declaration } = this.#scope;
    const allowed = this.#mode === "write" || this.#mode === "run";
    if (!allowed || database !== alias) return named(table, database);
    const declared = declaredTable(declaration, table);
    if (declared !== undefined) {
      this.writes.add(declared.name);
      return undefined;
    }
    if (this.#mode === "run" && this.internal.has(table.toLowerCase())) return undefined;
    const byTrigger = inner?.startsWith("_cf_fts_") && isFullText(declaration, table);
    return byTrigger ? undefined : named(table, database);
  }
}

/** One key for a name in a database. */
function placeOf({ table, database }: UnplacedName): string {
  return `${database}.${table}`;
}

/** What a refusal calls a table. */
export function named(table: string, database: string | null): string {
  return `table ${database === null || database === "main" ? "" : `${database}.`}${table}`;
}

function isFullText(declaration: Declaration, table: string): boolean {
  const lower = table.toLowerCase();
  if (!lower.endsWith("_fts")) return false;
  const base = declaredTable(declaration, lower.slice(0, -4));
  return base !== undefined && base.fts.length > 0;
}

const internals = new WeakMap<Declaration, ReadonlySet<string>>();

/** Lower-case names of tables that only SQLite's own machinery touches. */
function internalTables(declaration: Declaration): ReadonlySet<string> {
  let names = internals.get(declaration);
  if (names === undefined) {
    const all = ["sqlite_sequence"];
    for (const table of declaration.tables.values()) {
      if (table.fts.length > 0) all.push(...ftsDdl(table).shadows);
    }
    for (const shadows of declaration.virtualTables?.values() ?? []) all.push(...shadows);
    names = new Set(all.map((name) => name.toLowerCase()));
    internals.set(declaration, names);
  }
  return names;
}
