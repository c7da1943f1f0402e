/**
 * The messages between a pool and a reader process.
 *
 * ```text
 * message = uint32 (size of what follows) byte(format) byte{3} uint32 (size of blocks) byte{4}
 *           blocks head byte(10)
 * format  = 0: head is JSON text   1: structured clone (used when a value is a bigint or bytes)
 * ```
 *
 * Sizes are little-endian. Columns of numbers stand in blocks (`wire-columns.ts`), other columns in
 * the head: so numbers cost a copy, and not a text that is parsed again. The last byte is a line
 * feed, because standard output holds back what follows the last of them: without it a message
 * leaves in two writes, wherever a byte of it happens to be ten.
 *
 * A reader first says that it is ready, with a message whose body is the line feed alone. Requests
 * are answered in order, one answer each.
 */

import { deserialize, serialize } from "node:v8";
import type { QueryRows, SqlParams } from "@cf/protocol";
import type { ErrorData } from "@cf/utils";
import { MessageBuffer } from "./message-buffer.ts";
import { isPlain, type PackedRows, packRows, unpackRows, type WireColumn } from "./wire-columns.ts";

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

/** An answer without its rows, and its columns. */
interface WireHead {
  readonly answer: WireAnswer;
  readonly count: number;
  readonly columns: readonly WireColumn[];
}

const JSON_TEXT = 0;
const CLONE = 1;
const LINE_FEED = 10;

/** Most requests are shorter. */
const REQUEST_BYTES = 1024;

/** Where blocks begin in a message, and in its body, which lacks the size. */
const BLOCKS_START = 16;
const BODY_BLOCKS_START = BLOCKS_START - 4;

/** A reader's first message. */
export const READY = Uint8Array.of(1, 0, 0, 0, LINE_FEED);

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `request` as a message. */
export function encodeRequest(request: WireRequest): Uint8Array {
  const plain = Object.values(request.params).every(isPlain);
  // Memory of its own: it is sent at a later time.
  const buffer = new MessageBuffer(REQUEST_BYTES);
  return framed(request, plain, { buffer, blocksEnd: BLOCKS_START });
}

/** The request whose body (what follows the size) is `body`. */
export function decodeRequest(body: Uint8Array): WireRequest {
  return decodeHead(body).head as WireRequest;
}

/** Writes answers, each into the memory of the one before. */
export class AnswerEncoder {
  readonly #buffer = new MessageBuffer();

  /** Takes `rows`, each of `width` values, apart for the answer that is encoded next. */
  pack(rows: QueryRows["rows"], width: number): PackedRows {
    this.#buffer.clear();
    return packRows(rows, width, { buffer: this.#buffer, start: BLOCKS_START });
  }

  /**
   * `answer` as a message, which holds until the next one is packed or encoded. If it has rows, they
   * are those that were packed last, or are packed now.
   */
  encode(answer: WireAnswer, packed?: PackedRows): Uint8Array {
    const { rows: result, ...rest } = answer;
    if (result === undefined) {
      this.#buffer.clear();
      const head: WireHead = { answer, count: 0, columns: [] };
      return framed(head, true, { buffer: this.#buffer, blocksEnd: BLOCKS_START });
    }
    const { count, columns, blocksEnd, isPlain } = packed ??
      this.pack(result.rows, result.columns.length);
    const head: WireHead = { answer: { ...rest, rows: { ...result, rows: [] } }, count, columns };
    return framed(head, isPlain, { buffer: this.#buffer, blocksEnd });
  }
}

/** The answer whose body is `body`. */
export function decodeAnswer(body: Uint8Array): WireAnswer {
  const { head, blocks } = decodeHead(body);
  const { answer, count, columns } = head as WireHead;
  if (answer.rows === undefined) return answer;
  return { ...answer, rows: { ...answer.rows, rows: unpackRows(count, columns, blocks) } };
}

/** Whether what was decoded from `body` shares no memory with it. */
export function isCopied(body: Uint8Array): boolean {
  return body[0] === JSON_TEXT;
}

/** Writes `head` behind the blocks, and what stands before and after both. */
function framed(
  head: unknown,
  plain: boolean,
  { buffer, blocksEnd }: { readonly buffer: MessageBuffer; readonly blocksEnd: number },
): Uint8Array {
  const headEnd = plain
    ? writeText(buffer, blocksEnd, JSON.stringify(head))
    : writeBytes(buffer, blocksEnd, serialize(head));
  const bytes = buffer.room(headEnd, headEnd + 1);
  bytes[headEnd] = LINE_FEED;
  const view = new DataView(bytes.buffer);
  view.setUint32(0, headEnd + 1 - 4, true);
  view.setUint32(4, plain ? JSON_TEXT : CLONE, true);
  view.setUint32(8, blocksEnd - BLOCKS_START, true);
  return bytes.subarray(0, headEnd + 1);
}

/** Writes `text` at `start` and returns where it ends. */
function writeText(buffer: MessageBuffer, start: number, text: string): number {
  let at = start;
  let rest = text;
  for (let bytesEach = 1;; bytesEach = 3) {
    const bytes = buffer.room(at, at + rest.length * bytesEach);
    const { read, written } = encoder.encodeInto(rest, bytes.subarray(at));
    at += written;
    if (read === rest.length) return at;
    rest = rest.slice(read);
  }
}

function writeBytes(buffer: MessageBuffer, start: number, written: Uint8Array): number {
  const end = start + written.length;
  buffer.room(start, end).set(written, start);
  return end;
}

function decodeHead(body: Uint8Array): { head: unknown; blocks: Uint8Array } {
  const size = new DataView(body.buffer, body.byteOffset).getUint32(4, true);
  const blocks = body.subarray(BODY_BLOCKS_START, BODY_BLOCKS_START + size);
  const head = body.subarray(BODY_BLOCKS_START + size, body.length - 1);
  return {
    head: body[0] === JSON_TEXT ? JSON.parse(decoder.decode(head)) : deserialize(head),
    blocks,
  };
}
