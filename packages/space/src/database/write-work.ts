/**
 * Which writes may run on the thread that commits, where nothing can interrupt them.
 *
 * | a statement                                       | runs there with                           |
 * |---------------------------------------------------|-------------------------------------------|
 * | whose loops take few steps, on few bytes          | the limits of every statement             |
 * | that calls what its rows do not bound, in few steps | short values, so that each call is quick |
 * | any other                                         | not at all                                |
 *
 * The others are left to a process that can be killed. Where there can be none, for want of
 * permission to start it, they run as long as their loops have a bound within `writeStepsMax`.
 */

import type { DatabaseSync } from "node:sqlite";
import type { SqlStatement } from "@cf/protocol";
import { LongWriteError, WriteTooLongError } from "./errors.ts";
import type { GuardedStatement } from "./guard.ts";
import { VALUE_BYTES_MAX } from "./limits.ts";
import { quoteName } from "./sql-tokens.ts";
import { largestOf, stepsBound } from "./write-bound.ts";

/** Steps of nested loops that one statement may take where no other process can run it. */
const WRITE_STEPS_MAX = 200_000_000;
/** Steps on the committing thread, by what is unbounded: a tenth of a second if each changes a row. */
const QUICK_STEPS = { nothing: 20_000, parts: 20_000, calls: 2_000 } as const;
/** Sets of parameters of a commit's statements there, their bytes, and bytes that one goes through. */
const QUICK_ROWS = 5_000;
const QUICK_GIVEN_BYTES = 4 << 20;
const QUICK_BYTES = 8 << 20;
/** How many times as much all statements of a commit may take there together. */
const SHARES_MAX = 2;
/** How long values may be where something is unbounded. */
const SHORT_BYTES = 10_000;
/** Instructions of a program that may run there, since each may copy a long value. */
const QUICK_PROGRAM = 2_000;

/** Where statements run, and what becomes of long ones. */
export interface WorkPlace {
  readonly connection: DatabaseSync;
  readonly alias: string;
  readonly long: "refuse" | "leave" | "run";
  /** How much the statements of a commit took so far, of what one of them may. */
  readonly spent: { share: number };
}

/** How a statement runs here. */
export interface Work {
  /** How long its values may be, if that is less than for every statement. */
  readonly valueBytesMax?: number;
  /** Called with the driver's error when it failed; throws if that is for want of long values. */
  failed(error: unknown): void;
}

const UNCHECKED: Work = { failed: () => {} };

/** Throws `LongWriteError` where a commit gives its statements more than is quickly stored. */
export function requireQuick(statements: readonly SqlStatement[]): void {
  let rows = 0;
  let bytes = 0;
  for (const statement of statements) {
    rows += statement.rows?.length ?? 1;
    bytes += givenBytes(statement);
    if (rows > QUICK_ROWS || bytes > QUICK_GIVEN_BYTES) throw new LongWriteError(statement.sql);
  }
}

/**
 * How a write runs here. Throws `WriteTooLongError` (`limit-exceeded`), or `LongWriteError` where it
 * is to be left to another process.
 */
export function workOf(
  place: WorkPlace,
  statement: SqlStatement,
  { plan, reads, writes }: GuardedStatement,
): Work {
  const { connection, alias, long } = place;
  if (plan === null || long === "run") return UNCHECKED;
  const { sql, rows } = statement;
  const tables = new Set([...reads.keys(), ...writes]);
  const times = rows?.length ?? 1;
  if (long === "refuse") {
    const given = plan.amplifies ? VALUE_BYTES_MAX : longestText(statement);
    const enough = WRITE_STEPS_MAX;
    const parts = (most: number) => Math.max(most, given / 2);
    if (stepsBound(connection, plan, { alias, tables, times, enough, parts }) <= enough) {
      return UNCHECKED;
    }
    throw new WriteTooLongError(WRITE_STEPS_MAX, sql);
  }
  const { unbounded } = plan;
  if (plan.length > QUICK_PROGRAM) throw new LongWriteError(sql);
  if (unbounded === "nothing" && plan.isLinear) return UNCHECKED;
  const enough = Math.min(
    QUICK_STEPS[unbounded],
    QUICK_BYTES * times / givenBytes(statement),
    stepsWithin(QUICK_BYTES, place, tables),
  );
  const parts = () => SHORT_BYTES / 2;
  const steps = stepsBound(connection, plan, { alias, tables, times, enough, parts });
  place.spent.share += steps / enough;
  if (steps > enough || place.spent.share > SHARES_MAX) throw new LongWriteError(sql);
  return unbounded === "nothing" ? UNCHECKED : {
    valueBytesMax: SHORT_BYTES,
    failed(error) {
      if (/too big/.test((error as Error).message)) throw new LongWriteError(sql);
    },
  };
}

/** How many rows of `tables` are not more than so many bytes, if these are all that the file holds. */
function stepsWithin(
  bytesMax: number,
  { connection, alias }: WorkPlace,
  tables: Iterable<string>,
): number {
  const sizeOf = (what: string) =>
    Number(connection.prepare(`pragma ${quoteName(alias)}.${what}`).get()![what]);
  const bytes = sizeOf("page_count") * sizeOf("page_size");
  if (bytes <= bytesMax) return Infinity;
  return Math.max(1, largestOf(connection, { alias, tables, enough: Infinity }) * bytesMax / bytes);
}

/** The bytes of a statement's values, text as if each character were one. */
function givenBytes({ params, rows }: SqlStatement): number {
  let bytes = 0;
  for (const entry of rows ?? [params ?? []]) {
    for (const value of Array.isArray(entry) ? entry : Object.values(entry)) {
      if (typeof value === "string" || value instanceof Uint8Array) bytes += value.length;
    }
  }
  return bytes;
}

/** The longest of the texts that `json_each` may take apart. */
function longestText({ sql, params, rows }: SqlStatement): number {
  let longest = sql.length;
  for (const entry of rows ?? [params ?? []]) {
    for (const value of Object.values(entry)) {
      if (typeof value === "string") longest = Math.max(longest, value.length);
    }
  }
  return longest;
}
