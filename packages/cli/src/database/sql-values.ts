/**
 * Values of a database in JSON, which has no word for bytes, for whole numbers beyond 2^53, and for
 * numbers that are REAL although they are whole, or infinite.
 */

import type { SqlValue } from "@cf/protocol";
import { RowsProblem } from "./rows-problem.ts";

/**
 * A JSON value as a database keeps it, whole numbers as `bigint`, so that a number is a REAL: truth as
 * 0 and 1, `{"$blob": hex}`, `{"$integer": digits}` and `{"$real": number}` as what `cf sqlite export`
 * wrote so, other lists and objects as JSON text. Throws `RowsProblem` for one of these words with
 * another text.
 */
export function toSqlValue(value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === "string" || typeof value === "bigint") return value;
  if (value instanceof Uint8Array) return value;
  const [word, ...others] = Object.entries(value as Record<string, unknown>);
  if (others.length === 0 && typeof word?.[1] === "string") {
    const [name, text] = word as [string, string];
    if (name === "$blob") return bytesOf(text);
    if (name === "$integer") return integerOf(text);
    if (name === "$real") return realOf(text);
  }
  return JSON.stringify(value);
}

function bytesOf(text: string): Uint8Array {
  if (/^(?:[0-9a-f]{2})*$/i.test(text)) return Uint8Array.fromHex(text);
  throw new RowsProblem(`"$blob" is '${text.slice(0, 40)}', and not pairs of hexadecimal digits`);
}

function integerOf(text: string): bigint {
  const value = /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (value !== undefined && BigInt.asIntN(64, value) === value) return value;
  throw new RowsProblem(`"$integer" is '${text.slice(0, 40)}', and no whole number of 64 bits`);
}

function realOf(text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!Number.isNaN(value)) return value;
  throw new RowsProblem(`"$real" is '${text.slice(0, 40)}', and no number`);
}

/**
 * What {@linkcode toSqlValue} reads again, for what JSON has no word for. INTEGER is given as
 * `bigint`. `isReal` says that the column makes a REAL of a whole number.
 */
export function fromSqlValue(value: unknown, isReal: boolean): unknown {
  if (value instanceof Uint8Array) return { $blob: value.toHex() };
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : { $integer: String(value) };
  }
  if (typeof value !== "number") return value;
  if (Object.is(value, -0)) return { $real: "-0" };
  const isTold = Number.isFinite(value) && (isReal || !Number.isInteger(value));
  return isTold ? value : { $real: String(value) };
}
