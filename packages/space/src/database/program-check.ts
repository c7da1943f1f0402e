/**
 * Checks the compiled program of a statement: which b-trees and virtual tables it opens.
 *
 * `OpenRead`, `OpenWrite` and `ReopenIdx` name a root page (p2) and a database (p3); `VOpen` and
 * `VUpdate` name a virtual table's instance (p4). Subprograms of triggers and foreign keys are part
 * of the listing, and so are the functions of constraints, defaults and generated columns, of which
 * the authorizer hears nothing: a lent file may hold any.
 */

import type { DatabaseSync } from "node:sqlite";
import { GuardViolationError } from "@cf/protocol";
import { declaredTable } from "./declaration.ts";
import { ALLOWED_FUNCTIONS } from "./functions.ts";
import { functionCalled, type Opcode } from "./opcodes.ts";
import { quoteName } from "./sql-tokens.ts";
import type { GuardScope, StatementKind } from "./verdict.ts";

/** Tables a program opens, by the names the file gives them. */
export interface OpenedTables {
  readonly read: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
}

/** A compiled statement and what it may be. */
export interface ProgramToCheck {
  readonly scope: GuardScope;
  readonly kind: StatementKind;
  readonly sql: string;
  readonly program: readonly Opcode[];
  /** The allowed instances of virtual tables, by the address that EXPLAIN shows. */
  readonly virtualTables: ReadonlyMap<string, string>;
}

/** Opcodes of statements that are neither reads nor writes of rows. */
const FORBIDDEN = new Set([
  "AutoCommit",
  "Savepoint",
  "Vacuum",
  "IncrVacuum",
  "JournalMode",
  "Checkpoint",
  "CreateBtree",
  "Destroy",
  "ParseSchema",
  "DropTable",
  "DropIndex",
  "DropTrigger",
  "SetCookie",
  "LoadAnalysis",
  "SqlExec",
  "IntegrityCk",
  "VCreate",
  "VDestroy",
  "VRename",
]);
const ROLLBACK = 1;
/** SQLite's number of the TEMP schema. */
const TEMP = 1;

/**
 * The tables that `program` opens. Throws `GuardViolationError` if it opens anything outside the
 * declared tables of `scope`.
 */
export function checkProgram(
  connection: DatabaseSync,
  { scope, kind, sql, program, virtualTables }: ProgramToCheck,
): OpenedTables {
  const read = new Set<string>();
  const written = new Set<string>();
  const pages = new RootPages(connection, scope);
  const refuse = (touched: string): never => {
    throw new GuardViolationError(touched, sql);
  };
  for (const step of program) {
    const { opcode, p1, p2, p3, p4 } = step;
    const called = functionCalled(step);
    if (called !== undefined && !ALLOWED_FUNCTIONS.has(called)) refuse(`function ${called}()`);
    switch (opcode) {
      case "OpenRead":
      case "ReopenIdx":
      case "OpenWrite": {
        const table = pages.tableAt(p3, p2);
        if (table === undefined) return refuse("a table of another database");
        const own = declaredTable(scope.declaration, table) !== undefined;
        if (!own && !(table === "sqlite_sequence" && kind === "write")) {
          refuse(`table ${table}`);
        }
        if (opcode === "OpenWrite" && kind === "read") refuse(`table ${table}`);
        (opcode === "OpenWrite" ? written : read).add(table);
        break;
      }
      case "VOpen":
      case "VUpdate": {
        const table = virtualTables.get(String(p4));
        if (table === undefined) return refuse("a virtual table that is not declared");
        if (opcode === "VUpdate" && kind === "read") refuse(`table ${table}`);
        read.add(table);
        break;
      }
      case "Transaction":
        if (p2 > 0 && (kind === "read" || p1 !== pages.database)) refuse("another database");
        break;
      case "Clear":
        // `delete from t` without a WHERE empties the b-tree at p1 of database p2.
        if (kind === "read" || !isDeclaredRoot(pages, scope, p2, p1)) refuse("a whole table");
        written.add(pages.tableAt(p2, p1)!);
        break;
      case "Halt":
      case "HaltIfNull":
        if (p1 !== 0 && p2 === ROLLBACK && opcode === "Halt") {
          refuse("the whole transaction (OR ROLLBACK); the commit is undone anyway when it fails");
        }
        if (opcode === "HaltIfNull" && p2 === ROLLBACK) {
          refuse("the whole transaction (OR ROLLBACK)");
        }
        break;
      default:
        if (FORBIDDEN.has(opcode)) refuse(`what only the runtime does (${opcode})`);
    }
  }
  return { read, written };
}

function isDeclaredRoot(pages: RootPages, scope: GuardScope, database: number, page: number) {
  const table = pages.tableAt(database, page);
  return table !== undefined && declaredTable(scope.declaration, table) !== undefined;
}

/** Which table a root page of the scope's file belongs to; indexes count as their table. */
class RootPages {
  /** SQLite's number of the scope's database. */
  readonly database: number;
  readonly #tables = new Map<string, string>();

  constructor(connection: DatabaseSync, { alias, withTemp }: GuardScope) {
    const databases = connection.prepare("pragma database_list").all();
    this.database = Number(databases.find((row) => row.name === alias)?.seq ?? -1);
    this.#add(connection, alias, this.database);
    if (withTemp) this.#add(connection, "temp", TEMP);
  }

  #add(connection: DatabaseSync, schema: string, database: number): void {
    const rows = connection.prepare(
      `select rootpage, tbl_name from ${quoteName(schema)}.sqlite_master where rootpage > 0`,
    ).all();
    for (const row of rows) {
      this.#tables.set(`${database}:${row.rootpage}`, String(row.tbl_name));
    }
    this.#tables.set(`${database}:1`, "sqlite_master");
  }

  tableAt(database: number, page: number): string | undefined {
    return this.#tables.get(`${database}:${page}`);
  }
}
