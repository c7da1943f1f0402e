/**
 * SQLite's own limits on what one statement can make it allocate or nest.
 *
 * A reader's connection runs nothing but patterns' statements and has them for good. The connection
 * that commits also stores records and replays dumps, which may be longer: there they hold only
 * while a pattern's statement is prepared and run.
 */

import type { DatabaseSync } from "node:sqlite";
import type {} from "./driver.ts";

/** The longest value that a statement may hold, in bytes. */
export const VALUE_BYTES_MAX = 64 * 1024 * 1024;

/** What every statement of a pattern is prepared and run under. */
const LIMITS: Readonly<Record<string, number>> = {
  length: VALUE_BYTES_MAX,
  sqlLength: 200_000,
  exprDepth: 200,
  compoundSelect: 100,
  vdbeOp: 250_000,
  functionArg: 200,
  likePatternLength: 10_000,
  triggerDepth: 50,
};

/** Sets the limits for the life of `connection`. */
export function limitConnection(connection: DatabaseSync): void {
  Object.assign(connection.limits, LIMITS);
}

/** Those that count while a statement runs, and not only while it is prepared. */
const RUNNING = ["length", "likePatternLength", "triggerDepth"] as const;
const ALL = Object.keys(LIMITS);

/** Runs `work`, which prepares statements, under the limits, and lifts them again. */
export function withLimits<T>(connection: DatabaseSync, work: () => T): T {
  return limited(connection, ALL, LIMITS, work);
}

/** The same for `work` that runs statements. */
export function withRunLimits<T>(connection: DatabaseSync, work: () => T): T {
  return limited(connection, RUNNING, LIMITS, work);
}

/** Runs `work` with values of at most `length` bytes. */
export function withShortValues<T>(connection: DatabaseSync, length: number, work: () => T): T {
  return limited(connection, ["length"], { length }, work);
}

function limited<T>(
  { limits }: DatabaseSync,
  names: readonly string[],
  wanted: Readonly<Record<string, number>>,
  work: () => T,
): T {
  const before = names.map((name) => limits[name]!);
  names.forEach((name, i) => limits[name] = Math.min(before[i]!, wanted[name]!));
  try {
    return work();
  } finally {
    names.forEach((name, i) => limits[name] = before[i]!);
  }
}
