/** The time in steps of whole seconds, kept only while something observes it. */

import { Signal, Source, track } from "../../reactive/mod.ts";

class Presence extends Source {}

/** What a ticker needs. */
export interface TickerHost {
  nowMs(): number;
  after(delayMs: number, fn: () => void): () => void;
}

/** One step width of time. */
export class Ticker {
  readonly #presence = new Presence();
  readonly #now: Signal<number>;
  #cancel: (() => void) | undefined;

  constructor(readonly host: TickerHost, readonly stepMs: number) {
    this.#now = new Signal(this.#floor());
    this.#presence.onLive = (live) => {
      if (live) this.#wait();
      else this.dispose();
    };
  }

  /** The begin of the present step, in milliseconds since 1970. */
  get(): number {
    if (this.#cancel === undefined) this.#now.set(this.#floor());
    track(this.#presence);
    return this.#now.get();
  }

  /** Stops ticking. */
  dispose(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #floor(): number {
    return Math.floor(this.host.nowMs() / this.stepMs) * this.stepMs;
  }

  #wait(): void {
    if (this.#cancel !== undefined) return;
    const rest = this.stepMs - this.host.nowMs() % this.stepMs;
    this.#cancel = this.host.after(rest, () => {
      this.#cancel = undefined;
      this.#wait();
      this.#now.set(this.#floor());
    });
  }
}
