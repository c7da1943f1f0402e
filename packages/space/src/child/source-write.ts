/**
 * The tasks that write to a lent file, for one commit in two steps: its statements run in a
 * transaction that stays open and locks the file; when the space has the commit in its log, the
 * transaction gets the space's mark and is committed, else it is rolled back.
 *
 * A file that is behind the log, after a crash or a full disk between the two, is brought up first.
 */

import type { DatabaseSync } from "node:sqlite";
import type { SqlStatement } from "@cf/protocol";
import { CfError } from "@cf/utils";
import type { ColumnModel } from "../database/column-grammar.ts";
import { type Declaration, declaredTable } from "../database/declaration.ts";
import { quoteName } from "../database/sql-tokens.ts";
import { runStatements } from "../database/statements.ts";
import { SourceError } from "../errors.ts";
import { foreignDeclaration } from "../sources/foreign-schema.ts";
import { type SourceMark, writeMark } from "../sources/source-mark.ts";
import type { Source } from "../sources/source-registry.ts";
import { isDamage } from "../store/sqlite-error.ts";
import { bounded, type WriteBounds } from "./rehearse.ts";
import { bringUp } from "./source-bring-up.ts";
import { asSource, closeSource, fileAt, openSource } from "./source-connection.ts";

/** A commit's statements on a lent file. */
export interface SourceWriteInput extends WriteBounds {
  readonly source: Source;
  readonly space: string;
  /** The space's folder; `null` for one in memory, which has no log to bring a file up from. */
  readonly folder: string | null;
  readonly statements: readonly SqlStatement[];
}

/** What the statements change, and in which file; see `fileAt()`. */
export interface BegunWrite {
  readonly changeset: Uint8Array;
  readonly file: string;
}

/** The one transaction that is open. */
let open: { readonly connection: DatabaseSync; readonly space: string } | undefined;

/** Runs the statements and leaves the transaction open. Throws what they throw, and `SourceError`. */
export function beginSourceWrite(input: SourceWriteInput): BegunWrite {
  const { source, space, folder, statements } = input;
  rollBack();
  const connection = openSource(source.path);
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
    return { changeset, file: fileAt(source.path) };
  } catch (error) {
    rollBack();
    if (!isAuthors(error)) closeSource();
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
    closeSource();
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
