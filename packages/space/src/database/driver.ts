/**
 * What Deno's `node:sqlite` offers beyond its bundled type definitions. Import this file for its
 * types wherever the additions are used.
 */

import { constants } from "node:sqlite";

/** A column of a prepared statement, with its true origin. */
export interface StatementColumn {
  readonly name: string;
  readonly database: string | null;
  readonly table: string | null;
  readonly column: string | null;
}

/** Decides one action while a statement is prepared: OK, DENY or IGNORE. Must never throw. */
export type Authorizer = (
  action: number,
  first: string | null,
  second: string | null,
  database: string | null,
  inner: string | null,
) => number;

declare module "node:sqlite" {
  interface DatabaseSync {
    setAuthorizer(authorizer: Authorizer | null): void;
    enableDefensive(on: boolean): void;
    readonly limits: Record<string, number>;
  }
  interface StatementSync {
    setReturnArrays(on: boolean): void;
    columns(): StatementColumn[];
  }
}

/** SQLite's authorizer codes. */
export const codes = constants as unknown as Readonly<
  Record<
    | "SQLITE_OK"
    | "SQLITE_DENY"
    | "SQLITE_SELECT"
    | "SQLITE_READ"
    | "SQLITE_FUNCTION"
    | "SQLITE_RECURSIVE"
    | "SQLITE_INSERT"
    | "SQLITE_UPDATE"
    | "SQLITE_DELETE"
    | "SQLITE_PRAGMA"
    | "SQLITE_ALTER_TABLE"
    | "SQLITE_CREATE_TABLE"
    | "SQLITE_CREATE_INDEX"
    | "SQLITE_DROP_TABLE"
    | "SQLITE_DROP_INDEX"
    | "SQLITE_REINDEX",
    number
  >
>;

/** The name of each authorizer code, in words. */
export const codeNames: ReadonlyMap<number, string> = new Map(
  Object.entries(constants as unknown as Record<string, number>)
    .filter(([name]) =>
      /^SQLITE_(CREATE|DROP|PRAGMA|TRANS|ATTACH|DETACH|ALTER|REINDEX|ANALYZE|SAVEPOINT)/.test(name)
    )
    .map(([name, code]) => [code, name.slice(7).toLowerCase().replaceAll("_", " ")]),
);
