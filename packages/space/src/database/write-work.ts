/**
 * Which writes may run on the thread that commits, where nothing can interrupt them.
 *
 * | a statement                                       | runs there with                           |
 * |---------------------------------------------------|-------------------------------------------|
 * | whose loops take few steps                        | the limits of every statement             |
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
import { stepsBound } from "./write-bound.ts";

/** Steps of nested loops that one statement may take where no other process can run it. */
const WRITE_STEPS_MAX = 200_000_000;
/** Steps on the committing thread, by what is unbounded: about a second if each changes a row. */
const QUICK_STEPS = { nothing: 200_000, parts: 20_000, calls: 2_000 } as const;
/** How long values may be where something is unbounded. */
const SHORT_BYTES = 10_000;
/** Instructions of a program that may run there, since each may copy a long value. */
const QUICK_PROGRAM = 2_000;

/** Where statements run, and what becomes of long ones. */
export interface WorkPlace {
  readonly connection: DatabaseSync;
  readonly alias: string;
  readonly long: "refuse" | "leave" | "run";
}

/** How a statement runs here. */
export interface Work {
  /** How long its values may be, if that is less than for every statement. */
  readonly valueBytesMax?: number;
  /** Called with the driver's error when it failed; throws if that is for want of long values. */
  failed(error: unknown): void;
}

const UNCHECKED: Work = { failed: () => {} };

/**
 * How a write runs here. Throws `WriteTooLongError` (`limit-exceeded`), or `LongWriteError` where it
 * is to be left to another process.
 */
export function workOf(
  { connection, alias, long }: WorkPlace,
  statement: SqlStatement,
  { plan, reads, writes }: GuardedStatement,
): Work {
  if (plan === null || long === "run") return UNCHECKED;
  const { sql, rows } = statement;
  const tables = new Set([...reads.keys(), ...writes]);
  const times = rows?.length ?? 1;
  const isWithin = (enough: number, parts: (most: number) => number) =>
    stepsBound(connection, plan, { alias, tables, times, enough, parts }) <= enough;
  if (long === "refuse") {
    const given = plan.amplifies ? VALUE_BYTES_MAX : longestText(statement);
    if (isWithin(WRITE_STEPS_MAX, (most) => Math.max(most, given / 2))) return UNCHECKED;
    throw new WriteTooLongError(WRITE_STEPS_MAX, sql);
  }
  const { unbounded } = plan;
  if (plan.length > QUICK_PROGRAM) throw new LongWriteError(sql);
  if (unbounded === "nothing" && plan.isLinear) return UNCHECKED;
  if (!isWithin(QUICK_STEPS[unbounded], () => SHORT_BYTES / 2)) throw new LongWriteError(sql);
  return unbounded === "nothing" ? UNCHECKED : {
    valueBytesMax: SHORT_BYTES,
    failed(error) {
      if (/too big/.test((error as Error).message)) throw new LongWriteError(sql);
    },
  };
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
