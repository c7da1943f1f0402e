/**
 * Rows taken apart into columns, and put together again, a column at a time, in loops that see one
 * kind of value each.
 *
 * A column of nothing but numbers becomes a block: int32{rows} where all of them are such integers,
 * else float64{rows}, as the machine has them. Blocks start at multiples of eight bytes, so that
 * both ends can look at them where they lie. Any other column stays a list.
 */

import type { QueryRows, SqlValue } from "@cf/protocol";
import type { MessageBuffer } from "./message-buffer.ts";

const INT32 = 4;
const FLOAT64 = 8;

/** A column's values, or how wide the numbers are that stand in a block. */
export type WireColumn = readonly SqlValue[] | typeof INT32 | typeof FLOAT64;

/** Rows taken apart; the blocks stand in a message buffer. */
export interface PackedRows {
  readonly count: number;
  readonly columns: readonly WireColumn[];
  /** Where the blocks end in the buffer. */
  readonly blocksEnd: number;
  /** Whether JSON can hold what is no number. */
  readonly isPlain: boolean;
  /** Eight bytes a value, and the length of text and bytes. */
  readonly sizeBytes: number;
}

/** Takes `rows`, each of `width` values, apart; blocks are written into `buffer` from `start` on. */
export function packRows(
  rows: QueryRows["rows"],
  width: number,
  { buffer, start }: { readonly buffer: MessageBuffer; readonly start: number },
): PackedRows {
  const count = rows.length;
  const columns: WireColumn[] = [];
  let plain = true;
  let sizeBytes = count * width * 8;
  let at = start;
  for (let position = 0; position < width; position++) {
    if (typeof rows[0]?.[position] === "number") {
      const bytes = buffer.room(at, at + count * FLOAT64);
      const numberWidth = packInt32(rows, position, new Int32Array(bytes.buffer, at, count))
        ? INT32
        : packFloat64(rows, position, new Float64Array(bytes.buffer, at, count))
        ? FLOAT64
        : undefined;
      if (numberWidth !== undefined) {
        columns.push(numberWidth);
        at += blockBytes(numberWidth, count);
        continue;
      }
    }
    const values: SqlValue[] = [];
    for (let i = 0; i < count; i++) {
      const value = rows[i]![position]!;
      if (typeof value === "string") sizeBytes += value.length;
      else if (!isPlain(value)) {
        plain = false;
        if (value instanceof Uint8Array) sizeBytes += value.length;
      }
      values.push(value);
    }
    columns.push(values);
  }
  return { count, columns, blocksEnd: at, isPlain: plain, sizeBytes };
}

/** Puts `count` rows together; `blocks` are the bytes of the blocks, which are not kept. */
export function unpackRows(
  count: number,
  columns: readonly WireColumn[],
  blocks: Uint8Array,
): SqlValue[][] {
  const rows = emptyRows(count, columns.length);
  // A copy where the numbers are not aligned as they arrived.
  const aligned = blocks.byteOffset % FLOAT64 === 0 ? blocks : blocks.slice();
  let at = aligned.byteOffset;
  columns.forEach((column, position) => {
    if (typeof column !== "number") return fillValues(rows, position, column);
    if (column === INT32) fillInt32(rows, position, new Int32Array(aligned.buffer, at, count));
    else fillFloat64(rows, position, new Float64Array(aligned.buffer, at, count));
    at += blockBytes(column, count);
  });
  return rows;
}

/** Whether JSON can hold `value`. */
export function isPlain(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  return typeof value === "string" || value === null;
}

function blockBytes(numberWidth: number, count: number): number {
  return Math.ceil(numberWidth * count / FLOAT64) * FLOAT64;
}

function packInt32(rows: QueryRows["rows"], position: number, block: Int32Array): boolean {
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]![position];
    if (typeof value !== "number" || (value | 0) !== value || Object.is(value, -0)) return false;
    block[i] = value;
  }
  return true;
}

function packFloat64(rows: QueryRows["rows"], position: number, block: Float64Array): boolean {
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]![position];
    if (typeof value !== "number") return false;
    block[i] = value;
  }
  return true;
}

/** Rows of NULLs. An array written out is made in two thirds of the time that a copy takes. */
function emptyRows(count: number, width: number): SqlValue[][] {
  const rows: SqlValue[][] = [];
  switch (width) {
    case 2:
      for (let i = 0; i < count; i++) rows.push([null, null]);
      return rows;
    case 3:
      for (let i = 0; i < count; i++) rows.push([null, null, null]);
      return rows;
    case 4:
      for (let i = 0; i < count; i++) rows.push([null, null, null, null]);
      return rows;
    case 5:
      for (let i = 0; i < count; i++) rows.push([null, null, null, null, null]);
      return rows;
    case 6:
      for (let i = 0; i < count; i++) rows.push([null, null, null, null, null, null]);
      return rows;
  }
  const empty = new Array<SqlValue>(width).fill(null);
  for (let i = 0; i < count; i++) rows.push(empty.slice());
  return rows;
}

function fillValues(rows: SqlValue[][], position: number, values: readonly SqlValue[]): void {
  for (let i = 0; i < rows.length; i++) rows[i]![position] = values[i]!;
}

function fillInt32(rows: SqlValue[][], position: number, values: Int32Array): void {
  for (let i = 0; i < rows.length; i++) rows[i]![position] = values[i]!;
}

function fillFloat64(rows: SqlValue[][], position: number, values: Float64Array): void {
  for (let i = 0; i < rows.length; i++) rows[i]![position] = values[i]!;
}
