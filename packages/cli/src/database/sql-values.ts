/** Values of a database in JSON, which has no word for bytes and for whole numbers beyond 2^53. */

import type { SqlValue } from "@cf/protocol";

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
