/**
 * The tasks that write to a lent file, for one commit in two steps: its statements run in a
 * transaction that stays open and locks the file; when the space has the commit in its log, the
 * transaction gets the space's mark and is committed, else it is rolled back.
 *
 * A file that is behind the log, after a crash or a full disk between the two, is brought up first.
 * If others have changed those very rows since, nothing is overwritten.
 */

import { DatabaseSync } from "node:sqlite";
import type { SqlStatement } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { applyChangeset } from "../database/changeset-apply.ts";
import type { ColumnModel } from "../database/column-grammar.ts";
import { type Declaration, declaredTable } from "../database/declaration.ts";
import { harden } from "../database/harden.ts";
import { quoteName } from "../database/sql-tokens.ts";
import { runStatements } from "../database/statements.ts";
import { SourceError } from "../errors.ts";
import { CommitLog } from "../log/commit-log.ts";
import { withoutForeignKeys } from "../recovery/replay.ts";
import { foreignDeclaration } from "../sources/foreign-schema.ts";
import { readMark, type SourceMark, writeMark } from "../sources/source-mark.ts";
import type { Source } from "../sources/source-registry.ts";
import { isDamage } from "../store/sqlite-error.ts";
import { SpaceStore } from "../store/space-store.ts";
import { bounded, type WriteBounds } from "./rehearse.ts";

/** A commit's statements on a lent file. */
export interface SourceWriteInput extends WriteBounds {
  readonly source: Source;
  readonly space: string;
  /** The space's folder; `null` for one in memory, which has no log to bring a file up from. */
  readonly folder: string | null;
  readonly statements: readonly SqlStatement[];
}

/** How long the lock of another program is waited for. */
const LOCK_MS = 50;

/** The one transaction that is open. */
let open: { readonly connection: DatabaseSync; readonly space: string } | undefined;

/** Runs the statements and leaves the transaction open. Throws what they throw, and `SourceError`. */
export function beginSourceWrite(input: SourceWriteInput): { changeset: Uint8Array } {
  const { source, space, folder, statements } = input;
  rollBack();
  const connection = connectionTo(source.path);
  open = { connection, space };
  try {
    if (folder !== null) bringUp(connection, { source, space, folder });
    asSource(source, () => connection.exec("BEGIN IMMEDIATE"));
    const declaration = asSource(
      source,
      () => foreignDeclaration(connection, { alias: "main", forWriting: true }),
    );
    const { changeset, tables } = bounded(
      connection,
      { ...input, sql: statements[0]?.sql ?? "" },
      () =>
        runStatements(connection, "main", declaration, statements, {
          rowsFor: () => false,
          long: "run",
        }),
    );
    refuseNullKeys(connection, source, { declaration, tables });
    return { changeset };
  } catch (error) {
    rollBack();
    if (!isAuthors(error)) drop();
    if (error instanceof CfError) throw error;
    throw new SourceError(source.path, (error as Error).message, error);
  }
}

/** Whether an error is about the statements, and not about the file. */
function isAuthors(error: unknown): boolean {
  return error instanceof CfError && !(error instanceof SourceError) && !isDamage(error);
}

/** Commits the open transaction with the mark of its commit, or rolls it back without one. */
export function endSourceWrite(input: { readonly mark: SourceMark | null; keepsMark: boolean }) {
  if (open === undefined) return {};
  const { connection, space } = open;
  try {
    if (input.mark !== null) {
      if (input.keepsMark) writeMark(connection, space, input.mark);
      connection.exec("COMMIT");
    }
    return {};
  } finally {
    rollBack();
  }
}

function rollBack(): void {
  if (open === undefined) return;
  const { connection } = open;
  open = undefined;
  try {
    if (connection.isTransaction) connection.exec("ROLLBACK");
  } catch {
    drop();
  }
}

/** The file written last stays open: closing one in WAL mode would checkpoint it each time. */
let kept: { readonly file: string; readonly connection: DatabaseSync } | undefined;

function drop(): void {
  kept?.connection.close();
  kept = undefined;
}

function connectionTo(path: string): DatabaseSync {
  return asSource({ path }, () => {
    // The driver would make a file that vanished anew.
    const { dev, ino } = Deno.statSync(path);
    const file = `${dev} ${ino} ${path}`;
    if (kept?.file === file) return kept.connection;
    drop();
    const connection = new DatabaseSync(path, { timeout: LOCK_MS });
    kept = { file, connection };
    harden(connection);
    const { journal_mode: mode } = connection.prepare("PRAGMA journal_mode").get() as {
      journal_mode: string;
    };
    // In this mode that cannot damage it, and what a power loss takes the log gives back.
    if (mode === "wal") connection.exec("PRAGMA synchronous = NORMAL");
    return connection;
  });
}

function asSource<T>({ path }: { readonly path: string }, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new SourceError(path, "there is no such file", cause);
    }
    if (cause instanceof CfError) throw cause;
    throw new SourceError(path, (cause as Error).message, cause);
  }
}

/** Applies what a crash kept from the file. */
function bringUp(
  connection: DatabaseSync,
  { source, space, folder }: { source: Source; space: string; folder: string },
): void {
  const { id, path, seq, since } = source;
  const at = asSource(source, () => readMark(connection, space)?.seq ?? 0);
  if (at >= seq) return;
  const store = SpaceStore.open({ space, folder, synchronous: "full", create: false, time: 0 });
  try {
    const log = new CommitLog(store);
    const from = Math.max(at, since);
    if (from < log.first - 1) {
      throw new SourceError(
        path,
        `it is as of commit ${at}, and the log begins later; lend it anew`,
      );
    }
    withoutForeignKeys(connection, () => {
      let last: SourceMark | undefined;
      for (const { record, changeset, hash } of log.range(from, seq)) {
        if (record.database?.id !== id || changeset === null) continue;
        applyChangeset(connection, "main", changeset);
        last = { seq: record.seq, hash };
      }
      if (last !== undefined) writeMark(connection, space, last);
    });
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    const problem = (cause as Error).message;
    const advice = /changeset/.test(problem)
      ? "others have changed the same rows, so lend it anew to go on from what it holds"
      : "it is applied before the next write, when that is possible again";
    throw new SourceError(
      path,
      `commit ${seq} is not in it, and cannot be applied: ${problem}; ${advice}`,
      cause,
    );
  } finally {
    store.close();
  }
}

/** SQLite lets a key be NULL, and such a row would be in no changeset. */
function refuseNullKeys(
  connection: DatabaseSync,
  { path }: Source,
  { declaration, tables }: { declaration: Declaration; tables: readonly string[] },
): void {
  for (const table of tables) {
    const { name, model } = declaredTable(declaration, table)!;
    if (model.withoutRowid) continue;
    const isKey = (column: ColumnModel) =>
      column.primaryKey ? column.type !== "integer" : model.primaryKey.includes(column.name);
    for (const column of model.columns.filter((column) => isKey(column) && !column.notNull)) {
      const found = connection.prepare(
        `SELECT 1 FROM main.${quoteName(name)} WHERE ${quoteName(column.name)} IS NULL LIMIT 1`,
      ).get();
      if (found === undefined) continue;
      throw new SourceError(
        path,
        `a row of ${name} has a key that is NULL (${column.name}); rows of a file lent for ` +
          "writing need a key",
      );
    }
  }
}
