/** How long something may take, where some of the time does not count. */

import type { Clock } from "@cf/utils";

/** A deadline that stands still until it is started, and while it is paused. */
export class Deadline {
  readonly #clock: Clock;
  readonly #onPassed: () => void;
  #leftMs: number;
  #since = 0;
  #isOver = false;
  #cancel: (() => void) | undefined;

  /** Calls `onPassed` once, when it has run for `limitMs` in all. */
  constructor(clock: Clock, limitMs: number, onPassed: () => void) {
    this.#clock = clock;
    this.#leftMs = limitMs;
    this.#onPassed = onPassed;
  }

  /** Lets it run on. */
  start(): void {
    if (this.#isOver || this.#cancel !== undefined) return;
    this.#since = this.#clock.now();
    this.#cancel = this.#clock.after(this.#leftMs, () => {
      this.#isOver = true;
      this.#onPassed();
    });
  }

  /** Lets it stand still. */
  pause(): void {
    if (this.#isOver || this.#cancel === undefined) return;
    this.#cancel();
    this.#cancel = undefined;
    this.#leftMs = Math.max(0, this.#leftMs - (this.#clock.now() - this.#since));
  }

  /** Gives it up: it will not pass. */
  end(): void {
    this.pause();
    this.#isOver = true;
  }
}
