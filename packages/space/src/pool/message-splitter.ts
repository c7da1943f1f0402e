/** Messages out of a pipe, each with its size in front as four bytes, little-endian. */

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
