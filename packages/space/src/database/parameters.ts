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
): SQLInputValue[] {
  if (params === undefined) params = [];
  if (!Array.isArray(params)) return namedValues(slots, params, sql);
  if (params.length !== slots.length) {
    throw new ParameterError(
      `the statement has ${slots.length} parameters, ${params.length} values are given`,
      sql,
    );
  }
  const values: SQLInputValue[] = [];
  for (let i = 0; i < slots.length; i++) values.push(toInput(params[i], slots, i, sql));
  return values;
}

function namedValues(slots: ParameterSlots, params: unknown, sql: string): SQLInputValue[] {
  if (!isRecord(params)) throw new ParameterError("an array or an object is needed", sql);
  const names = slots.map((slot, i) => slot === null ? String(i + 1) : slot.slice(1));
  const extra = Object.keys(params).find((name) => !names.includes(name));
  if (extra !== undefined) {
    throw new ParameterError(`'${extra}' is no parameter of the statement`, sql);
  }
  return names.map((name, i) => {
    if (!Object.hasOwn(params, name)) throw new ParameterError(`'${name}' has no value`, sql);
    return toInput(params[name], slots, i, sql);
  });
}

/** The arguments for the driver: named slots in an object; the others, `?3` too, by position. */
export function bindArguments(
  slots: ParameterSlots,
  values: SQLInputValue[],
): SQLInputValue[] {
  if (!slots.some(isNamed)) return values;
  const named: Record<string, SQLInputValue> = {};
  const positional: SQLInputValue[] = [];
  slots.forEach((slot, i) => {
    if (isNamed(slot)) named[slot] = values[i]!;
    else positional.push(values[i]!);
  });
  // The driver takes the object of named values in the place of the first value.
  return [named as unknown as SQLInputValue, ...positional];
}

/** Whether the driver takes the slot by name. */
export function isNamed(slot: string | null): slot is string {
  return slot !== null && !slot.startsWith("?");
}

const INTEGER_MAX = 2n ** 63n - 1n;

function toInput(value: unknown, slots: ParameterSlots, i: number, sql: string): SQLInputValue {
  switch (typeof value) {
    case "number":
      return Number.isNaN(value)
        ? fail("is NaN; write null for NULL", slots, i, sql)
        : toDriver(value);
    case "string":
      if (!value.includes("\0")) return value;
      return fail("is text with a NUL character; store it as a blob", slots, i, sql);
    case "bigint":
      if (value <= INTEGER_MAX && value >= -INTEGER_MAX - 1n) return value;
      return fail("does not fit 64 bits", slots, i, sql);
    case "boolean":
      return fail("is a boolean; write 1 or 0", slots, i, sql);
    case "undefined":
      return fail("is not ready; write null for NULL", slots, i, sql);
    default: {
      if (value === null || value instanceof Uint8Array) return value;
      const kind = Array.isArray(value) ? "an array" : `of type ${typeof value}`;
      return fail(`is ${kind}; write text`, slots, i, sql);
    }
  }
}

function fail(problem: string, slots: ParameterSlots, i: number, sql: string): never {
  throw new ParameterError(`parameter ${slots[i] ?? i + 1} ${problem}`, sql);
}

/** A value for the driver: a whole number is an INTEGER, any other a REAL. */
export function toDriver(value: SqlValue): SQLInputValue {
  const isWhole = typeof value === "number" && Number.isSafeInteger(value) &&
    !Object.is(value, -0);
  return isWhole ? BigInt(value) : value;
}

/** A value as it crosses the protocol: integers within ±2^53 are numbers. */
export function fromDriver(value: unknown): SqlValue {
  if (typeof value !== "bigint") return value as SqlValue;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
