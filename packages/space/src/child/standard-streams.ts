/**
 * Messages on the standard streams of a child process: four bytes of length, then the body. Both
 * ends block, which answers faster than any event loop.
 */

/** Calls `answer` with each message and writes what it gives, until the input ends. */
export async function serveMessages(
  answer: (body: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<void> {
  const input = new InputMessages();
  for (;;) {
    const body = input.next();
    if (body === undefined) return;
    const answered = answer(body);
    writeAll(answered instanceof Promise ? await answered : answered);
  }
}

const CHUNK_BYTES = 64 * 1024;

/** Takes messages off standard input, with one read for each where it is there as a whole. */
class InputMessages {
  #bytes = new Uint8Array(CHUNK_BYTES);
  #start = 0;
  #end = 0;

  /** The next body, which is a copy; `undefined` at the end. */
  next(): Uint8Array<ArrayBuffer> | undefined {
    if (!this.#fill(4)) return undefined;
    const size = 4 + new DataView(this.#bytes.buffer, this.#start, 4).getUint32(0, true);
    if (!this.#fill(size)) return undefined;
    const body = this.#bytes.slice(this.#start + 4, this.#start + size);
    this.#start += size;
    if (this.#start === this.#end) this.#clear();
    return body;
  }

  /** Reads until `size` bytes are there; false if the input ends before. */
  #fill(size: number): boolean {
    if (this.#start + size > this.#bytes.length) this.#makeRoom(size);
    while (this.#end - this.#start < size) {
      const count = Deno.stdin.readSync(this.#bytes.subarray(this.#end));
      if (count === null) return false;
      this.#end += count;
    }
    return true;
  }

  #makeRoom(size: number): void {
    const held = this.#bytes.subarray(this.#start, this.#end);
    const bytes = new Uint8Array(Math.max(CHUNK_BYTES, size));
    bytes.set(held);
    this.#bytes = bytes;
    this.#end = held.length;
    this.#start = 0;
  }

  /** A buffer that one long message needed does not stay. */
  #clear(): void {
    this.#start = this.#end = 0;
    if (this.#bytes.length > CHUNK_BYTES) this.#bytes = new Uint8Array(CHUNK_BYTES);
  }
}

/** Writes to standard output, as often as the pipe takes a part. */
export function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}
