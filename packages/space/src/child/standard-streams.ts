/**
 * Messages on the standard streams of a child process: four bytes of length, then the body. Both
 * ends block, which answers faster than any event loop.
 */

/** Calls `answer` with each message and writes what it gives, until the input ends. */
export async function serveMessages(
  answer: (body: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<void> {
  for (;;) {
    const header = readExactly(4);
    if (header === undefined) return;
    const body = readExactly(new DataView(header.buffer).getUint32(0, true));
    if (body === undefined) return;
    const answered = answer(body);
    writeAll(answered instanceof Promise ? await answered : answered);
  }
}

function readExactly(size: number): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const count = Deno.stdin.readSync(bytes.subarray(at));
    if (count === null) return undefined;
    at += count;
  }
  return bytes;
}

function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}
