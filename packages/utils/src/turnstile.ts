/** Bounded concurrency. */

/** Lets a number of callers in at a time; the others wait, in order. */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** How many could enter now. */
  get free(): number {
    return this.#free;
  }

  constructor(max: number) {
    this.#free = max;
  }

  /** Resolves to the function that leaves again; an aborted signal rejects with its reason. */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#turn(signal);
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    };
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      this.#waiting.splice(this.#waiting.indexOf(enter), 1);
      reject(signal!.reason);
    };
    const enter = () => {
      signal?.removeEventListener("abort", giveUp);
      resolve();
    };
    this.#waiting.push(enter);
    signal?.addEventListener("abort", giveUp, { once: true });
    return promise;
  }
}
