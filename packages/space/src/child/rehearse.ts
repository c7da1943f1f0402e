/**
 * The task that runs the statements of one commit on a pattern's file and takes them back: what is
 * left is the changeset, which the space applies without running a statement.
 */

import { statfsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { type DatabaseDeclaration, SqlError, type SqlStatement } from "@cf/protocol";
import { prepareDeclaration } from "../database/declaration.ts";
import { WriteTooLargeError } from "../database/errors.ts";
import { ensureSchema } from "../database/schema.ts";
import { runStatements } from "../database/statements.ts";
import { trimLog } from "../store/wal.ts";
import { CHILD_HEAP_BYTES } from "./heap.ts";

/** How much one commit may change. */
export interface WriteBounds {
  /** By how much the file may grow. */
  readonly growthBytesMax: number;
  /** The size of the rows before and after. */
  readonly changesetBytesMax: number;
}

/** What is rehearsed, and the bounds on what it may change. */
export interface RehearseInput extends WriteBounds {
  /** The file, or the content of a database in memory. */
  readonly database: string | Uint8Array;
  readonly declaration: DatabaseDeclaration;
  readonly statements: readonly SqlStatement[];
}

/** What the statements did. */
export interface Rehearsed {
  readonly schema: readonly string[];
  readonly changeset: Uint8Array;
}

const LOCK_MS = 5000;

/** Throws what the statements throw, and {@linkcode WriteTooLargeError}. */
export function rehearse(input: RehearseInput): Rehearsed {
  const { statements } = input;
  const database = connect(input.database);
  try {
    const declaration = prepareDeclaration(input.declaration);
    database.exec("BEGIN IMMEDIATE");
    return bounded(database, { ...input, sql: statements[0]?.sql ?? "" }, () => {
      const schema = ensureSchema(database, "main", declaration);
      const { changeset } = runStatements(database, "main", declaration, statements, {
        rowsFor: () => false,
        long: "run",
      });
      return { schema, changeset };
    });
  } finally {
    if (database.isTransaction) database.exec("ROLLBACK");
    if (typeof input.database === "string") trimLog(database, "main", input.database);
    database.close();
  }
}

function connect(source: string | Uint8Array): DatabaseSync {
  if (typeof source === "string") return new DatabaseSync(source, { timeout: LOCK_MS });
  const database = new DatabaseSync(":memory:");
  if (source.length > 0) database.deserialize(source);
  return database;
}

/**
 * Runs `work` within the open transaction of `database` and the bounds. Throws what it throws, and
 * {@linkcode WriteTooLargeError}.
 */
export function bounded<T extends { readonly changeset: Uint8Array }>(
  database: DatabaseSync,
  { growthBytesMax, changesetBytesMax, sql }: WriteBounds & { readonly sql: string },
  work: () => T,
): T {
  const excess = (limit: string, max: number) => new WriteTooLargeError({ limit, max }, sql);
  boundGrowth(database, growthBytesMax);
  try {
    const result = work();
    if (result.changeset.length <= changesetBytesMax) return result;
    throw excess("changesetBytesMax", changesetBytesMax);
  } catch (error) {
    const problem = error instanceof SqlError ? String(error.data.problem) : String(error);
    // SQLite says the same of a full disk and of a file that may not grow further.
    if (/disk is full/.test(problem) && freeBytes(database) > growthBytesMax) {
      throw excess("growthBytesMax", growthBytesMax);
    }
    if (/out of memory/.test(problem)) throw excess("memory", CHILD_HEAP_BYTES);
    throw error;
  }
}

function boundGrowth(database: DatabaseSync, growthBytesMax: number): void {
  const { page_size: size } = database.prepare("PRAGMA page_size").get() as { page_size: number };
  const { page_count: count } = database.prepare("PRAGMA page_count").get() as {
    page_count: number;
  };
  database.exec(`PRAGMA max_page_count = ${count + Math.ceil(growthBytesMax / size)}`);
}

/** The room on the disk of the database's file, with what its own log takes. */
function freeBytes(database: DatabaseSync): number {
  const path = database.location();
  if (path === null) return Infinity;
  const { bavail, bsize } = statfsSync(path);
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return bavail * bsize + log;
}
