/**
 * The one writing connection of a space, with its prepared statements and transactions.
 *
 * A space on disk is in WAL mode and syncs every commit (`FULL`) unless the operator chose less.
 */

import { DatabaseSync, type StatementSync } from "node:sqlite";
import { join } from "node:path";
import type { SpaceId } from "@cf/protocol";
import { heedReplacedRows } from "../database/fts.ts";
import { harden } from "../database/harden.ts";
import { StoreFailedError, StoreFormatError } from "../errors.ts";
import { NEW_SPACE_FILE, SPACE_FILE } from "./layout.ts";
import { checkSchema, createSchema } from "./schema.ts";
import { isLocked, isReadOnly } from "./sqlite-error.ts";

/**
 * How long the thread waits for the lock of another program. What takes longer waits elsewhere, see
 * `commit/lock-waits.ts`.
 */
const LOCK_MS = 10;

/** How hard a commit is pushed to the disk; `normal` may lose the last commits on power loss. */
export type SyncMode = "off" | "normal" | "full" | "extra";

/** How to open a space's store. */
export interface StoreOptions {
  readonly space: SpaceId;
  /** The space's folder; `null` keeps everything in memory. */
  readonly folder: string | null;
  readonly synchronous: SyncMode;
  readonly create: boolean;
  readonly time: number;
}

/** A value that SQLite takes as a parameter. Integers are bound as BigInt: numbers become REAL. */
export type Bound = null | bigint | string | Uint8Array;

/** The open `space.sqlite` of one space. */
export class SpaceStore {
  readonly space: SpaceId;
  readonly folder: string | null;
  readonly database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #open = true;

  private constructor(options: StoreOptions, database: DatabaseSync) {
    this.space = options.space;
    this.folder = options.folder;
    this.database = database;
  }

  /**
   * Opens or creates. One that is created on disk has a name of its own until it is complete: then
   * close it, rename it to {@linkcode SPACE_FILE}, and open that. Throws {@linkcode StoreFormatError},
   * {@linkcode StoreFailedError}.
   */
  static open(options: StoreOptions): SpaceStore {
    const file = options.create ? NEW_SPACE_FILE : SPACE_FILE;
    const path = options.folder === null ? ":memory:" : join(options.folder, file);
    const database = openFile(path);
    try {
      if (options.create) createSchema(database, options);
      else {
        checkSchema(database, path, options.space);
        requireWritable(database, path);
      }
      database.exec(`PRAGMA synchronous = ${options.synchronous}`);
    } catch (error) {
      database.close();
      throw error;
    }
    return new SpaceStore(options, database);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** The prepared statement of `sql`, made once. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  run(sql: string, ...params: Bound[]): void {
    this.prepare(sql).run(...params);
  }

  get<Row>(sql: string, ...params: Bound[]): Row | undefined {
    return this.prepare(sql).get(...params) as Row | undefined;
  }

  all<Row>(sql: string, ...params: Bound[]): Row[] {
    return this.prepare(sql).all(...params) as Row[];
  }

  meta(key: string): unknown {
    return this.get<{ value: unknown }>("SELECT value FROM _cf_meta WHERE key = ?", key)?.value;
  }

  setMeta(key: string, value: Bound): void {
    this.run("INSERT OR REPLACE INTO _cf_meta (key, value) VALUES (?, ?)", key, value);
  }

  begin(): void {
    this.run("BEGIN IMMEDIATE");
  }

  commit(): void {
    this.run("COMMIT");
  }

  /** Rolls back if a transaction is open; SQLite ends one by itself on some errors. */
  rollback(): void {
    if (this.database.isTransaction) this.run("ROLLBACK");
  }

  /** Runs `work` in a transaction of its own, or within the one that is open. */
  transact<T>(work: () => T): T {
    if (this.database.isTransaction) return work();
    this.begin();
    try {
      const result = work();
      this.commit();
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#statements.clear();
    this.database.close();
  }
}

/**
 * SQLite opens a file for reading alone where it may not write it, stays so, and says it at the first
 * write only.
 */
function requireWritable(database: DatabaseSync, path: string): void {
  try {
    for (const sql of ["BEGIN IMMEDIATE", "PRAGMA user_version = 0"]) database.prepare(sql).run();
  } catch (cause) {
    if (isLocked(cause)) return;
    throw new StoreFailedError(`open ${path}`, (cause as Error).message, cause);
  } finally {
    if (database.isTransaction) database.exec("ROLLBACK");
  }
}

function openFile(path: string): DatabaseSync {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path);
  } catch (cause) {
    throw new StoreFormatError(path, "SQLite cannot open it", cause);
  }
  harden(database);
  heedReplacedRows(database);
  if (path === ":memory:") return database;
  try {
    // What fails in `exec()` does not say its code.
    database.prepare("PRAGMA journal_mode = WAL").get();
    database.exec(`PRAGMA busy_timeout = ${LOCK_MS}`);
  } catch (cause) {
    database.close();
    if (isReadOnly(cause)) {
      throw new StoreFailedError(`open ${path}`, (cause as Error).message, cause);
    }
    throw new StoreFormatError(path, "it is not an SQLite file", cause);
  }
  return database;
}
