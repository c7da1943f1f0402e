/**
 * The messages between a pool and a reader process.
 *
 * ```text
 * message = uint32 (size of what follows) byte(format) uint32 (size of head) head numbers
 * format  = 0: head is JSON text   1: structured clone (used when a value is a bigint or bytes)
 * numbers = for each column of an answer that holds nothing but numbers, int32{rows} where all of
 *           them are such integers, else float64{rows}
 * ```
 *
 * Sizes are little-endian, numbers as the machine has them. A column of other values stands in the
 * head as a list. Columns of numbers cost a copy this way, and not a text that is parsed again. Values
 * are taken apart and put together a column at a time, in loops that see one kind of value each.
 *
 * Requests are answered in order, one answer each.
 */

import { deserialize, serialize } from "node:v8";
import type { QueryRows, SqlParams, SqlValue } from "@cf/protocol";
import type { ErrorData } from "@cf/utils";

/** A read as a reader process sees it. */
export interface WireRequest {
  readonly file: string;
  /** The declaration's fingerprint; `null` for a foreign file. */
  readonly fingerprint: string | null;
  /** The declaration itself, the first time this reader hears of it. */
  readonly declaration?: unknown;
  readonly sql: string;
  readonly params: SqlParams;
  readonly rowsMax: number;
  readonly sizeBytesMax: number;
  readonly mustExist: boolean;
}

/** The answer; the counts are those of this request. */
export interface WireAnswer {
  readonly rows?: QueryRows;
  readonly error?: { readonly code: string; readonly message: string; readonly data: ErrorData };
  readonly hit: boolean;
  readonly evictions: number;
  readonly openFiles: number;
}

/** A column in the head: its values, or how wide the numbers are that stand elsewhere. */
type WireColumn = readonly SqlValue[] | typeof INT32 | typeof FLOAT64;

/** An answer without its rows, and its columns. */
interface WireHead {
  readonly answer: WireAnswer;
  readonly count: number;
  readonly columns: readonly WireColumn[];
}

/** Rows taken apart into columns. */
export interface PackedRows {
  readonly count: number;
  readonly columns: readonly WireColumn[];
  readonly numbers: readonly (Int32Array | Float64Array)[];
  /** Whether JSON can hold what is no number. */
  readonly isPlain: boolean;
  /** Eight bytes a value, and the length of text and bytes. */
  readonly sizeBytes: number;
}

const INT32 = 4;
const FLOAT64 = 8;

const JSON_TEXT = 0;
const CLONE = 1;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `request` with its header. */
export function encodeRequest(request: WireRequest): Uint8Array {
  const plain = Object.values(request.params).every(isPlain);
  return framed(plain ? JSON_TEXT : CLONE, plain ? jsonBytes(request) : serialize(request), []);
}

/** The request whose body (what follows the size) is `body`. */
export function decodeRequest(body: Uint8Array): WireRequest {
  return decodeHead(body).head as WireRequest;
}

/** Takes `rows`, each of `width` values, apart. */
export function packRows(rows: QueryRows["rows"], width: number): PackedRows {
  const columns: WireColumn[] = [];
  const numbers: (Int32Array | Float64Array)[] = [];
  let plain = true;
  let sizeBytes = rows.length * width * 8;
  for (let position = 0; position < width; position++) {
    const block = int32Block(rows, position) ?? float64Block(rows, position);
    if (block !== null) {
      numbers.push(block);
      columns.push(block instanceof Int32Array ? INT32 : FLOAT64);
      continue;
    }
    const values: SqlValue[] = [];
    for (let i = 0; i < rows.length; i++) {
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
  return { count: rows.length, columns, numbers, isPlain: plain, sizeBytes };
}

/** `answer` with its header. Its rows, if it has any, may be given in packed form. */
export function encodeAnswer(answer: WireAnswer, packed?: PackedRows): Uint8Array {
  const { rows: result, ...rest } = answer;
  if (result === undefined) {
    return framed(JSON_TEXT, jsonBytes({ answer, count: 0, columns: [] }), []);
  }
  const { count, columns, numbers, isPlain } = packed ??
    packRows(result.rows, result.columns.length);
  const head = { answer: { ...rest, rows: { ...result, rows: [] } }, count, columns };
  return framed(
    isPlain ? JSON_TEXT : CLONE,
    isPlain ? jsonBytes(head) : serialize(head),
    numbers,
  );
}

/** The answer whose body is `body`. */
export function decodeAnswer(body: Uint8Array): WireAnswer {
  const { head, rest } = decodeHead(body);
  const { answer, count, columns } = head as WireHead;
  if (answer.rows === undefined) return answer;
  const rows = emptyRows(count, columns.length);
  let at = 0;
  columns.forEach((column, position) => {
    if (typeof column !== "number") return fillValues(rows, position, column);
    // A copy, because the numbers need not be aligned where they arrived.
    const { buffer } = rest.slice(at, at += count * column);
    if (column === INT32) fillInt32(rows, position, new Int32Array(buffer));
    else fillFloat64(rows, position, new Float64Array(buffer));
  });
  return { ...answer, rows: { ...answer.rows, rows } };
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

function int32Block(rows: QueryRows["rows"], position: number): Int32Array | null {
  if (typeof rows[0]?.[position] !== "number") return null;
  const block = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]![position];
    if (typeof value !== "number" || (value | 0) !== value || Object.is(value, -0)) return null;
    block[i] = value;
  }
  return block;
}

function float64Block(rows: QueryRows["rows"], position: number): Float64Array | null {
  if (typeof rows[0]?.[position] !== "number") return null;
  const block = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]![position];
    if (typeof value !== "number") return null;
    block[i] = value;
  }
  return block;
}

/** Whether JSON can hold `value`. */
function isPlain(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  return typeof value === "string" || value === null;
}

function jsonBytes(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

function framed(
  format: number,
  head: Uint8Array,
  numbers: PackedRows["numbers"],
): Uint8Array {
  const size = 5 + head.length + numbers.reduce((sum, block) => sum + block.byteLength, 0);
  const bytes = new Uint8Array(4 + size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, size, true);
  bytes[4] = format;
  view.setUint32(5, head.length, true);
  bytes.set(head, 9);
  let at = 9 + head.length;
  for (const block of numbers) {
    bytes.set(new Uint8Array(block.buffer, block.byteOffset, block.byteLength), at);
    at += block.byteLength;
  }
  return bytes;
}

function decodeHead(body: Uint8Array): { head: unknown; rest: Uint8Array } {
  const end = 5 + new DataView(body.buffer, body.byteOffset).getUint32(1, true);
  const head = body.subarray(5, end);
  return {
    head: body[0] === JSON_TEXT ? JSON.parse(decoder.decode(head)) : deserialize(head),
    rest: body.subarray(end),
  };
}

/** Whether what was decoded from `body` shares no memory with it. */
export function isCopied(body: Uint8Array): boolean {
  return body[0] === JSON_TEXT;
}

/** Cuts a stream of bytes into message bodies. */
export class MessageSplitter {
  #pending: Uint8Array[] = [];
  #size = 0;

  /** Whether no chunk is kept. */
  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** Adds `chunk` and returns the bodies that are complete. */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#pending.push(chunk);
    this.#size += chunk.length;
    const bodies: Uint8Array[] = [];
    for (;;) {
      const needed = this.#bodySize();
      if (needed === undefined || this.#size < needed + 4) return bodies;
      const bytes = this.#joined();
      bodies.push(bytes.subarray(4, 4 + needed));
      const rest = bytes.subarray(4 + needed);
      this.#pending = rest.length === 0 ? [] : [rest];
      this.#size = rest.length;
    }
  }

  #bodySize(): number | undefined {
    if (this.#size < 4) return undefined;
    if (this.#pending[0]!.length < 4) this.#pending = [this.#joined()];
    const first = this.#pending[0]!;
    return new DataView(first.buffer, first.byteOffset, 4).getUint32(0, true);
  }

  #joined(): Uint8Array {
    if (this.#pending.length === 1) return this.#pending[0]!;
    const whole = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#pending) {
      whole.set(part, at);
      at += part.length;
    }
    this.#pending = [whole];
    return whole;
  }
}
