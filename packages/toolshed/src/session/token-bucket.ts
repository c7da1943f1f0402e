/**
 * A rate limit: tokens flow in at `perSecond`, at most one second's worth is saved up. A cost may
 * take the bucket below zero; the next one then waits until it is positive again. So what is
 * allowed is never refused, only slowed down.
 */

/** One limit of one session. */
export class TokenBucket {
  readonly #perSecond: number;
  #tokens: number;
  #atMs: number;

  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#atMs = nowMs;
  }

  /** How many milliseconds until something may pass; 0 when it may at once. */
  waitMs(nowMs: number): number {
    this.#refill(nowMs);
    return this.#tokens > 0 ? 0 : Math.ceil((1 - this.#tokens) * 1000 / this.#perSecond);
  }

  /** Charges for what passes. */
  take(cost: number, nowMs: number): void {
    this.#refill(nowMs);
    this.#tokens -= cost;
  }

  #refill(nowMs: number): void {
    const gained = (nowMs - this.#atMs) * this.#perSecond / 1000;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + Math.max(0, gained));
    this.#atMs = nowMs;
  }
}
