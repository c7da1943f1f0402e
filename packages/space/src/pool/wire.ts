/**
 * The messages between a pool and a reader process.
 *
 * ```text
 * message = uint32 (size of what follows) byte(format) uint32 (size of head) head numbers
 * format  = 0: head is JSON text   1: structured clone (used when a value is a bigint or bytes)
 * numbers = float64{rows} for each column of an answer that holds nothing but numbers
 * ```
 *
 * Sizes are little-endian, numbers as the machine has them. A column of other values stands in the
 * head as a list. Columns of numbers cost a copy this way, and not a text that is parsed again.
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

/** An answer without its rows, and the columns that are not all numbers; `null` for those that are. */
interface WireHead {
  readonly answer: WireAnswer;
  readonly count: number;
  readonly columns: readonly (readonly SqlValue[] | null)[];
}

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

/** `answer` with its header. */
export function encodeAnswer(answer: WireAnswer): Uint8Array {
  const { rows: result, ...rest } = answer;
  if (result === undefined) {
    return framed(JSON_TEXT, jsonBytes({ answer, count: 0, columns: [] }), []);
  }
  const { rows } = result;
  const numbers: Float64Array[] = [];
  let plain = true;
  const columns = result.columns.map((_, position) => {
    const block = numberBlock(rows, position);
    if (block !== null) {
      numbers.push(block);
      return null;
    }
    return rows.map((row) => {
      const value = row[position]!;
      plain &&= isPlain(value);
      return value;
    });
  });
  const head = { answer: { ...rest, rows: { ...result, rows: [] } }, count: rows.length, columns };
  return framed(plain ? JSON_TEXT : CLONE, plain ? jsonBytes(head) : serialize(head), numbers);
}

/** The answer whose body is `body`. */
export function decodeAnswer(body: Uint8Array): WireAnswer {
  const { head, rest } = decodeHead(body);
  const { answer, count, columns } = head as WireHead;
  if (answer.rows === undefined) return answer;
  let at = 0;
  const lists = columns.map((column) => {
    if (column !== null) return column;
    // A copy, because the numbers need not be aligned where they arrived.
    const bytes = rest.slice(at, at += count * 8);
    return new Float64Array(bytes.buffer);
  });
  const rows: SqlValue[][] = [];
  for (let i = 0; i < count; i++) {
    const row: SqlValue[] = [];
    for (let j = 0; j < lists.length; j++) row.push(lists[j]![i]!);
    rows.push(row);
  }
  return { ...answer, rows: { ...answer.rows, rows } };
}

function numberBlock(rows: QueryRows["rows"], position: number): Float64Array | null {
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

function framed(format: number, head: Uint8Array, numbers: readonly Float64Array[]): Uint8Array {
  const size = 5 + head.length + numbers.reduce((sum, block) => sum + block.byteLength, 0);
  const bytes = new Uint8Array(4 + size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, size, true);
  bytes[4] = format;
  view.setUint32(5, head.length, true);
  bytes.set(head, 9);
  let at = 9 + head.length;
  for (const block of numbers) {
    bytes.set(new Uint8Array(block.buffer), at);
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

/** Cuts a stream of bytes into message bodies. */
export class MessageSplitter {
  #pending: Uint8Array[] = [];
  #size = 0;

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
