/**
 * Who sends an HTTP request: the `Authorization` header is a signature of this one request, good
 * for seconds and once. No cookie and no token: nothing that a page could make a browser send.
 */

import { NotAuthenticatedError, parseAuthorization, verifyRequest } from "@cf/protocol";
import { LRUCache } from "lru-cache";
import { TooManyRequestsError, WrongAudienceError } from "../errors.ts";
import type { Clock } from "@cf/utils";
import { TokenBucket } from "../session/token-bucket.ts";

const LIFETIME_MS_MAX = 120_000;
const NONCES_MAX = 100_000;
const CALLERS_MAX = 10_000;

/** Verifies the requests of one server. */
export class RequestAuthenticator {
  readonly #audiences: () => readonly string[];
  readonly #clock: Clock;
  /** Nonces that were used, with their expiry, oldest first. */
  readonly #nonces = new Map<string, number>();
  readonly #callers = new LRUCache<string, TokenBucket>({ max: CALLERS_MAX });
  readonly #requestsPerSecond: number;

  constructor(
    audiences: () => readonly string[],
    options: { readonly clock: Clock; readonly requestsPerSecond: number },
  ) {
    this.#audiences = audiences;
    this.#clock = options.clock;
    this.#requestsPerSecond = options.requestsPerSecond;
  }

  /**
   * The principal that signed the request; `bodyHash` gives the SHA-256 of its body, in hex, and is
   * called only for a plausible header.
   * Throws `not-authenticated` when the header is missing, expired, replayed or does not fit,
   * `wrong-audience`, and `too-many-requests` for a principal beyond its rate.
   */
  async principalOf(request: Request, bodyHash: () => Promise<string>): Promise<string> {
    const credentials = parseAuthorization(request.headers.get("authorization") ?? "");
    if (credentials === undefined) {
      throw new NotAuthenticatedError("an Authorization: CF-Signature header is needed", "caller");
    }
    const { audience, principal, nonce, expiresAt, signature } = credentials;
    const audiences = this.#audiences();
    if (!audiences.includes(audience)) throw new WrongAudienceError(audience, audiences);
    const now = this.#clock.now();
    if (expiresAt > now + LIFETIME_MS_MAX) {
      throw new NotAuthenticatedError("its signature is good for too long", principal);
    }
    const hash = await bodyHash();
    const { pathname, search } = new URL(request.url);
    const claim = {
      audience,
      principal,
      method: request.method,
      path: pathname + search,
      bodyHash: hash,
      nonce,
      expiresAt,
    };
    await verifyRequest(claim, signature, now);
    this.#useNonce(`${principal} ${nonce}`, { expiresAt, now, principal });
    this.#charge(principal, now);
    return principal;
  }

  #charge(principal: string, now: number): void {
    let bucket = this.#callers.get(principal);
    if (bucket === undefined) {
      this.#callers.set(principal, bucket = new TokenBucket(this.#requestsPerSecond, now));
    }
    const waitMs = bucket.waitMs(now);
    if (waitMs > 0) throw new TooManyRequestsError(this.#requestsPerSecond, waitMs);
    bucket.take(1, now);
  }

  /** Refuses a nonce that was used. Only verified requests get here, so nobody can fill it. */
  #useNonce(key: string, use: { expiresAt: number; now: number; principal: string }): void {
    for (const [old, expiresAt] of this.#nonces) {
      if (expiresAt > use.now) break;
      this.#nonces.delete(old);
    }
    if (this.#nonces.has(key)) {
      throw new NotAuthenticatedError("its signature was used before", use.principal);
    }
    if (this.#nonces.size >= NONCES_MAX) {
      throw new NotAuthenticatedError("too many requests are remembered", use.principal);
    }
    this.#nonces.set(key, use.expiresAt);
  }
}
