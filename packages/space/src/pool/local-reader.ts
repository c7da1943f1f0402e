/**
 * Reads in this process, for spaces in memory: the same guard, views and results as the pool, on
 * read-only connections of the same shared in-memory databases. There is no deadline: nothing can
 * interrupt SQLite in its own thread.
 */

import type { QueryRows } from "@cf/protocol";
import { assert } from "@cf/utils";
import type { DatabaseSync } from "node:sqlite";
import { DatabaseMissingError, PoolClosedError } from "./errors.ts";
import { FileReader } from "./file-reader.ts";
import {
  DEFAULT_LIMITS,
  effectiveLimits,
  type PoolStatistics,
  type QueryReader,
  type ReadLimits,
  type ReadRequest,
} from "./reader.ts";

/** How a local reader is made. */
export interface LocalReaderOptions {
  /**
   * Opens a new connection to the database known as `file`; `undefined` while it was never
   * written. The reader makes it read-only and closes it.
   */
  readonly open: (file: string) => DatabaseSync | undefined;
  readonly limits?: Partial<ReadLimits>;
}

/** Reads synchronously, in process. */
export class LocalReader implements QueryReader {
  readonly #open: LocalReaderOptions["open"];
  readonly #limits: ReadLimits;
  readonly #readers = new Map<string, FileReader>();
  #closed = false;
  #counts = { queries: 0, failures: 0, hits: 0, misses: 0 };

  constructor({ open, limits }: LocalReaderOptions) {
    this.#open = open;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /** As {@linkcode LocalReader.querySync}, as a promise. */
  query(request: ReadRequest): Promise<QueryRows> {
    try {
      return Promise.resolve(this.querySync(request));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Runs one read now. Throws the SQL's own error or `LimitError`. */
  querySync(request: ReadRequest): QueryRows {
    if (this.#closed) throw new PoolClosedError();
    this.#counts.queries++;
    try {
      const limits = effectiveLimits(request.limits, this.#limits);
      return this.#reader(request).query(request.sql, request.params, limits);
    } catch (error) {
      this.#counts.failures++;
      throw error;
    }
  }

  /** Closes what is open on `file`, before the database goes away or is first written. */
  forget(file: string): void {
    for (const [key, reader] of this.#readers) {
      if (!key.endsWith(`\n${file}`)) continue;
      reader.close();
      this.#readers.delete(key);
    }
  }

  statistics(): PoolStatistics {
    const none = {
      busyReaders: 0,
      queued: 0,
      evictions: 0,
      waits: 0,
      kills: 0,
      crashes: 0,
      retries: 0,
    };
    return {
      ...none,
      ...this.#counts,
      readers: 1,
      openFiles: this.#readers.size,
      openFilesMax: Number.MAX_SAFE_INTEGER,
    };
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
    return Promise.resolve();
  }

  #reader({ file, declaration, mustExist }: ReadRequest): FileReader {
    assert(declaration !== null, "a database in memory has a declaration");
    const key = `${declaration.fingerprint}\n${file}`;
    const known = this.#readers.get(key);
    if (known !== undefined) {
      this.#counts.hits++;
      return known;
    }
    this.#counts.misses++;
    const connection = this.#open(file);
    if (connection === undefined && mustExist) {
      throw new DatabaseMissingError(file, "it was never written");
    }
    // A database never written is not kept: the next read may find it there.
    if (connection === undefined) return new FileReader({ open: null, declaration });
    connection.close();
    const reader = new FileReader({ open: () => this.#open(file)!, declaration });
    this.#readers.set(key, reader);
    return reader;
  }
}
