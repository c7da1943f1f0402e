/**
 * What crosses the connection about pattern databases: declarations, statements and live queries.
 *
 * A database is named by its *handle*: the document whose value is `{ id, tables, version?,
 * migrations?, rev }`. File names derive from the handle's address on the server, so no client can
 * point a handle at another file.
 */

import type { DocAddress, Path, ScopeKey } from "./address.ts";
import type { JsonObject } from "@cf/utils";

/** A value of a row or a parameter. Integers beyond 2^53 are `bigint`. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** Parameters by position, or by name without the leading `:`, `@` or `$`. */
export type SqlParams = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;

/** A column: an SQL type with constraints, a cell link, or a JSON Schema that may carry `ifc`. */
export type ColumnDeclaration = string | { readonly cfLink: true } | JsonObject;

/** An index over columns or expressions, optionally unique, optionally of some rows only. */
export interface IndexDeclaration {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly unique?: boolean;
  readonly where?: string;
}

/** A foreign key of a table. */
export interface ForeignKeyDeclaration {
  readonly columns: readonly string[];
  readonly references: { readonly table: string; readonly columns: readonly string[] };
  readonly onDelete?: "cascade" | "set null" | "set default" | "restrict" | "no action";
  readonly onUpdate?: "cascade" | "set null" | "set default" | "restrict" | "no action";
  /** Whether it is checked at the end of the commit and not at each statement. */
  readonly deferred?: boolean;
}

/** What `table(columns, rule?, options?)` carries besides the columns. */
export interface TableOptions {
  /** The columns that identify a row together, where no single column is the primary key. */
  readonly primaryKey?: readonly string[] | string;
  readonly indexes?: readonly (IndexDeclaration | readonly string[] | string)[];
  readonly unique?: readonly (readonly string[] | string)[];
  readonly check?: readonly string[] | string;
  readonly foreignKeys?: readonly ForeignKeyDeclaration[];
  readonly strict?: boolean;
  readonly withoutRowid?: boolean;
  readonly fts?: readonly string[];
}

/** One declared table. `rule` is a row rule as data. */
export interface TableDeclaration {
  readonly columns: Readonly<Record<string, ColumnDeclaration>>;
  readonly rule?: JsonObject;
  readonly options?: TableOptions;
}

/** What a pattern declares about its database. */
export interface DatabaseDeclaration {
  readonly tables: Readonly<Record<string, TableDeclaration>>;
  /** The declared schema version; steps above the file's version run in order. */
  readonly version?: number;
  readonly migrations?: Readonly<Record<string, readonly string[]>>;
}

/** One statement of a commit; `rows` (from `execMany`) runs it once per entry. */
export interface SqlStatement {
  readonly sql: string;
  readonly params?: SqlParams;
  readonly rows?: readonly SqlParams[];
}

/** The database part of a commit. */
export interface SqliteCommit {
  readonly handle: DocAddress;
  readonly statements: readonly SqlStatement[];
}

/** A live query as a client asks for it. */
export interface QuerySpec {
  readonly handle: DocAddress;
  /**
   * What the code that asks declares. It counts while the handle was never written, and afterwards
   * as far as it only adds to the handle's own declaration.
   */
  readonly declaration?: DatabaseDeclaration;
  readonly sql: string;
  readonly params?: SqlParams;
  /** Whether committed writes that can change the result re-run it; else it runs once. */
  readonly live: boolean;
  readonly limits?: QueryLimits;
}

/** Bounds on one query. Defaults and ceilings are the space's. */
export interface QueryLimits {
  readonly rowsMax?: number;
  readonly sizeBytesMax?: number;
  readonly deadlineMs?: number;
}

/** One column of a result, with its true origin where SQLite knows one. */
export interface ResultColumn {
  readonly name: string;
  readonly table: string | null;
  readonly column: string | null;
}

/** A complete result, as of a sequence number of the space. */
export interface QueryRows {
  readonly seq: number;
  readonly columns: readonly ResultColumn[];
  /** Positions of the columns that together identify a row, if the projection holds a key. */
  readonly key: readonly number[] | null;
  readonly rows: readonly (readonly SqlValue[])[];
}

/** One edit of a row list, applied in order: remove `remove` rows at `at`, then insert `add`. */
export interface RowSplice {
  readonly at: number;
  readonly remove: number;
  readonly add: readonly (readonly SqlValue[])[];
}

/** The new state of a watched query. */
export type QueryUpdate =
  | { readonly kind: "rows"; readonly result: QueryRows }
  | { readonly kind: "diff"; readonly seq: number; readonly splices: readonly RowSplice[] }
  /** A commit may have changed the result, which follows in a later frame. */
  | { readonly kind: "pending"; readonly seq: number }
  | {
    readonly kind: "error";
    readonly seq: number;
    readonly error: { readonly code: string; readonly message: string; readonly data: JsonObject };
  };

/** One changed row of a changeset; `old` and `new` list all columns in table order. */
export interface RowChange {
  readonly table: string;
  readonly op: "insert" | "update" | "delete";
  readonly old: readonly SqlValue[] | null;
  readonly new: readonly SqlValue[] | null;
}

/** A database as the server names it. */
export interface DatabaseKey {
  readonly id: string;
  readonly scope: ScopeKey;
}

/** Where in a handle document the revision counter stands. */
export const REV_PATH: Path = ["rev"];
