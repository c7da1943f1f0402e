/** What can go wrong with a read, apart from its SQL. */

import { CfError } from "@cf/utils";

/** A query ran longer than its deadline; its reader was killed and replaced. */
export class QueryTimeoutError extends CfError {
  override readonly name = "QueryTimeoutError";
  constructor(sql: string, deadlineMs: number) {
    super(
      "query-timeout",
      `Cannot finish query: it ran longer than ${deadlineMs} ms; add an index or a limit\n  ${sql}`,
      { data: { sql, deadlineMs } },
    );
  }
}

/** A named limit was exceeded. `data.limit` is its name, `data.max` its value. */
export class LimitError extends CfError {
  override readonly name = "LimitError";
  constructor(limit: LimitName, max: number, sql: string) {
    super("limit-exceeded", `Cannot run query: ${PHRASES[limit](max)}\n  ${sql}`, {
      data: { limit, max, sql },
    });
  }
}

/** The names of the limits of reads. */
export type LimitName = "rowsMax" | "sizeBytesMax" | "queuedQueriesMax" | "memory" | "residentMiB";

const PHRASES: Readonly<Record<LimitName, (max: number) => string>> = {
  rowsMax: (max) => `its result has more than ${max} rows; add a LIMIT`,
  sizeBytesMax: (max) => `its result is larger than ${max} bytes; select fewer rows or columns`,
  queuedQueriesMax: (max) => `${max} queries of this space are waiting already`,
  residentMiB: (max) =>
    `it made its reader hold more than ${max} MiB; sort or select fewer rows or columns`,
  memory: (max) => `it ended the reader, which may use ${max} MiB; select fewer rows or columns`,
};

/** The file of a database is not there, or is no database. */
export class DatabaseMissingError extends CfError {
  override readonly name = "DatabaseMissingError";
  constructor(file: string, problem: string) {
    super("database-missing", `Cannot read database ${file}: ${problem}`, {
      data: { file, problem },
    });
  }
}

/** The pool was closed while the query waited. */
export class PoolClosedError extends CfError {
  override readonly name = "PoolClosedError";
  constructor() {
    super("pool-closed", "Cannot run query: the read pool is closed");
  }
}

/** No reader process could be started, and there is none. Code `reader-missing`. */
export class ReaderMissingError extends CfError {
  override readonly name = "ReaderMissingError";
  constructor(sql: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      "reader-missing",
      `Cannot run query: no process to read with can be started: ${why}; the limits on open files ` +
        `and processes may be too low\n  ${sql}`,
      { data: { sql }, cause },
    );
  }
}
