/**
 * Parameters: which a statement has, and how a value of ours becomes a value of SQLite's.
 *
 * A whole JavaScript number binds as INTEGER (a `BigInt` for the driver), any other as REAL; the
 * driver alone would make every number REAL. On the way back, integers within ±2^53 are numbers
 * and larger ones `bigint`.
 */

import type { SQLInputValue } from "node:sqlite";
import type { SqlParams, SqlValue } from "@cf/protocol";
import { isRecord } from "@cf/utils";
import { ParameterError } from "./errors.ts";
import { tokenize } from "./sql-tokens.ts";

/** The parameters of a statement by index from 1; `null` for a nameless one, else with its sign. */
export type ParameterSlots = readonly (string | null)[];

/** The slots of `sql`, numbered as SQLite numbers them. Index 0 is the first parameter. */
export function parameterSlots(sql: string): ParameterSlots {
  const slots: (string | null)[] = [];
  for (const token of tokenize(sql).tokens) {
    if (token.kind !== "parameter") continue;
    if (token.text === "?") {
      slots.push(null);
    } else if (token.text.startsWith("?")) {
      const index = Number(token.text.slice(1));
      if (index < 1 || index > 32766) {
        throw new ParameterError(`'${token.text}' is out of range`, sql);
      }
      while (slots.length < index) slots.push(null);
      slots[index - 1] ??= token.text;
    } else if (!slots.includes(token.text)) {
      slots.push(token.text);
    }
  }
  return slots;
}

/** The value of each slot. Throws `ParameterError` (`bad-parameter`). */
export function slotValues(
  slots: ParameterSlots,
  params: SqlParams | undefined,
  sql: string,
): readonly SQLInputValue[] {
  if (params === undefined) params = [];
  if (Array.isArray(params)) {
    if (params.length !== slots.length) {
      throw new ParameterError(
        `the statement has ${slots.length} parameters, ${params.length} values are given`,
        sql,
      );
    }
    return slots.map((slot, i) => toInput(params[i], slot ?? `${i + 1}`, sql));
  }
  if (!isRecord(params)) throw new ParameterError("an array or an object is needed", sql);
  const named = params as Readonly<Record<string, SqlValue>>;
  const values = slots.map((slot, i) => {
    const name = slot === null ? String(i + 1) : slot.slice(1);
    if (!Object.hasOwn(named, name)) throw new ParameterError(`'${name}' has no value`, sql);
    return toInput(named[name], name, sql);
  });
  const used = new Set(slots.map((slot, i) => slot === null ? String(i + 1) : slot.slice(1)));
  const extra = Object.keys(named).find((name) => !used.has(name));
  if (extra !== undefined) {
    throw new ParameterError(`'${extra}' is no parameter of the statement`, sql);
  }
  return values;
}

/** The arguments for the driver: named slots in an object; the others, `?3` too, by position. */
export function bindArguments(
  slots: ParameterSlots,
  values: readonly SQLInputValue[],
): readonly SQLInputValue[] | readonly [Record<string, SQLInputValue>, ...SQLInputValue[]] {
  if (!slots.some(isNamed)) return values;
  const named: Record<string, SQLInputValue> = {};
  const positional: SQLInputValue[] = [];
  slots.forEach((slot, i) => {
    if (isNamed(slot)) named[slot] = values[i]!;
    else positional.push(values[i]!);
  });
  return [named, ...positional];
}

function isNamed(slot: string | null): slot is string {
  return slot !== null && !slot.startsWith("?");
}

const INTEGER_MAX = 2n ** 63n - 1n;

function toInput(value: unknown, name: string, sql: string): SQLInputValue {
  const fail = (problem: string): never => {
    throw new ParameterError(`parameter ${name} ${problem}`, sql);
  };
  switch (typeof value) {
    case "number":
      if (Number.isNaN(value)) return fail("is NaN; write null for NULL");
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
    case "bigint":
      if (value > INTEGER_MAX || value < -INTEGER_MAX - 1n) return fail("does not fit 64 bits");
      return value;
    case "string":
      if (value.includes("\0")) return fail("is text with a NUL character; store it as a blob");
      return value;
    case "boolean":
      return fail("is a boolean; write 1 or 0");
    case "undefined":
      return fail("is not ready; write null for NULL");
    default:
      if (value === null || value instanceof Uint8Array) return value;
      return fail(
        `is ${Array.isArray(value) ? "an array" : `of type ${typeof value}`}; write text`,
      );
  }
}

/** A value as it crosses the protocol: integers within ±2^53 are numbers. */
export function fromDriver(value: unknown): SqlValue {
  if (typeof value !== "bigint") return value as SqlValue;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
