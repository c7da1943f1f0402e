/**
 * Who sends an HTTP request: the `Authorization` header is a signature of this one request, good
 * for seconds and once. No cookie and no token: nothing that a page could make a browser send.
 */

import { NotAuthenticatedError, parseAuthorization, verifyRequest } from "@cf/protocol";
import { sha256, toHex } from "@cf/utils";
import { WrongAudienceError } from "../errors.ts";
import type { Clock } from "../observe/clock.ts";

const LIFETIME_MS_MAX = 120_000;
const NONCES_MAX = 100_000;

/** Verifies the requests of one server. */
export class RequestAuthenticator {
  readonly #audiences: () => readonly string[];
  readonly #clock: Clock;
  /** Nonces that were used, with their expiry, oldest first. */
  readonly #nonces = new Map<string, number>();

  constructor(audiences: () => readonly string[], clock: Clock) {
    this.#audiences = audiences;
    this.#clock = clock;
  }

  /**
   * The principal that signed the request, whose body is `body`. Throws `not-authenticated` when
   * the header is missing, expired, replayed or does not fit, and `wrong-audience`.
   */
  async principalOf(request: Request, body: Uint8Array): Promise<string> {
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
    const { pathname, search } = new URL(request.url);
    const claim = {
      audience,
      principal,
      method: request.method,
      path: pathname + search,
      bodyHash: toHex(sha256(body)),
      nonce,
      expiresAt,
    };
    await verifyRequest(claim, signature, now);
    this.#useNonce(`${principal} ${nonce}`, { expiresAt, now, principal });
    return principal;
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
