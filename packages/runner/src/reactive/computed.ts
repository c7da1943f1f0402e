/** A cached function of other sources. */

import { track } from "./links.ts";
import { Observer } from "./nodes.ts";
import { refresh } from "./graph.ts";
import type { Equals } from "./signal.ts";

/**
 * A lazy, cached value. It runs when it is read and something it read has changed. If the function
 * throws, reading throws the same error, until an input changes.
 */
export class Computed<T> extends Observer {
  readonly #compute: (previous: T | undefined) => T;
  readonly #equals: Equals<T> | undefined;
  #value: T | undefined;
  /** Whether the last run returned `#value`: it can be compared, and no error stands for it. */
  #returned = false;
  #thrown: unknown;

  /** `equals` tells whether a new value is the old one; `Object.is` when left out. */
  constructor(compute: (previous: T | undefined) => T, equals?: Equals<T>) {
    super();
    this.#compute = compute;
    this.#equals = equals;
  }

  /** The value; the running observer depends on it from now on. */
  get(): T {
    refresh(this);
    track(this);
    if (!this.#returned) throw this.#thrown;
    return this.#value as T;
  }

  /** The value, without a dependency. */
  peek(): T {
    refresh(this);
    if (!this.#returned) throw this.#thrown;
    return this.#value as T;
  }

  /** @internal */
  recompute(): boolean {
    const before = this.#value;
    const value = this.#compute(before);
    if (this.#returned && this.#isSame(before as T, value)) return false;
    this.#returned = true;
    this.#thrown = undefined;
    this.#value = value;
    return true;
  }

  /** @internal */
  fail(thrown: unknown): void {
    this.#thrown = thrown;
    this.#returned = false;
  }

  #isSame(before: T, value: T): boolean {
    return this.#equals === undefined ? Object.is(before, value) : this.#equals(before, value);
  }
}
