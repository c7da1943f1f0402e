/**
 * Rows that come in from outside. They go through the server as commits on the database's handle,
 * because the log is the truth and a file that was written beside it would be undone.
 */

import type { DocAddress, SpaceConnection, SqlStatement, SqlValue } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { CliError } from "../frame/errors.ts";
import { commitOnce } from "../server/session.ts";
import { quoteName } from "./sql-text.ts";

/** Rows of one table, each with a value for every column. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/** The statement that inserts all the rows. */
export function insertStatement({ table, columns, rows }: TableRows): SqlStatement {
  const names = columns.map(quoteName).join(", ");
  const holes = columns.map(() => "?").join(", ");
  return { sql: `INSERT INTO ${quoteName(table)} (${names}) VALUES (${holes})`, rows };
}

/**
 * Commits statements on the database of `handle`, all or nothing. `action` is for the message where
 * they are more than one commit takes. Errors: `message-too-large` and the refusal's.
 */
export async function commitStatements(
  connection: SpaceConnection,
  handle: DocAddress,
  { statements, action }: {
    readonly statements: readonly SqlStatement[];
    readonly action: string;
  },
): Promise<void> {
  try {
    await commitOnce(connection, { operations: [], sqlite: { handle, statements } });
  } catch (cause) {
    if (!(cause instanceof CfError) || cause.code !== "message-too-large") throw cause;
    const { chars, charsMax } = cause.data;
    throw new CliError(
      cause.code,
      `Cannot ${action}: its rows are ${chars} characters, and one commit takes ${charsMax}`,
      "Import the rows of each table from several smaller files; `cf space restore` takes any size.",
      cause,
    );
  }
}

/**
 * A JSON value as a database keeps it: truth as 0 and 1, `{"$blob": hex}` and `{"$integer": digits}`
 * as what `cf sqlite export` wrote so, other lists and objects as JSON text.
 */
export function toSqlValue(value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number" || typeof value === "string" || typeof value === "bigint") {
    return value;
  }
  if (value instanceof Uint8Array) return value;
  const { $blob, $integer, ...others } = value as Record<string, unknown>;
  if (Object.keys(others).length === 0) {
    if (typeof $blob === "string" && $integer === undefined) return Uint8Array.fromHex($blob);
    if (typeof $integer === "string" && $blob === undefined) return BigInt($integer);
  }
  return JSON.stringify(value);
}

/** What {@linkcode toSqlValue} reads again, for what JSON has no word for. */
export function fromSqlValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $blob: value.toHex() };
  if (typeof value !== "bigint") return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : { $integer: String(value) };
}
