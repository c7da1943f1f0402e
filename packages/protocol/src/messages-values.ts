/**
 * Row values and parameters as JSON.
 *
 * ```text
 * null, text, finite number     as themselves
 * bigint                        {"i": "9007199254740993"}
 * Uint8Array                    {"b": "<base64>"}
 * Infinity, -Infinity, NaN, -0  {"f": "Infinity"} …
 * ```
 *
 * An array of rows is checked and decoded by hand: it is the bulk of a result, and a schema
 * library would cost more than the rest of the message.
 */

import { isRecord } from "@cf/utils";
import type { SqlParams, SqlValue } from "./sqlite.ts";

/** The JSON form of a value. */
export type WireValue =
  | null
  | number
  | string
  | { readonly i: string }
  | { readonly b: string }
  | { readonly f: string };

const FLOATS: Readonly<Record<string, number>> = {
  "Infinity": Infinity,
  "-Infinity": -Infinity,
  "NaN": NaN,
  "-0": -0,
};
const INTEGER = /^-?(0|[1-9][0-9]{0,18})$/;
const INTEGER_MAX = 2n ** 63n - 1n;
const INTEGER_MIN = -(2n ** 63n);

/** The JSON form of `value`. */
export function encodeValue(value: SqlValue): WireValue {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      if (Number.isFinite(value) && !Object.is(value, -0)) return value;
      return { f: Object.is(value, -0) ? "-0" : String(value) };
    case "bigint":
      return { i: value.toString() };
    default:
      return value === null ? null : { b: encodeBase64(value) };
  }
}

/** The value that `wire` stands for, or `undefined` if it stands for none. */
export function decodeValue(wire: unknown): SqlValue | undefined {
  if (wire === null || typeof wire === "string" || typeof wire === "number") return wire;
  if (!isRecord(wire)) return undefined;
  const [tag, ...others] = Object.keys(wire);
  const text = tag === undefined ? undefined : wire[tag];
  if (others.length > 0 || typeof text !== "string") return undefined;
  switch (tag) {
    case "i":
      return decodeInteger(text);
    case "b":
      return decodeBase64(text);
    case "f":
      return Object.hasOwn(FLOATS, text) ? FLOATS[text] : undefined;
    default:
      return undefined;
  }
}

/** The JSON form of one row or of positional parameters. */
export function encodeRow(row: readonly SqlValue[]): readonly WireValue[] {
  return row.every(isPlain) ? row as readonly WireValue[] : row.map(encodeValue);
}

/** The row that `wire` stands for, or `undefined` if it stands for none. */
export function decodeRow(wire: unknown): readonly SqlValue[] | undefined {
  if (!Array.isArray(wire)) return undefined;
  if (wire.every(isPlain)) return wire;
  const row: SqlValue[] = [];
  for (const item of wire) {
    const value = decodeValue(item);
    if (value === undefined) return undefined;
    row.push(value);
  }
  return row;
}

/** The JSON form of parameters, by position or by name. */
export function encodeParams(params: SqlParams): unknown {
  if (Array.isArray(params)) return encodeRow(params);
  return Object.fromEntries(
    Object.entries(params as Record<string, SqlValue>).map(([name, value]) => [
      name,
      encodeValue(value),
    ]),
  );
}

/** The parameters that `wire` stands for, or `undefined` if it stands for none. */
export function decodeParams(wire: unknown): SqlParams | undefined {
  if (Array.isArray(wire)) return decodeRow(wire);
  if (!isRecord(wire)) return undefined;
  const params: [string, SqlValue][] = [];
  for (const [name, item] of Object.entries(wire)) {
    const value = decodeValue(item);
    if (value === undefined) return undefined;
    params.push([name, value]);
  }
  return Object.fromEntries(params);
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || value === null ||
    (typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0));
}

function decodeInteger(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text);
  return value >= INTEGER_MIN && value <= INTEGER_MAX ? value : undefined;
}

function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  // Spreading more than some ten thousand arguments overflows the stack.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}

function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const decoded = atob(text);
    const bytes = new Uint8Array(decoded.length);
    for (let i = 0; i < decoded.length; i++) bytes[i] = decoded.charCodeAt(i);
    return bytes;
  } catch {
    return undefined;
  }
}
