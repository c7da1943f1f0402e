/** A source that is written from outside. */

import { track } from "./links.ts";
import { Source } from "./nodes.ts";
import { changed } from "./graph.ts";

/** How two values are compared; equal means nobody is told. */
export type Equals<T> = (a: T, b: T) => boolean;

/** A value that can be set and whose readers hear of changes. */
export class Signal<T> extends Source {
  #value: T;
  readonly #equals: Equals<T> | undefined;

  /** `equals` tells whether a new value is the old one; `Object.is` when left out. */
  constructor(value: T, equals?: Equals<T>) {
    super();
    this.#value = value;
    this.#equals = equals;
  }

  /** The value; the running observer depends on it from now on. */
  get(): T {
    track(this);
    return this.#value;
  }

  /** The value, without a dependency. */
  peek(): T {
    return this.#value;
  }

  /** Replaces the value and, if it differs, marks what depends on it. */
  set(value: T): void {
    const equals = this.#equals ?? Object.is;
    if (equals(this.#value, value)) return;
    this.#value = value;
    changed(this);
  }
}
