/**
 * Memory in which messages are written, one after another: a message that is gone leaves its room to
 * the next, so that an answer costs no new memory, which would have to be cleared first.
 */

const KEPT_BYTES = 1024 * 1024;
const FIRST_BYTES = 64 * 1024;

/** Holds one message at a time. */
export class MessageBuffer {
  #bytes: Uint8Array<ArrayBuffer>;

  /** Has room for a message of `sizeBytes` from the start. */
  constructor(sizeBytes = FIRST_BYTES) {
    this.#bytes = new Uint8Array(sizeBytes);
  }

  /** Begins a message: what was in it is gone, and so is memory that only a long message needed. */
  clear(): void {
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = new Uint8Array(FIRST_BYTES);
  }

  /** The memory, of at least `needed` bytes, the first `used` of them as they were. */
  room(used: number, needed: number): Uint8Array<ArrayBuffer> {
    if (this.#bytes.length >= needed) return this.#bytes;
    const bytes = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    bytes.set(this.#bytes.subarray(0, used));
    return this.#bytes = bytes;
  }
}
