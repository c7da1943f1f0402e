/**
 * One read-only connection to one file, seen through one declaration.
 *
 * The declaration may be ahead of the file. What the file lacks is supplied by TEMP objects of
 * the reader: a declared table that is missing is an empty TEMP table, a missing column is its
 * default in a TEMP view over the table; a view also puts columns into declared order and leaves
 * the hidden key out, so that `select *` returns what is declared. A statement that names the hidden
 * key or the rowid is prepared again on a second connection without those views.
 *
 * A read is: begin, compare the schema cookie, watermark, rows, end. All in one transaction.
 */

import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { type QueryRows, type ResultColumn, SqlError, type SqlParams } from "@cf/protocol";
import type { Declaration, DeclaredTable } from "../database/declaration.ts";
import { ftsDdl } from "../database/fts.ts";
import { type GuardedStatement, guardOf } from "../database/guard.ts";
import {
  bindArguments,
  fromDriver,
  type ParameterSlots,
  slotValues,
} from "../database/parameters.ts";
import { createDeclared } from "../database/scratch.ts";
import { limitConnection } from "../database/limits.ts";
import { checkQueriedLinks } from "../database/link-check.ts";
import { quoteName, statementText } from "../database/sql-tokens.ts";
import { createTableSql, keyColumns } from "../database/table-model.ts";
import type { ColumnSets, GuardScope } from "../database/verdict.ts";
import { foreignDeclaration, NO_TABLES } from "../sources/foreign-schema.ts";
import { LimitError } from "./errors.ts";
import { holderOf } from "./held-connection.ts";
import { singleTable } from "./single-table.ts";
import { withVisibleStars } from "./visible-stars.ts";

const WITHOUT_VIEWS = /no such column: (?:.*\.)?"?(?:_cf_id|rowid|oid|_rowid_)"?(?: |$)/i;

/** Queries whose number of rows is remembered. */
const REMEMBERED_MAX = 1_000;

/** Where a reader's rows come from. */
export interface FileReaderOptions {
  /** `null` for a database that was never written. */
  readonly open: (() => DatabaseSync) | null;
  /** `null` for a foreign file, whose own tables and views count. */
  readonly declaration: Declaration | null;
}

/** What is known of a query before it runs. */
export interface QueryAnalysis {
  readonly reads: ColumnSets;
  readonly columns: readonly ResultColumn[];
  readonly slots: ParameterSlots;
  readonly key: readonly number[] | null;
}

/** Bounds on a result; without one on its size, the caller measures it. */
interface Bounds {
  readonly rowsMax: number;
  readonly sizeBytesMax: number;
}

interface View {
  readonly connection: DatabaseSync;
  readonly hold: ReturnType<typeof holderOf>;
  readonly begin: ReturnType<DatabaseSync["prepare"]>;
  readonly end: ReturnType<DatabaseSync["prepare"]>;
  readonly cookie: ReturnType<DatabaseSync["prepare"]>;
  cookieSeen: number;
  watermark: ReturnType<DatabaseSync["prepare"]> | undefined;
}

/** Reads one file. Every method may throw `SqlError`, `GuardViolationError` and `LimitError`. */
export class FileReader {
  readonly #open: (() => DatabaseSync) | null;
  readonly #foreign: boolean;
  #declaration: Declaration;
  #scope: GuardScope;
  #shown: View | undefined;
  #plain: View | undefined;
  readonly #needPlain = new Set<string>();
  /** How many rows sorted queries gave the last time. */
  readonly #sortedRows = new Map<string, number>();
  readonly #keys = new WeakMap<readonly ResultColumn[], readonly number[] | null>();

  constructor({ open, declaration }: FileReaderOptions) {
    this.#open = open;
    this.#foreign = declaration === null;
    this.#declaration = declaration ?? NO_TABLES;
    this.#scope = { alias: "main", declaration: this.#declaration, withTemp: true };
  }

  /** The rows of `sql` as of the file's watermark. */
  query(
    sql: string,
    params: SqlParams | undefined,
    limits: Bounds,
  ): QueryRows {
    if (this.#needPlain.has(sql)) return this.#readPlain(sql, params, limits);
    try {
      return this.#read(this.#view(true), sql, params, limits);
    } catch (error) {
      if (!(error instanceof SqlError) || !WITHOUT_VIEWS.test(String(error.data.problem))) {
        throw error;
      }
      this.#needPlain.add(sql);
      return this.#readPlain(sql, params, limits);
    }
  }

  #readPlain(sql: string, params: SqlParams | undefined, limits: Bounds): QueryRows {
    const text = withVisibleStars(sql, this.#declaration);
    return this.#read(this.#view(false), text, params, limits);
  }

  /** What `sql` reads and returns, without running it. */
  analyze(sql: string): QueryAnalysis {
    try {
      return this.#analyze(this.#view(true), sql);
    } catch (error) {
      if (!(error instanceof SqlError) || !WITHOUT_VIEWS.test(String(error.data.problem))) {
        throw error;
      }
      return this.#analyze(this.#view(false), withVisibleStars(sql, this.#declaration));
    }
  }

  #analyze(view: View, sql: string): QueryAnalysis {
    this.#prepareView(view);
    const { reads, columns, slots } = guardOf(view.connection).prepare(this.#scope, "read", sql);
    return { reads, columns, slots, key: this.#key(sql, columns) };
  }

  close(): void {
    this.#shown?.connection.close();
    this.#plain?.connection.close();
    this.#shown = this.#plain = undefined;
  }

  #view(hiding: boolean): View {
    const known = hiding ? this.#shown : this.#plain;
    if (known !== undefined) return known;
    const connection = this.#open?.() ?? new DatabaseSync(":memory:");
    if (this.#open === null) {
      // What is sorted takes memory, which is bounded, and not the disk.
      connection.exec("pragma temp_store = memory");
      createDeclared(connection, this.#declaration);
    }
    limitConnection(connection);
    guardOf(connection);
    const view: View = {
      connection,
      hold: holderOf(connection),
      begin: connection.prepare("begin"),
      end: connection.prepare("commit"),
      cookie: connection.prepare("pragma main.schema_version"),
      cookieSeen: -1,
      watermark: undefined,
    };
    view.cookie.setReturnArrays(true);
    if (hiding) this.#shown = view;
    else this.#plain = view;
    return view;
  }

  #read(
    view: View,
    sql: string,
    params: SqlParams | undefined,
    limits: Bounds,
  ): QueryRows {
    view.begin.run();
    try {
      this.#prepareView(view);
      const guarded = guardOf(view.connection).prepare(this.#scope, "read", sql);
      const { slots, columns } = guarded;
      const values = slotValues(slots, params, sql);
      checkQueriedLinks(this.#declaration, sql, values);
      const rows = this.#rows(view, { sql, guarded }, { values, limits });
      const seq = view.watermark === undefined ? 0 : Number(view.watermark.get()?.seq ?? 0);
      return { seq, columns, key: this.#key(sql, columns), rows };
    } finally {
      view.end.run();
    }
  }

  /** All rows, or `LimitError` before more than `rowsMax` of them are held. */
  #rows(
    view: View,
    { sql, guarded }: { sql: string; guarded: GuardedStatement },
    { values, limits }: { values: SQLInputValue[]; limits: Bounds },
  ): QueryRows["rows"] {
    const guard = guardOf(view.connection);
    const { slots } = guarded;
    const ownLimit = limitAtEnd(sql, slots, values);
    const isBounded = ownLimit === undefined
      ? this.#isShortSort(sql, limits.rowsMax)
      : ownLimit <= limits.rowsMax;
    const bounded = isBounded ? guarded : guard.prepare(
      this.#scope,
      "read",
      `select * from (\n${statementText(sql)}\n) limit ${limits.rowsMax + 1}`,
    );
    let rows: unknown[][];
    try {
      const bound = bindArguments(slots, values);
      rows = view.hold(() =>
        guard.run(this.#scope, () => allRows(bounded.statement, bound), bounded.own)
      );
    } catch (error) {
      throw new SqlError((error as Error).message, { sql }, error);
    }
    if (ownLimit === undefined) this.#noteSorted(sql, rows.length);
    if (rows.length > limits.rowsMax) throw new LimitError("rowsMax", limits.rowsMax, sql);
    if (limits.sizeBytesMax !== Infinity && sizeOf(rows) > limits.sizeBytesMax) {
      throw new LimitError("sizeBytesMax", limits.sizeBytesMax, sql);
    }
    return rows as QueryRows["rows"];
  }

  /**
   * Whether `sql` sorts, and gave few rows the last time. SQLite's sorter takes half the time, or a
   * sixth, when no limit stands above it; and what is no recursion has an end, for which there is
   * the limit on memory.
   */
  #isShortSort(sql: string, rowsMax: number): boolean {
    const rows = this.#sortedRows.get(sql);
    return rows !== undefined && rows <= rowsMax / 4;
  }

  #noteSorted(sql: string, rows: number): void {
    // A common table expression can refer to itself without saying RECURSIVE.
    if (this.#foreign || !/\border\b/i.test(sql) || /\bwith\b/i.test(sql)) return;
    if (this.#sortedRows.size >= REMEMBERED_MAX) this.#sortedRows.clear();
    this.#sortedRows.set(sql, rows);
  }

  /** Makes the TEMP objects fit the file's schema, when that changed. */
  #prepareView(view: View): void {
    const [cookie] = view.cookie.get() as unknown as [number];
    if (cookie === view.cookieSeen) return;
    const { connection } = view;
    if (this.#foreign) {
      const declaration = foreignDeclaration(connection, { alias: "main", forWriting: false });
      this.#declaration = declaration;
      this.#scope = { alias: "main", declaration, withTemp: true };
      view.cookieSeen = cookie;
      return;
    }
    connection.exec("pragma query_only = off");
    for (const row of connection.prepare("select type, name from temp.sqlite_master").all()) {
      if (
        row.type === "view" ||
        (row.type === "table" && !/_fts_(data|idx|content|docsize|config)$/.test(String(row.name)))
      ) {
        connection.exec(`drop ${row.type} temp.${quoteName(String(row.name))}`);
      }
    }
    for (const table of this.#declaration.tables.values()) {
      this.#supply(connection, table, view === this.#shown);
    }
    const marked = connection.prepare(
      "select 1 from main.sqlite_master where name = '_cf_commit_watermark'",
    ).get();
    view.watermark = marked === undefined
      ? undefined
      : connection.prepare("select seq from main._cf_commit_watermark where id = 1");
    connection.exec("pragma query_only = on");
    view.cookieSeen = cookie;
  }

  #supply(connection: DatabaseSync, table: DeclaredTable, hiding: boolean): void {
    const found = connection.prepare(`pragma main.table_xinfo(${quoteName(table.name)})`).all()
      .map((row) => String(row.name).toLowerCase());
    const present = new Set(found);
    const name = quoteName(table.name);
    if (present.size === 0) {
      connection.exec(createTableSql(table.model).replace(/^create table/, "create temp table"));
      if (table.fts.length > 0) {
        const [create] = ftsDdl(table).create;
        connection.exec(create!.replace(/^create virtual table /, "create virtual table temp."));
      }
      return;
    }
    const { columns: declared } = table.model;
    const complete = declared.every(({ name }) => present.has(name.toLowerCase()));
    const inOrder = declared.every(({ name }, i) => found[i] === name.toLowerCase());
    // Where a rowid is asked for, only what is missing is worth a view, which has none.
    if (complete && (!hiding || (inOrder && !table.hiddenKey))) return;
    const columns = table.model.columns
      .filter((column) => !(hiding && table.hiddenKey && column.primaryKey))
      .map((column) => {
        if (present.has(column.name.toLowerCase())) return quoteName(column.name);
        const value = column.default ?? "null";
        const typed = column.type === "" ? value : `cast(${value} as ${column.type})`;
        return `${typed} as ${quoteName(column.name)}`;
      });
    connection.exec(`create temp view ${name} as select ${columns.join(", ")} from main.${name}`);
  }

  /** Where the key of the one table stands in the projection, if rows can be told apart by it. */
  #key(sql: string, columns: readonly ResultColumn[]): readonly number[] | null {
    let key = this.#keys.get(columns);
    if (key === undefined) this.#keys.set(columns, key = this.#findKey(sql, columns));
    return key;
  }

  #findKey(sql: string, columns: readonly ResultColumn[]): readonly number[] | null {
    const table = this.#declaration.tables.get(singleTable(sql)?.toLowerCase() ?? "");
    if (table === undefined) return null;
    const positions = keyColumns(table.model).map((name) =>
      columns.findIndex(({ column }) => column?.toLowerCase() === name.toLowerCase())
    );
    return positions.length === 0 || positions.includes(-1) ? null : positions;
  }
}

/** The count in a `limit` that ends the statement, which then bounds the whole result. */
function limitAtEnd(
  sql: string,
  slots: ParameterSlots,
  values: readonly SQLInputValue[],
): number | undefined {
  const found = /\blimit\s+(\d+|\?|[:@$]\w+)\s*;?\s*$/i.exec(sql)?.[1];
  // A comment or a string could end like this; then the words stand in no such token.
  if (found === undefined || /--|\/\*|'/.test(sql)) return undefined;
  if (/^\d/.test(found)) return Number(found);
  const value = values[found === "?" ? slots.length - 1 : slots.indexOf(found)];
  return typeof value === "bigint" && value >= 0n ? Number(value) : undefined;
}

/** Rows with integers as numbers; only where one is beyond 2^53 are they read again as bigint. */
function allRows(statement: GuardedStatement["statement"], bound: SQLInputValue[]): unknown[][] {
  statement.setReadBigInts(false);
  try {
    return statement.all(...bound) as unknown as unknown[][];
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_OUT_OF_RANGE") throw error;
  }
  statement.setReadBigInts(true);
  const rows = statement.all(...bound) as unknown as unknown[][];
  return rows.map((row) => row.map(fromDriver));
}

function sizeOf(rows: readonly (readonly unknown[])[]): number {
  let size = 0;
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      const value = row[i];
      size += typeof value === "string" || value instanceof Uint8Array ? value.length + 8 : 8;
    }
  }
  return size;
}
