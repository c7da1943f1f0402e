/** Turns: what happens after the present one, and when nothing is outstanding any more. */

import { runIn } from "./context.ts";
import { NotReady } from "./errors.ts";
import { batch, effect, TooDeep, untracked } from "./reactive/mod.ts";
import type { Runtime } from "./runtime.ts";

/** How long, and until when, something is observed. */
export interface Observing<T> {
  readonly until?: (value: T) => boolean;
  readonly atEnd?: () => void;
}

/** The turns of one runtime. */
export class Turns {
  #waiting: (() => void)[] = [];

  constructor(readonly runtime: Runtime) {}

  /** Runs `fn` after the present turn. */
  afterTurn(fn: () => void): void {
    this.#waiting.push(fn);
    if (this.#waiting.length > 1) return;
    queueMicrotask(() => {
      const list = this.#waiting;
      this.#waiting = [];
      batch(() => {
        for (const one of list) one();
      });
    });
  }

  /**
   * Runs `fn` as the host, again after whatever it had to wait for. With `rows` it waits, as a
   * handler does, for the rows of queries that nobody observes.
   */
  async whenReady<T>(fn: () => T, { rows = false }: { rows?: boolean } = {}): Promise<T> {
    const { runtime } = this;
    const held: (() => void)[] = [];
    const ask = () => untracked(() => runIn({ mode: "host", runtime }, fn));
    try {
      for (;;) {
        try {
          return rows ? runtime.queue.holding(held, ask) : ask();
        } catch (error) {
          if (!(error instanceof NotReady)) throw error;
          await error.ready;
        }
      }
    } finally {
      for (const release of held) release();
    }
  }

  /**
   * Runs `fn` in an effect until everything that it reads has arrived, queries included, and gives
   * its last result. While `until` does not hold of it, the answers of builtins are awaited too.
   * `atEnd` is called when the result is there, while all that it rests on is still observed.
   */
  async observing<T>(fn: () => T, { until, atEnd }: Observing<T> = {}): Promise<T> {
    let outcome: { value: T } | { thrown: unknown } | undefined;
    const end = effect(() => {
      try {
        outcome = { value: runIn({ mode: "compute", runtime: this.runtime }, fn) };
      } catch (thrown) {
        if (thrown instanceof TooDeep) throw thrown;
        outcome = { thrown };
      }
    });
    try {
      for (;;) {
        await this.idle();
        if (outcome !== undefined && "thrown" in outcome && outcome.thrown instanceof NotReady) {
          await outcome.thrown.ready;
          continue;
        }
        if (until === undefined || this.runtime.builtins.pending === 0) break;
        if (outcome !== undefined && "value" in outcome && until(outcome.value)) break;
        await this.idle({ builtins: true });
      }
      atEnd?.();
    } finally {
      end();
    }
    const final = outcome as { value: T } | { thrown: unknown };
    if ("thrown" in final) throw final.thrown;
    return final.value;
  }

  /**
   * Resolves when no event, commit, load or query result is outstanding; with `builtins`, when the
   * requests that something observes have their answers too.
   */
  async idle({ builtins = false }: { builtins?: boolean } = {}): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      const before = this.#activity();
      await this.runtime.queue.drained();
      for (const replica of this.runtime.replicas()) await replica.connection.settled();
      for (const query of [...this.runtime.openQueries]) await query.waiting;
      if (builtins) await this.runtime.builtins.answered();
      await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
      const still = this.#isQuiet() && !(builtins && this.runtime.builtins.pending > 0);
      quiet = still && before === this.#activity() ? quiet + 1 : 0;
    }
  }

  #isQuiet(): boolean {
    if (this.runtime.queue.pending > 0 || this.#waiting.length > 0) return false;
    for (const replica of this.runtime.replicas()) if (replica.pendingCommits > 0) return false;
    return [...this.runtime.openQueries].every((query) => query.waiting === undefined);
  }

  #activity(): string {
    return [...this.runtime.replicas()].map((replica) => replica.seq).join();
  }
}
