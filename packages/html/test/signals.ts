/** A reactive system for tests: alien-signals behind the interface that the view expects. */

import { computed, effect, setActiveSub, signal } from "alien-signals";
import type { Reactivity } from "../src/view/reactivity.ts";

/** A writable reference. */
export class Cell<T> {
  readonly #signal: { (): T; (value: T): void };
  constructor(value: T) {
    this.#signal = signal(value);
  }
  get(): T {
    return this.#signal();
  }
  set(value: T): void {
    this.#signal(value);
  }
}

/** A computed reference; what its computation throws is thrown by each reader. */
export class Derived<T> {
  readonly #get: () => { readonly value: T } | { readonly error: unknown };
  constructor(compute: () => T) {
    this.#get = computed(() => {
      try {
        return { value: compute() };
      } catch (error) {
        return { error };
      }
    });
  }
  get(): T {
    const outcome = this.#get();
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }
}

/** A handler; keeps what it received. */
export class Stream {
  readonly received: unknown[] = [];
}

/** A list element with a key of its own, as a runtime's mapped list has. */
export class Keyed {
  readonly key: unknown;
  readonly value: unknown;
  constructor(key: unknown, value: unknown) {
    this.key = key;
    this.value = value;
  }
}

/** How many effects run at present. */
export const live = { effects: 0 };

/** The test's reactive system. */
export const signals: Reactivity = {
  effect(run) {
    live.effects++;
    // Detached from the effect that may be running, as the interface demands.
    const outer = setActiveSub(undefined);
    try {
      const stop = effect(run);
      let stopped = false;
      return () => {
        if (stopped) return;
        stopped = true;
        live.effects--;
        stop();
      };
    } finally {
      setActiveSub(outer);
    }
  },
  resolve(value) {
    if (value instanceof Cell || value instanceof Derived) return value.get();
    return value instanceof Keyed ? value.value : value;
  },
  isCell: (value) => value instanceof Cell,
  isStream: (value) => value instanceof Stream,
  setCell: (cell, value) => (cell as Cell<unknown>).set(value),
  send: (stream, event) => void (stream as Stream).received.push(event),
  identity: (value) => value instanceof Keyed ? value.key : value,
};
