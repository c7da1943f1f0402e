// deno-lint-ignore-file no-explicit-any -- rows of an untyped query hold anything.
/** Pattern databases: declaring tables, reading reactively, writing in handlers. */

import type { Accept } from "./accept.ts";
import type { CELL, LINK } from "./brand.ts";
import type { AsyncState } from "./fetch.ts";
import type { JSONSchema, JSONSchemaObject } from "./schema.ts";

/**
 * A column of a table: an SQL type with constraints, a link to a cell, or a labelled schema.
 *
 * @example
 * ```ts
 * const title: ColumnDeclaration = "text not null default ''";
 * ```
 */
export type ColumnDeclaration = string | LinkColumn<any> | JSONSchemaObject;

/**
 * A column that holds links to cells of `T`.
 *
 * @example
 * ```ts
 * const author: LinkColumn<Person> = cfLink<Person>();
 * ```
 */
export interface LinkColumn<T = any> {
  readonly cfLink: true;
  readonly [LINK]?: T;
}

/**
 * What a table has besides its columns.
 *
 * @example
 * ```ts
 * const options: TableOptions = { indexes: ["at"], unique: [["title", "at"]], fts: ["body"] };
 * ```
 */
export interface TableOptions {
  /** The columns that identify a row together, where no single column is the primary key. */
  readonly primaryKey?: string | readonly string[];
  /** Columns or expressions to index: one, several, or with a name, uniqueness and a condition. */
  readonly indexes?: readonly (string | readonly string[] | {
    readonly name?: string;
    readonly columns: readonly string[];
    readonly unique?: boolean;
    /** An SQL condition: only rows that meet it are in the index. */
    readonly where?: string;
  })[];
  /** Columns or groups of columns that no two rows share. */
  readonly unique?: readonly (string | readonly string[])[];
  /** SQL conditions that every row meets. */
  readonly check?: string | readonly string[];
  readonly foreignKeys?: readonly {
    readonly columns: readonly string[];
    readonly references: { readonly table: string; readonly columns: readonly string[] };
    readonly onDelete?: "cascade" | "set null" | "set default" | "restrict" | "no action";
    readonly onUpdate?: "cascade" | "set null" | "set default" | "restrict" | "no action";
    /** Whether it is checked at the end of the handler's commit and not at each statement. */
    readonly deferred?: boolean;
  }[];
  /** Whether SQLite refuses values of another type than declared. */
  readonly strict?: boolean;
  /** Whether rows are stored under their primary key alone; needs one, and allows no `fts`. */
  readonly withoutRowid?: boolean;
  /** Columns kept in a full-text index. */
  readonly fts?: readonly string[];
}

/**
 * A declared table.
 *
 * @example
 * ```ts
 * const notes: TableDeclaration = table({ id: "integer primary key", body: "text" });
 * ```
 */
export interface TableDeclaration<Columns = Record<string, ColumnDeclaration>> {
  readonly columns: Columns;
  readonly rule?: RowRule;
  readonly options?: TableOptions;
}

/**
 * What a pattern declares about its database.
 *
 * @example
 * ```ts
 * const declaration: DatabaseDeclaration = {
 *   tables: { notes: table({ id: "integer primary key", done: "integer" }) },
 *   version: 2,
 *   migrations: { 2: ["ALTER TABLE notes ADD COLUMN done integer"] },
 * };
 * ```
 */
export interface DatabaseDeclaration {
  readonly tables?: Readonly<Record<string, TableDeclaration<any> | Record<string, unknown>>>;
  /** The schema's version; steps of `migrations` above the file's version run in order. */
  readonly version?: number;
  /** SQL statements that lead to each version from the one before. */
  readonly migrations?: Readonly<Record<number, readonly string[] | string>>;
  readonly [option: string]: unknown;
}

/**
 * Where a database lives that is not the pattern's own file. One that the runtime cannot reach is
 * an error where the database is declared.
 *
 * @example
 * ```ts
 * const source: DatabaseSource = { vm: "build", path: "/var/data/log.db" };
 * ```
 */
export interface DatabaseSource {
  readonly path?: string;
  readonly vm?: unknown;
  readonly [option: string]: unknown;
}

/**
 * Parameters by position, or by name without the leading `:`, `@` or `$`.
 *
 * @example
 * ```ts
 * const params: SqlParameters = { title: "x", id: 1 };
 * ```
 */
export type SqlParameters = readonly unknown[] | Readonly<Record<string, unknown>>;

/**
 * How a reactive read runs.
 *
 * @example
 * ```ts
 * const options: QueryOptions = { params: [minimum], reactOn: db };
 * ```
 */
export interface QueryOptions {
  /** Values for the statement's parameters; they may be references. */
  readonly params?: Accept<SqlParameters>;
  /** What a change of re-runs the query: the database, a cell, or a list of them. */
  readonly reactOn?: unknown;
  /** The schema of a row; written by the compiler from `Row`. */
  readonly rowSchema?: JSONSchema;
  readonly [option: string]: unknown;
}

/**
 * The state of a reactive read.
 *
 * @example
 * ```ts
 * const rows: QueryState<{ n: number }> = db.query<{ n: number }>("SELECT count(*) n FROM notes");
 * ```
 */
export interface QueryState<Row> extends AsyncState<Row[]> {
  /** The sequence number of the space as of which `result` is. */
  readonly seq?: number;
}

/**
 * The handle of a pattern's database. It cannot be read as a cell: ask it with `query`.
 *
 * @example
 * ```ts
 * interface Input { db: SqliteDb }
 * ```
 */
export interface SqliteDb {
  /** Tells the handle from plain values; exists only for the type checker. */
  readonly [CELL]: { sqlite: true };
  /**
   * Reads reactively. A column `…_cf_link` whose field in `Row` is a cell arrives as that cell.
   *
   * @example
   * ```ts
   * const rows = db.query<{ id: number; body: string }>("SELECT id, body FROM entries", { reactOn: db });
   * ```
   */
  query<Row = Record<string, any>>(sql: string, options?: QueryOptions): QueryState<Row>;
  /**
   * Writes, in a handler or action only; rows and cells of one handler commit together.
   *
   * @example
   * ```ts
   * db.exec("INSERT INTO entries (body) VALUES (?)", [body]);
   * ```
   */
  exec(sql: string, params?: SqlParameters): void;
  /**
   * Runs one statement over many rows of parameters.
   *
   * @example
   * ```ts
   * db.execMany("INSERT INTO entries (body) VALUES (?)", [["one"], ["two"]]);
   * ```
   */
  execMany(sql: string, rows: readonly SqlParameters[]): void;
}

/**
 * Declares the pattern's own database, or opens the one that `source` names or is.
 *
 * @example
 * ```ts
 * const db = sqliteDatabase({
 *   tables: { entries: table({ id: "integer primary key", body: "text not null" }) },
 * });
 * ```
 */
export declare function sqliteDatabase(
  declaration: DatabaseDeclaration,
  source?: DatabaseSource | SqliteDb,
): SqliteDb;

/**
 * A reactive read: the same as `db.query`.
 *
 * @example
 * ```ts
 * const rows = sqliteQuery<{ body: string }>({ db, sql: "SELECT body FROM entries", reactOn: db });
 * ```
 */
export declare function sqliteQuery<Row = Record<string, any>>(
  options: QueryOptions & { readonly db: unknown; readonly sql: string },
): QueryState<Row>;

/**
 * Declares a table.
 *
 * @example
 * ```ts
 * const entries = table({ id: "integer primary key", at: "integer" }, undefined, {
 *   indexes: ["at"],
 * });
 * ```
 */
export declare function table<const Columns extends Readonly<Record<string, ColumnDeclaration>>>(
  columns: Columns,
  rule?: RowRule,
  options?: TableOptions,
): TableDeclaration<Columns>;

/**
 * Declares a column that holds links to cells of `T`; its name ends in `_cf_link`.
 *
 * @example
 * ```ts
 * table({ id: "integer primary key", author_cf_link: cfLink<Person>() });
 * ```
 */
export declare function cfLink<T = any>(): LinkColumn<T>;

/**
 * A rule about who may see or write a row, as data.
 *
 * @example
 * ```ts
 * const rule: RowRule = cfSqlite.principal("owner");
 * ```
 */
export type RowRule = JSONSchemaObject | ((row: any) => unknown) | undefined | null;

/**
 * The namespace of everything about databases and their rules; {@linkcode cfSqlite}.
 *
 * @example
 * ```ts
 * const { table, principal }: CfSqlite = cfSqlite;
 * ```
 */
export interface CfSqlite {
  readonly table: typeof table;
  readonly cfLink: typeof cfLink;
  readonly sqliteDatabase: typeof sqliteDatabase;
  readonly sqliteQuery: typeof sqliteQuery;
  /** A condition on the columns of a row. */
  match(...conditions: any[]): any;
  /** The principal that a column names, or that a DID is. */
  principal(...value: any[]): any;
  /** Every one of the rules. */
  all(...rules: any[]): any;
  /** At least one of the rules. */
  any(...rules: any[]): any;
  /** The principals that all of the rules allow. */
  intersect(...rules: any[]): any;
  /** A rule that holds for the rows that match a condition. */
  whenMatches(...parts: any[]): any;
  /** The principal that owns the database. */
  dbOwner(): any;
  /** Rows written by the principal. */
  authoredBy(...principal: any[]): any;
  /** Rows endorsed by the principal. */
  endorsedBy(...principal: any[]): any;
  /** A fixed value. */
  constant(value: any): any;
}

/**
 * Everything about databases in one name, with the row rules.
 *
 * @example
 * ```ts
 * const notes = cfSqlite.table({ id: "integer primary key", owner: "text" }, cfSqlite.principal("owner"));
 * ```
 */
export declare const cfSqlite: CfSqlite;
