/** SHA-256 of whole files, lower-case hex, by which a copy is known to be what was written. */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { toHex } from "@cf/utils";

const CHUNK_BYTES = 1 << 20;

/** Hashes a file while others go on. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return toHex(hash.digest());
}

/** Hashes a file within the turn. */
export function hashFileNow(path: string): string {
  const hash = createHash("sha256");
  const chunk = new Uint8Array(CHUNK_BYTES);
  using file = Deno.openSync(path);
  for (let size; (size = file.readSync(chunk)) !== null;) hash.update(chunk.subarray(0, size));
  return toHex(hash.digest());
}
