/** Reads request bodies, up to a limit: whole, or into a file. */

import { createHash } from "node:crypto";
import { BODY_HASH_HEADER } from "@cf/protocol";
import { BadRequestError, BodyTooLargeError } from "../errors.ts";

/** The bytes of `request`'s body. Throws `body-too-large`. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request, maxBytes)) {
    size += chunk.length;
    chunks.push(chunk);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

/**
 * The SHA-256 that the caller says, and signs, that the body has. What it sends is compared with it as
 * it is received. Throws `bad-request`.
 */
export function claimedHash(request: Request): string {
  const hash = request.headers.get(BODY_HASH_HEADER) ?? "";
  if (/^[0-9a-f]{64}$/.test(hash)) return hash;
  throw new BadRequestError(`${BODY_HASH_HEADER}: the SHA-256 of the body is needed, in hex`);
}

/**
 * Writes the body into a new file at `path`, a piece at a time. Rejects with `body-too-large`, and
 * `bad-request` where it is not the body that was signed; the file is the caller's to remove.
 */
export async function receiveBody(
  request: Request,
  path: string,
  maxBytes: number,
): Promise<void> {
  const hash = createHash("sha256");
  using file = await Deno.open(path, { write: true, createNew: true });
  for await (const chunk of chunksOf(request, maxBytes)) {
    hash.update(chunk);
    for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
  }
  if (hash.digest("hex") !== claimedHash(request)) {
    throw new BadRequestError("the body is not the one that was signed");
  }
}

async function* chunksOf(request: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) {
    throw new BodyTooLargeError(maxBytes);
  }
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLargeError(maxBytes);
    yield chunk;
  }
}
