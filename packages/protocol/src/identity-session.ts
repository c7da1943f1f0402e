/**
 * What a principal signs to open a session, and to make one HTTP request.
 *
 * Both statements are canonical JSON that begins with its own purpose, so that a signature made
 * for one can never stand for the other. Both name the *audience*: the origin that the client
 * believes it talks to, which a host that relays the challenge of another cannot imitate.
 */

import { canonicalJson, shortHash, toHex } from "@cf/utils";
import { sha256 } from "@cf/utils";
import { NotAuthenticatedError } from "./identity-error.ts";
import { fromBase64Url, type Signer, toBase64Url, verifySignature } from "./identity.ts";

/** What is signed to open a session. */
export interface SessionClaim {
  /** The origin of the host, `http://127.0.0.1:8000`. */
  readonly audience: string;
  readonly space: string;
  readonly principal: string;
  /** The client's own name for the session; see {@linkcode sessionIdOf}. */
  readonly label: string;
  /** The host's nonce, good for one connection. */
  readonly nonce: string;
  /** The host's deadline, milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What is signed for one HTTP request. */
export interface RequestClaim {
  readonly audience: string;
  readonly principal: string;
  /** Upper case. */
  readonly method: string;
  /** Path and query, as requested. */
  readonly path: string;
  /** SHA-256 of the body, hex; of no bytes when there is none. */
  readonly bodyHash: string;
  /** The client's nonce; a host refuses one it has seen. */
  readonly nonce: string;
  readonly expiresAt: number;
}

const SCHEME = "CF-Signature";
const encoder = new TextEncoder();

/**
 * The session id of a principal's label. It commits to both, so the same label in another
 * principal's hands is another session, and no host has to remember who owns which.
 */
export function sessionIdOf(principal: string, label: string): string {
  return shortHash(canonicalJson(["session", principal, label]));
}

/** The signature of `claim`, base64url. */
export async function signSession(identity: Signer, claim: SessionClaim): Promise<string> {
  return toBase64Url(await identity.sign(statement("cf-session-1", claim)));
}

/**
 * Checks a session's signature at time `nowMs`. Throws `not-authenticated` when it is expired or
 * not the principal's, `bad-identity` when the principal is no DID. Whether the nonce is fresh is
 * the caller's to know.
 */
export async function verifySession(
  claim: SessionClaim,
  signature: string,
  nowMs: number,
): Promise<void> {
  await verifyStatement("cf-session-1", claim, { signature, nowMs });
}

/** Carries the SHA-256 of a body that is sent as a file, in lower-case hex: what the signature covers. */
export const BODY_HASH_HEADER = "x-cf-body-sha256";

/** The claim for a request of `identity` that is good for `lifetimeMs` (default 30 s). */
export function requestClaim(
  request: {
    audience: string;
    principal: string;
    method: string;
    path: string;
    body?: Uint8Array;
    /** SHA-256 of a body that is not in memory, instead of it; lower-case hex. */
    bodyHash?: string;
  },
  options: { nowMs?: number; lifetimeMs?: number } = {},
): RequestClaim {
  const { audience, principal, method, path, body, bodyHash } = request;
  return {
    audience,
    principal,
    method: method.toUpperCase(),
    path,
    bodyHash: bodyHash ?? toHex(sha256(body ?? new Uint8Array())),
    nonce: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
    expiresAt: (options.nowMs ?? Date.now()) + (options.lifetimeMs ?? 30_000),
  };
}

/**
 * The `Authorization` header of one request.
 *
 * @example
 * ```ts
 * import { createIdentity, signRequest } from "@cf/protocol";
 * const identity = await createIdentity();
 * const url = new URL("http://127.0.0.1:8000/api/spaces");
 * const authorization = await signRequest(identity, { method: "GET", url });
 * console.assert(authorization.startsWith("CF-Signature "));
 * ```
 */
export async function signRequest(
  identity: Signer,
  request: { method: string; url: URL; body?: Uint8Array; bodyHash?: string },
): Promise<string> {
  const claim = requestClaim({
    audience: request.url.origin,
    principal: identity.did,
    method: request.method,
    path: request.url.pathname + request.url.search,
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(request.bodyHash === undefined ? {} : { bodyHash: request.bodyHash }),
  });
  const signature = toBase64Url(await identity.sign(statement("cf-request-1", claim)));
  const { audience, principal, nonce, expiresAt } = claim;
  const payload = canonicalJson({ audience, principal, nonce, expiresAt, signature });
  return `${SCHEME} ${toBase64Url(encoder.encode(payload))}`;
}

/** What an `Authorization` header says, not yet verified. */
export interface RequestCredentials {
  readonly audience: string;
  readonly principal: string;
  readonly nonce: string;
  readonly expiresAt: number;
  readonly signature: string;
}

/** The parts of an `Authorization` header made by {@linkcode signRequest}, or `undefined`. */
export function parseAuthorization(header: string): RequestCredentials | undefined {
  const [scheme, payload] = header.split(" ");
  if (scheme !== SCHEME || payload === undefined) return undefined;
  try {
    const parts = JSON.parse(new TextDecoder().decode(fromBase64Url(payload)));
    const { audience, principal, nonce, expiresAt, signature } = parts;
    const texts = [audience, principal, nonce, signature];
    if (!texts.every((text) => typeof text === "string") || !Number.isSafeInteger(expiresAt)) {
      return undefined;
    }
    return { audience, principal, nonce, expiresAt, signature };
  } catch {
    return undefined;
  }
}

/** Checks a request's signature at time `nowMs`; errors as {@linkcode verifySession}. */
export async function verifyRequest(
  claim: RequestClaim,
  signature: string,
  nowMs: number,
): Promise<void> {
  await verifyStatement("cf-request-1", claim, { signature, nowMs });
}

function statement(purpose: string, claim: SessionClaim | RequestClaim): Uint8Array {
  return encoder.encode(canonicalJson([purpose, claim]));
}

async function verifyStatement(
  purpose: string,
  claim: SessionClaim | RequestClaim,
  proof: { signature: string; nowMs: number },
): Promise<void> {
  if (claim.expiresAt <= proof.nowMs) {
    throw new NotAuthenticatedError("its signature has expired", claim.principal);
  }
  const signature = fromBase64Url(proof.signature);
  if (!await verifySignature(claim.principal, statement(purpose, claim), signature)) {
    throw new NotAuthenticatedError("the signature is not of its key", claim.principal);
  }
}
