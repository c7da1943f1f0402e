/**
 * SQLite's order and equality of values, in JavaScript.
 *
 * NULL < numbers < text < blobs. Text compares by UTF-8 bytes under BINARY, with A–Z folded under
 * NOCASE, without trailing spaces under RTRIM. A comparison with a column first gives the other
 * side the column's affinity.
 */

import type { SqlValue } from "@cf/protocol";
import { toHex } from "@cf/utils";

/** A collating sequence that SQLite has built in. */
export type Collation = "binary" | "nocase" | "rtrim";

/** What a declared type makes of values (SQLite's "Datatypes", section 3.1). */
export type Affinity = "integer" | "text" | "blob" | "real" | "numeric";

/** The affinity of a declared type. */
export function affinityOf(type: string): Affinity {
  const upper = type.toUpperCase();
  if (upper.includes("INT")) return "integer";
  if (/CHAR|CLOB|TEXT/.test(upper)) return "text";
  if (upper === "" || upper.includes("BLOB")) return "blob";
  if (/REAL|FLOA|DOUB/.test(upper)) return "real";
  return "numeric";
}

const NUMERIC_TEXT = /^[ \t\n\v\f\r]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\v\f\r]*$/;

/**
 * `value` as a comparison with a column of that affinity sees it; `undefined` where SQLite's
 * conversion is not reproduced here with certainty.
 */
export function withAffinity(value: SqlValue, affinity: Affinity): SqlValue | undefined {
  if (value === null || value instanceof Uint8Array || affinity === "blob") return value;
  if (affinity === "text") {
    if (typeof value === "string") return value;
    // The text form of a REAL is SQLite's own; only integers are certain.
    return Number.isSafeInteger(value) || typeof value === "bigint" ? String(value) : undefined;
  }
  if (typeof value !== "string") return value;
  if (!NUMERIC_TEXT.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** Less than, equal to or greater than zero, in SQLite's order. */
export function compareValues(a: SqlValue, b: SqlValue, collation: Collation): number {
  const left = rank(a);
  const right = rank(b);
  if (left !== right) return left - right;
  switch (left) {
    case 1:
      return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
    case 2:
      return compareText(collated(a as string, collation), collated(b as string, collation));
    case 3:
      return compareBytes(a as Uint8Array, b as Uint8Array);
    default:
      return 0;
  }
}

function rank(value: SqlValue): number {
  if (value === null) return 0;
  if (typeof value === "string") return 2;
  return value instanceof Uint8Array ? 3 : 1;
}

function collated(text: string, collation: Collation): string {
  if (collation === "nocase") return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
  return collation === "rtrim" ? text.replace(/ +$/, "") : text;
}

/** Order of UTF-8 bytes: that of code points, which differs from UTF-16's above the surrogates. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    return fixUp(left) - fixUp(right);
  }
  return a.length - b.length;
}

/** Moves surrogates above the rest of the basic plane, so that code units order as code points. */
function fixUp(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** A text that is the same for values that are equal under `collation`. */
export function valueKey(value: SqlValue, collation: Collation = "binary"): string {
  if (value === null) return "0";
  if (typeof value === "string") return `t${collated(value, collation)}`;
  if (value instanceof Uint8Array) return `b${toHex(value)}`;
  if (typeof value === "bigint") return `n${value}`;
  return Number.isInteger(value) ? `n${BigInt(value)}` : `n${value}`;
}

/** A text that is the same for equal lists. Every part carries its length, so parts never run on. */
export function rowKey(values: readonly SqlValue[]): string {
  let text = "";
  for (const value of values) {
    const part = valueKey(value);
    text += `${part.length}:${part}`;
  }
  return text;
}

/** Whether two stored values are the same, type included, as far as a client can see. */
export function sameValue(a: SqlValue, b: SqlValue): boolean {
  if (a === b) return true;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b) === 0;
  return false;
}
