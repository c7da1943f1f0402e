/**
 * The messages between a pool and a reader process.
 *
 * ```text
 * message = uint32 (little-endian, size of what follows) byte(format) payload
 * format  = 0: JSON text   1: structured clone (used when a value is a bigint or bytes)
 * ```
 *
 * Requests are answered in order, one answer each.
 */

import { deserialize, serialize } from "node:v8";
import type { QueryRows, SqlParams } from "@cf/protocol";
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

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `message` with its header. */
export function encodeMessage(message: unknown): Uint8Array {
  let format = 0;
  let payload: Uint8Array;
  try {
    payload = encoder.encode(JSON.stringify(message, refuseBytes));
  } catch {
    format = 1;
    payload = serialize(message);
  }
  const bytes = new Uint8Array(payload.length + 5);
  new DataView(bytes.buffer).setUint32(0, payload.length + 1, true);
  bytes[4] = format;
  bytes.set(payload, 5);
  return bytes;
}

/** JSON would turn bytes into an object; a bigint makes it throw by itself. */
function refuseBytes(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) {
    throw new TypeError("Cannot encode as JSON: the message holds bytes");
  }
  return value;
}

/** The message whose body (what follows the size) is `body`. */
export function decodeMessage(body: Uint8Array): unknown {
  const payload = body.subarray(1);
  return body[0] === 0 ? JSON.parse(decoder.decode(payload)) : deserialize(payload);
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
