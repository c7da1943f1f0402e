/**
 * The task that runs the statements of one commit on a pattern's file and takes them back: what is
 * left is the changeset, which the space applies without running a statement.
 */

import { DatabaseSync } from "node:sqlite";
import { type DatabaseDeclaration, SqlError, type SqlStatement } from "@cf/protocol";
import { prepareDeclaration } from "../database/declaration.ts";
import { WriteTooLargeError } from "../database/errors.ts";
import { ensureSchema } from "../database/schema.ts";
import { runStatements } from "../database/statements.ts";

/** What is rehearsed, and the bounds on what it may change. */
export interface RehearseInput {
  readonly path: string;
  readonly declaration: DatabaseDeclaration;
  readonly statements: readonly SqlStatement[];
  /** By how much the file may grow. */
  readonly growthBytesMax: number;
  /** The size of the rows before and after. */
  readonly changesetBytesMax: number;
}

/** What the statements did. */
export interface Rehearsed {
  readonly schema: readonly string[];
  readonly changeset: Uint8Array;
}

const LOCK_MS = 5000;

/** Throws what the statements throw, and {@linkcode WriteTooLargeError}. */
export function rehearse(input: RehearseInput): Rehearsed {
  const { path, statements, growthBytesMax, changesetBytesMax } = input;
  const database = new DatabaseSync(path, { timeout: LOCK_MS });
  const excess = (limit: string, max: number) =>
    new WriteTooLargeError({ limit, max }, statements[0]?.sql ?? "");
  try {
    const declaration = prepareDeclaration(input.declaration);
    database.exec("BEGIN IMMEDIATE");
    boundGrowth(database, growthBytesMax);
    const schema = ensureSchema(database, "main", declaration);
    const { changeset } = runStatements(database, "main", declaration, statements, {
      rowsFor: () => false,
      long: "run",
    });
    if (changeset.length > changesetBytesMax) throw excess("changesetBytesMax", changesetBytesMax);
    return { schema, changeset };
  } catch (error) {
    const problem = error instanceof SqlError ? String(error.data.problem) : String(error);
    if (/disk is full/.test(problem)) throw excess("growthBytesMax", growthBytesMax);
    if (/out of memory/.test(problem)) throw excess("memory", growthBytesMax);
    throw error;
  } finally {
    if (database.isTransaction) database.exec("ROLLBACK");
    database.close();
  }
}

function boundGrowth(database: DatabaseSync, growthBytesMax: number): void {
  const { page_size: size } = database.prepare("PRAGMA page_size").get() as { page_size: number };
  const { page_count: count } = database.prepare("PRAGMA page_count").get() as {
    page_count: number;
  };
  database.exec(`PRAGMA max_page_count = ${count + Math.ceil(growthBytesMax / size)}`);
}
