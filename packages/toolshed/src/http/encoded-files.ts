/**
 * Files of the page in the encodings that browsers take. Each file is compressed once per process,
 * when it is first asked for in that encoding; the work is done off the server's thread.
 */

import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** A content coding that the server makes, best first. */
type Coding = "br" | "gzip";

const CODINGS: readonly Coding[] = ["br", "gzip"];

/** What is shorter gains nothing. */
const BYTES_MIN = 1_000;

const TEXT = /^(?:text\/|application\/(?:json|javascript|wasm)|image\/svg)/;

/** A body as it is sent. */
export interface EncodedBody {
  readonly body: Uint8Array;
  readonly coding: Coding | undefined;
  /** A strong validator, another one for each coding. */
  readonly etag: string;
}

/** A file that can be encoded; it is known by its identity. */
export interface Encodable {
  readonly content: string | Uint8Array;
  readonly contentType: string;
}

/** Keeps what was compressed as long as the file itself is kept. */
export class EncodedFiles {
  readonly #made = new WeakMap<Encodable, Map<Coding | "", Promise<EncodedBody>>>();

  /** The file in the best coding that `accepted`, an `Accept-Encoding`, allows. */
  get(file: Encodable, accepted: string | null): Promise<EncodedBody> {
    const coding = isWorthIt(file) ? bestOf(accepted ?? "") : undefined;
    let made = this.#made.get(file);
    if (made === undefined) this.#made.set(file, made = new Map());
    let body = made.get(coding ?? "");
    if (body === undefined) made.set(coding ?? "", body = encode(file, coding));
    return body;
  }
}

/** Whether `If-None-Match` names the validator. */
export function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").some((given) => given.trim().replace(/^W\//, "") === etag);
}

async function encode(file: Encodable, coding: Coding | undefined): Promise<EncodedBody> {
  const { content } = file;
  const plain = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const hash = createHash("sha256").update(plain).digest("base64url").slice(0, 16);
  if (coding === undefined) return { body: plain, coding, etag: `"${hash}"` };
  const body = coding === "gzip"
    ? await promisify(gzip)(plain, { level: 9 })
    : await promisify(brotliCompress)(plain, {
      params: {
        // The best quality takes ten times as long for a twentieth of the size.
        [constants.BROTLI_PARAM_QUALITY]: 9,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    });
  return { body: new Uint8Array(body), coding, etag: `"${hash}-${coding}"` };
}

function isWorthIt({ content, contentType }: Encodable): boolean {
  return content.length >= BYTES_MIN && TEXT.test(contentType);
}

function bestOf(accepted: string): Coding | undefined {
  const allowed = new Set<string>();
  for (const part of accepted.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.trim().split(";");
    const isRefused = parameters.some((one) => /^\s*q\s*=\s*0(?:\.0*)?\s*$/.test(one));
    if (!isRefused) allowed.add(name.trim());
  }
  return CODINGS.find((coding) => allowed.has(coding));
}
