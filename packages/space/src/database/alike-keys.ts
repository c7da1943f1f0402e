/**
 * What a commit did to tables whose keys can be alike without being the same: 'a' and 'A' under
 * NOCASE, 1 and 1.0 in a column without a type.
 *
 * A session takes such keys for those of two rows when it notes a change, and for one when it reads
 * the row again, as SQLite compares them: where one key came in the place of another, it lists a row
 * that was there as new, or a row with two keys. The rows before and after decide. Those after are
 * in the file; for those before the statements are taken back, the rows read, and the statements
 * run again. Statements whose keys are others each time (`randomblob(16)`) run a third time, after
 * all rows of the table were read.
 */

import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { SqlError } from "@cf/protocol";
import { assert } from "@cf/utils";
import { concatenate, decodeChangeset, type StoredValue } from "./changeset.ts";
import { encodeChanges, type RowPair } from "./changeset-encode.ts";
import type { Declaration } from "./declaration.ts";
import type {} from "./driver.ts";
import { exactColumns, exactRow } from "./exact-values.ts";
import { quoteName } from "./sql-tokens.ts";
import { type StoredColumns, storedColumns } from "./stored-columns.ts";
import { keyColumns, rowidColumn, sameName } from "./table-model.ts";

/** What sessions recorded, by table. */
export type Recorded = ReadonlyMap<string, Uint8Array>;

/** Whether two keys of `table` can be alike without being the same. */
export function hasAlikeKeys(declaration: Declaration, table: string): boolean {
  const model = declaration.tables.get(table.toLowerCase())?.model;
  if (model === undefined || rowidColumn(model) !== null) return false;
  return keyColumns(model).some((name) => {
    const { type, collate } = model.columns.find((column) => sameName(column.name, name))!;
    // Only such a column keeps whole numbers in two forms.
    return collate !== "binary" || type === "" || /blob|any/i.test(type);
  });
}

/** Where and what to record. */
export interface AlikeOptions {
  readonly connection: DatabaseSync;
  readonly alias: string;
  /** The tables with such keys. */
  readonly tables: readonly string[];
  /** Runs the statements, and says what sessions recorded. */
  readonly record: () => Recorded;
  /** The statements, for an error. */
  readonly sql: string;
}

/** What `record` recorded, put right; runs it again where that needs the rows before it. */
export function recordAlike(
  { connection, alias, tables, record, sql }: AlikeOptions,
): Uint8Array {
  const rows = tables.map((table) => new AlikeRows(connection, alias, table));
  connection.exec("savepoint _cf_alike");
  try {
    for (let run = 0; run < RUNS_MAX; run++) {
      const recorded = record();
      const doubtful = rows.filter((one) => one.isDoubtful(recorded));
      if (doubtful.every((one) => one.knows(recorded))) {
        const parts = [...recorded].map(([table, part]) =>
          doubtful.find((one) => one.table === table)?.changeset() ?? part
        );
        return concatenate(parts.filter((part) => part.length > 0));
      }
      connection.exec("rollback to _cf_alike");
      for (const one of doubtful) {
        if (run === 0) one.look(recorded);
        else one.lookAtAll(sql);
      }
    }
  } finally {
    if (connection.isTransaction) connection.exec("release _cf_alike");
  }
  assert(false, "who has read all rows of a table knows each of its keys");
}

/** One for the keys, one for the rows that they had before, and one if that had other keys. */
const RUNS_MAX = 3;
/** Rows of a table that are read before and after statements with other keys each time. */
const ROWS_MAX = 100_000;

type Row = readonly StoredValue[];

/** The rows of one table with the keys that a changeset names, and with keys alike. */
class AlikeRows {
  readonly #connection: DatabaseSync;
  readonly #columns: StoredColumns;
  readonly #select: ReturnType<DatabaseSync["prepare"]>;
  /** Keys whose rows were read before the statements, by identity. */
  readonly #keys = new Map<string, Row>();
  readonly #before = new Map<string, Row>();
  readonly #all: string;
  #knowsAll = false;

  constructor(connection: DatabaseSync, alias: string, readonly table: string) {
    this.#connection = connection;
    this.#columns = storedColumns(connection, alias, table);
    const { names, keyPlaces } = this.#columns;
    const where = names.filter((_, i) => keyPlaces[i]! > 0).map((name) => `${quoteName(name)} = ?`);
    this.#all = `select ${exactColumns(names)} from ${quoteName(alias)}.${quoteName(table)}`;
    this.#select = this.#prepare(`${this.#all} where ${where.join(" and ")}`);
  }

  #prepare(sql: string): ReturnType<DatabaseSync["prepare"]> {
    const statement = this.#connection.prepare(sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    return statement;
  }

  /** Whether the records may not say what happened: an insert may be of a row that was there. */
  isDoubtful(recorded: Recorded): boolean {
    return decodeChangeset(recorded.get(this.table)!).some(({ op, key, new: fresh }) => {
      if (op === "delete") return false;
      // Bytes are like no other value.
      return fresh!.some((value, i) =>
        key[i] && value !== undefined && !(value instanceof Uint8Array)
      );
    });
  }

  knows(recorded: Recorded): boolean {
    return this.#knowsAll || this.#keysOf(recorded).every((key) => this.#keys.has(identityOf(key)));
  }

  /** Reads the rows as they are before the statements. */
  look(recorded: Recorded): void {
    for (const key of this.#keysOf(recorded)) {
      this.#keys.set(identityOf(key), key);
      this.#find(key, this.#before);
    }
  }

  /** Reads all rows as they are before the statements. */
  lookAtAll(sql: string): void {
    for (const row of this.#rows()) {
      if (this.#before.size > ROWS_MAX) {
        throw new SqlError(
          `the keys of ${this.table} differ each time it runs, which takes reading the whole ` +
            `table, of at most ${ROWS_MAX} rows; give the keys as parameters`,
          { sql },
        );
      }
      this.#before.set(identityOf(this.#keyOf(row)), row);
    }
    this.#knowsAll = true;
  }

  *#rows(): Iterable<Row> {
    const found = this.#prepare(this.#all).iterate() as unknown as Iterable<Row>;
    for (const row of found) yield exactRow(this.#columns.names, row);
  }

  /** The difference between the rows before and those in the file now. */
  changeset(): Uint8Array {
    const after = new Map<string, Row>();
    if (this.#knowsAll) {
      for (const row of this.#rows()) after.set(identityOf(this.#keyOf(row)), row);
    } else for (const key of this.#keys.values()) this.#find(key, after);
    const pairs: RowPair[] = [];
    for (const [identity, old] of this.#before) {
      pairs.push({ old, new: after.get(identity) ?? null });
    }
    for (const [identity, fresh] of after) {
      if (!this.#before.has(identity)) pairs.push({ old: null, new: fresh });
    }
    return encodeChanges({ table: this.table, keyPlaces: this.#columns.keyPlaces, pairs });
  }

  #find(key: Row, rows: Map<string, Row>): void {
    const found = this.#select.get(...key as SQLInputValue[]) as unknown as Row | undefined;
    if (found === undefined) return;
    const row = exactRow(this.#columns.names, found);
    rows.set(identityOf(this.#keyOf(row)), row);
  }

  #keyOf(row: Row): Row {
    return row.filter((_, i) => this.#columns.keyPlaces[i]! > 0);
  }

  #keysOf(recorded: Recorded): Row[] {
    return decodeChangeset(recorded.get(this.table)!).flatMap(({ old, new: fresh }) => {
      const keys = [old, fresh].flatMap((row) => row === null ? [] : [this.#keyOf(row)]);
      return keys.filter((key) => !key.includes(undefined));
    });
  }
}

function identityOf(key: Row): string {
  return JSON.stringify(key.map((value) => {
    if (typeof value === "bigint") return [`${value}`];
    return value instanceof Uint8Array ? [[...value]] : value;
  }));
}
