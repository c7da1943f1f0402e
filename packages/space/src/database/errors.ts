/** Everything about a pattern database that an author or a peer can get wrong, with its code. */

import { CfError } from "@cf/utils";

/** A declaration that is not well-formed. `data.where` names the table, column or option. */
export class DeclarationError extends CfError {
  override readonly name = "DeclarationError";
  constructor(where: string, problem: string) {
    super("bad-declaration", `Cannot declare ${where}: ${problem}`, { data: { where, problem } });
  }
}

/** The file cannot become what is declared without a migration. Nothing was changed. */
export class UnsupportedMigrationError extends CfError {
  override readonly name = "UnsupportedMigrationError";
  /** `next` is the version whose steps would resolve the differences; they `ran` already, or not. */
  constructor(differences: readonly string[], next?: number, { ran = false } = {}) {
    const way = next === undefined
      ? ""
      : ran
      ? `\n  add the statements for that to migrations: { ${next}: […] }`
      : `\n  declare version: ${next} and migrations: { ${next}: [the statements for that] }`;
    const problem = ran
      ? `after the steps up to version ${next} the file would still differ from what is declared`
      : `only added tables, added columns that are nullable or have a default, and indexes are ` +
        `changed without a migration step`;
    super(
      "unsupported-migration",
      `Cannot migrate the database: ${problem}\n  ${differences.join("\n  ")}${way}`,
      { data: { differences } },
    );
  }
}

/** The file was written by a newer version of the pattern. */
export class SchemaNewerError extends CfError {
  override readonly name = "SchemaNewerError";
  constructor(fileVersion: number, declaredVersion: number) {
    super(
      "schema-newer",
      `Cannot use the database: its file has schema version ${fileVersion}, the pattern declares ` +
        `${declaredVersion}; a file is never downgraded`,
      { data: { fileVersion, declaredVersion } },
    );
  }
}

/** A migration step failed or left something undone; the file is as before. */
export class MigrationFailedError extends CfError {
  override readonly name = "MigrationFailedError";
  constructor(
    version: number,
    problem: string,
    { sql, cause }: { readonly sql?: string; readonly cause?: unknown } = {},
  ) {
    super(
      "migration-failed",
      `Cannot migrate the database to version ${version}: ${problem}` +
        (sql === undefined ? "" : `\n  ${sql}`),
      { data: { version, problem, ...(sql === undefined ? {} : { sql }) }, cause },
    );
  }
}

/** A parameter that SQLite cannot hold, is missing, or is not used by the statement. */
export class ParameterError extends CfError {
  override readonly name = "ParameterError";
  constructor(problem: string, sql: string) {
    super("bad-parameter", `Cannot bind parameters: ${problem}\n  ${sql}`, {
      data: { problem, sql },
    });
  }
}

/** A cell bound elsewhere than to a link column, or something else bound to a link column. */
export class LinkColumnError extends CfError {
  override readonly name = "LinkColumnError";
  constructor(problem: string, sql: string) {
    super("bad-link", `Cannot bind parameters: ${problem}\n  ${sql}`, { data: { problem, sql } });
  }
}

/** A changeset that does not fit the rows it meets, or is damaged. */
export class ChangesetMismatchError extends CfError {
  override readonly name = "ChangesetMismatchError";
  constructor(problem: string) {
    super("changeset-mismatch", `Cannot apply changeset: ${problem}`, { data: { problem } });
  }
}

/**
 * A write that the committing thread does not run, because nothing could interrupt it there. It is
 * caught by who runs it elsewhere. Code `long-write`.
 */
export class LongWriteError extends CfError {
  override readonly name = "LongWriteError";
  /** Whether the declaration changed. */
  readonly isMigration: boolean;
  constructor(sql: string, { isMigration = false }: { readonly isMigration?: boolean } = {}) {
    super("long-write", `Cannot run statement here: it may take long\n  ${sql}`, { data: { sql } });
    this.isMigration = isMigration;
  }
}

/** A write that was not done by its deadline. Code `limit-exceeded`. */
export class WriteTimeoutError extends CfError {
  override readonly name = "WriteTimeoutError";
  constructor(sql: string, deadlineMs: number) {
    super(
      "limit-exceeded",
      `Cannot run statement: it was not done after ${deadlineMs} ms; join on columns with an ` +
        `index, or write fewer rows at a time\n  ${sql}`,
      { data: { limit: "writeDeadlineMs", max: deadlineMs, sql } },
    );
  }
}

/** A write that changes more than one commit may. Code `limit-exceeded`. */
export class WriteTooLargeError extends CfError {
  override readonly name = "WriteTooLargeError";
  constructor({ limit, max }: { readonly limit: string; readonly max: number }, sql: string) {
    super(
      "limit-exceeded",
      `Cannot run statement: it changes more than the ${max} bytes that ${limit} allows one ` +
        `commit; write fewer or smaller rows at a time\n  ${sql}`,
      { data: { limit, max, sql } },
    );
  }
}

/** A write whose nested loops may take longer than a space can wait. Code `limit-exceeded`. */
export class WriteTooLongError extends CfError {
  override readonly name = "WriteTooLongError";
  constructor(max: number, sql: string) {
    super(
      "limit-exceeded",
      `Cannot run statement: its nested loops may take more than ${max} steps; join on columns ` +
        `with an index, or write fewer rows at a time\n  ${sql}`,
      { data: { limit: "writeStepsMax", max, sql } },
    );
  }
}

/** A write that may take long, where no process could be started to run it. Code `writer-missing`. */
export class WriterMissingError extends CfError {
  override readonly name = "WriterMissingError";
  constructor(sql: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      "writer-missing",
      `Cannot run statement: it may take long, and no process to run it in can be started: ${why}; ` +
        `the limits on open files and processes may be too low\n  ${sql}`,
      { data: { sql }, cause },
    );
  }
}
