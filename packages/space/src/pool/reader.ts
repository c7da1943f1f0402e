/** The one interface of reads, which the pool of processes and the in-process reader implement. */

import type { QueryLimits, QueryRows, SqlParams } from "@cf/protocol";
import type { Declaration } from "../database/declaration.ts";

/** One read. */
export interface ReadRequest {
  /** The file's path. A declared database that was never written has no file yet. */
  readonly file: string;
  /** What is declared; `null` for a foreign file, whose own tables count. */
  readonly declaration: Declaration | null;
  readonly sql: string;
  readonly params?: SqlParams;
  readonly limits?: QueryLimits;
  /** Whose budget of queued queries is used. */
  readonly space?: string;
  /** The database was written before: a missing file is an error instead of an empty database. */
  readonly mustExist?: boolean;
}

/** Runs guarded reads, each in one read transaction. `seq` of a result is the file's watermark. */
export interface QueryReader {
  query(request: ReadRequest): Promise<QueryRows>;
  /** Starts what the first query would otherwise wait for. */
  prepare?(): void;
  statistics(): PoolStatistics;
  close(): Promise<void>;
}

/** What a pool did so far; counts, except where a unit is named. */
export interface PoolStatistics {
  readonly readers: number;
  readonly busyReaders: number;
  readonly queued: number;
  readonly queries: number;
  readonly failures: number;
  /** Queries that found their file open, opened it, and files closed to stay within the budget. */
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  /** Queries that had to wait for a reader. */
  readonly waits: number;
  /** Readers killed because of a deadline, and readers that died by themselves. */
  readonly kills: number;
  readonly crashes: number;
  readonly retries: number;
  readonly openFiles: number;
  readonly openFilesMax: number;
}

/** Bounds of a read; a request may ask for less, never for more. */
export interface ReadLimits {
  readonly rowsMax: number;
  readonly sizeBytesMax: number;
  readonly deadlineMs: number;
}

/** The limits unless a space sets others. */
export const DEFAULT_LIMITS: ReadLimits = {
  rowsMax: 50_000,
  sizeBytesMax: 32 * 1024 * 1024,
  deadlineMs: 5_000,
};

/** The smaller of what is asked for and what is allowed. */
export function effectiveLimits(asked: QueryLimits | undefined, ceiling: ReadLimits): ReadLimits {
  return {
    rowsMax: Math.min(asked?.rowsMax ?? ceiling.rowsMax, ceiling.rowsMax),
    sizeBytesMax: Math.min(asked?.sizeBytesMax ?? ceiling.sizeBytesMax, ceiling.sizeBytesMax),
    deadlineMs: Math.min(asked?.deadlineMs ?? ceiling.deadlineMs, ceiling.deadlineMs),
  };
}
