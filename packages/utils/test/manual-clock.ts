/** A clock that stands still until a test moves it, and one of which only the timers do. */

import type { Clock } from "../src/clock.ts";

/** Time and timers under a test's control. */
export class ManualClock implements Clock {
  #now: number;
  #timers: { at: number; delayMs: number; run: () => void }[] = [];
  #awaited: { delayMs: number; count: number; resolve: () => void }[] = [];

  /** Signed requests need a server whose time is theirs: `Date.now()`. */
  constructor(now: number = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, delayMs, run };
    this.#timers.push(timer);
    for (const { resolve, ...which } of this.#awaited) if (this.#holds(which)) resolve();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** When the next timer is due, milliseconds from now. */
  get nextMs(): number | undefined {
    if (this.#timers.length === 0) return undefined;
    return Math.min(...this.#timers.map(({ at }) => at)) - this.#now;
  }

  /** Resolves when `count` timers of `delayMs` wait. */
  armed(delayMs: number, count = 1): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#holds({ delayMs, count })) resolve();
    else this.#awaited.push({ delayMs, count, resolve });
    return promise;
  }

  /** Moves time on and runs what is due, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [due] = this.#timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (due === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = due.at;
      due.run();
    }
    this.#now = end;
  }

  #holds({ delayMs, count }: { delayMs: number; count: number }): boolean {
    return this.#timers.filter((timer) => timer.delayMs === delayMs).length >= count;
  }
}

/** Timers that wait until a test moves them, while the time of day is everybody's. */
export class ManualTimers extends ManualClock {
  override now(): number {
    return Date.now();
  }
}
