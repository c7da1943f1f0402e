/**
 * One piece of work that takes time, shared by everything in a runtime that asks for the same.
 *
 * - It works while an effect depends on it and it has no answer.
 * - When the last effect is gone, unfinished work is aborted; a good answer stays, an error does
 *   not, so that whoever looks again tries again.
 * - Its state lives in memory only.
 */

import type { CfError } from "@cf/utils";
import { Signal, Source, track } from "../reactive/mod.ts";
import { asRequestError } from "./errors.ts";

/** What is known of the answer. */
export interface RunState<T> {
  readonly pending: boolean;
  readonly result?: T;
  readonly error?: CfError;
  /** The answer so far, of work that streams. */
  readonly partial?: string;
}

/** What the work may do while it runs. */
export interface RunControl<T> {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Shows the answer so far. */
  partial(text: string): void;
  /** Shows an answer that may be replaced by a later one; the work goes on. */
  result(value: T): void;
  /** Says that the work goes on, although no answers come at present, and why. */
  interrupted(reason: unknown): void;
}

/** The work: resolves with the last answer, or `undefined` to keep the last one shown. */
export type Work<T> = (control: RunControl<T>) => Promise<T | undefined>;

/** What a run needs of the runtime. */
export interface RunHost {
  afterTurn(fn: () => void): void;
  /** Called when work starts; the promise resolves when it has an answer or is given up. */
  started(answered: Promise<void>): void;
}

class Presence extends Source {}

/** Work, its state, and who looks at it. */
export class SharedRun<T> {
  readonly #presence = new Presence();
  readonly #state: Signal<RunState<T>> = new Signal<RunState<T>>({ pending: true });
  #abort: AbortController | undefined;
  #answered = Promise.withResolvers<void>();
  #live = false;

  constructor(
    readonly host: RunHost,
    /** Completes «Cannot …» for failures that do not say so themselves. */
    readonly action: string,
    readonly work: Work<T>,
  ) {
    this.#presence.onLive = (live) => this.#setLive(live);
  }

  /** Whether an effect depends on the run. */
  get live(): boolean {
    return this.#live;
  }

  /** The state; the running observer depends on it, and the work goes on while an effect does. */
  get(): RunState<T> {
    track(this.#presence);
    return this.#state.get();
  }

  /** Gives up unfinished work. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#answered.resolve();
    this.#answered = Promise.withResolvers<void>();
  }

  #setLive(live: boolean): void {
    this.#live = live;
    this.host.afterTurn(() => {
      if (this.#live) this.#start();
      else this.#leave();
    });
  }

  #start(): void {
    if (this.#abort !== undefined || !this.#state.peek().pending) return;
    const abort = this.#abort = new AbortController();
    this.host.started(this.#answered.promise);
    const show = (state: RunState<T>) => {
      if (this.#abort !== abort) return;
      this.#state.set(Object.freeze(state));
      if (!state.pending || state.error !== undefined) this.#answered.resolve();
    };
    let last: { result?: T } = {};
    const errorOf = (thrown: unknown) => ({ error: asRequestError(thrown, this.action) });
    const control: RunControl<T> = {
      signal: abort.signal,
      partial: (partial) => show({ pending: true, partial, ...last }),
      result: (result) => show({ pending: false, ...(last = { result }) }),
      interrupted: (reason) =>
        show({ pending: true, ...last, ...(reason === undefined ? {} : errorOf(reason)) }),
    };
    const end = (state: RunState<T>) => {
      show(state);
      if (this.#abort === abort) this.#abort = undefined;
    };
    this.work(control).then(
      (result) => end({ pending: false, ...(result === undefined ? last : { result }) }),
      (thrown) => end({ pending: false, ...last, ...errorOf(thrown) }),
    );
  }

  #leave(): void {
    const { pending, error } = this.#state.peek();
    const working = this.#abort !== undefined;
    if (working) this.stop();
    if (!working && (pending || error === undefined)) return;
    // A new state, so that who reads now and then looks again, and has the work done again.
    this.#state.set({ pending: true });
    this.#answered = Promise.withResolvers<void>();
  }
}
