/** A cached function of other sources. */

import { GraphError, TooDeep } from "./graph-errors.ts";
import { isRunning, neverRan, Observer, refresh, track, untracked } from "./graph.ts";
import type { Equals } from "./signal.ts";

/**
 * A lazy, cached value. It runs when it is read and something it read has changed. If the function
 * throws, reading throws the same error, until an input changes.
 */
export class Computed<T> extends Observer {
  readonly #compute: (previous: T | undefined) => T;
  readonly #equals: Equals<T>;
  #value: T | undefined;
  #error: { readonly thrown: unknown } | undefined;
  #ran = false;

  constructor(compute: (previous: T | undefined) => T, equals: Equals<T> = Object.is) {
    super();
    this.#compute = compute;
    this.#equals = equals;
    neverRan(this);
  }

  /** The value; the running observer depends on it from now on. */
  get(): T {
    if (isRunning(this)) {
      throw new GraphError("Cannot compute: the value depends on itself");
    }
    refresh(this);
    track(this);
    if (this.#error !== undefined) throw this.#error.thrown;
    return this.#value as T;
  }

  /** The value, without a dependency. */
  peek(): T {
    return untracked(() => this.get());
  }

  /** @internal */
  recompute(): boolean {
    try {
      const value = this.#compute(this.#value);
      const same = this.#ran && this.#error === undefined &&
        this.#equals(this.#value as T, value);
      this.#error = undefined;
      this.#ran = true;
      if (same) return false;
      this.#value = value;
      return true;
    } catch (thrown) {
      if (thrown instanceof TooDeep) throw thrown;
      this.#error = { thrown };
      return true;
    }
  }
}
