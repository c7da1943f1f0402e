/**
 * The event queue: each event is handled once, in order, in one transaction. A handler that lost
 * against another commit runs again on fresh state; events that a handler sends are queued when
 * its own commit was accepted.
 */

import { CfError, tellFrom } from "@cf/utils";
import { asSent } from "../cell/sent.ts";
import { isConflict, isOutOfTurn } from "../document/replica.ts";
import { Transaction } from "../document/transaction.ts";
import { currentContext, runIn } from "../context.ts";
import type { NavigationTarget } from "../builtins/host.ts";
import { NotReady, RetriesExhaustedError, RuntimeClosedError } from "../errors.ts";
import type { StreamNode } from "../pattern/stream.ts";
import { untracked } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import { duringEvent, type EventMoment, momentOf } from "./clock.ts";
import { HandlerRun } from "./handler-run.ts";

/** Some commit is accepted whenever one is refused, so that among few writers each soon has its turn. */
const ATTEMPTS_MAX = 32;

/** What an event is for: a stream, or what a person did to a bound property. */
type Receiver = Pick<StreamNode, "label" | "handle"> & Partial<Pick<StreamNode, "frame">>;

interface Job {
  /** Counts events in the order in which they were sent. */
  readonly number: number;
  readonly stream: Receiver;
  readonly event: unknown;
  readonly cause: string;
  readonly moment: EventMoment;
  readonly onNavigate: SendOptions["onNavigate"];
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  attempts: number;
  /** What it waits for before it is handled again. */
  ready: Promise<void> | undefined;
  /** Ends what was kept for the handler between its attempts. */
  readonly held: (() => void)[];
}

/** How an event is sent. */
export interface SendOptions {
  /** Hears where the handler, and what it sends, leads; without it the host does. */
  readonly onNavigate?: ((target: NavigationTarget) => void) | undefined;
  /** Refuses an event with a value of another type than the handler declares: `bad-event`. */
  readonly typed?: boolean | undefined;
}

/** Handles events one after another. */
export class EventQueue {
  readonly #waiting: Job[] = [];
  readonly #open = new Set<Promise<unknown>>();
  #busy = false;
  /** The attempt that awaits something. */
  #suspended: HandlerRun | undefined;
  /** What is kept for whoever is on the stack and has to have what it reads. */
  #held: (() => void)[] | undefined;
  #count = 0;

  constructor(readonly runtime: Runtime) {}

  /** Events that are not finished: waiting, running, or waiting for their commit. */
  get pending(): number {
    return this.#open.size;
  }

  /** Whether a handler is on the stack, or somebody else who waits for the rows of queries. */
  get handling(): boolean {
    return this.#held !== undefined;
  }

  /**
   * Calls `release` when the event whose handler is on the stack is finished, after all its
   * attempts; `false` if there is none.
   */
  holdForEvent(release: () => void): boolean {
    this.#held?.push(release);
    return this.#held !== undefined;
  }

  /** Runs `fn` so that rows which are not here yet are `NotReady`; `held` gets what keeps them. */
  holding<T>(held: (() => void)[], fn: () => T): T {
    const around = this.#held;
    this.#held = held;
    try {
      return fn();
    } finally {
      this.#held = around;
    }
  }

  /** Resolves when everything that was sent until now is finished, with success or not. */
  async drained(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled([...this.#open]);
  }

  /**
   * Sends an event. Inside a handler it is queued behind that handler's commit; elsewhere the
   * promise resolves with the handler's result once its commit was accepted.
   */
  send(stream: StreamNode, event: unknown, options: SendOptions = {}): Promise<unknown> {
    const transaction = currentContext()?.transaction;
    if (transaction === undefined) return this.#enqueue(stream, event, options);
    const { onNavigate } = transaction;
    const sent = asSent(event);
    transaction.onCommitted.push(() => void this.#enqueue(stream, sent, { onNavigate }));
    return Promise.resolve();
  }

  /**
   * Does what a person did between two events, in its turn: at once, unless an event from before
   * it has yet to be handled. A promise where it has to wait for that, or for a document. Throws,
   * or rejects with, what `act` throws.
   */
  perform(label: string, act: () => void): void | Promise<void> {
    const acted = Promise.withResolvers<void>();
    acted.promise.catch(() => {});
    let outcome: { readonly error?: unknown } | undefined;
    const handle = () => {
      try {
        act();
        outcome = {};
        acted.resolve();
      } catch (error) {
        if (error instanceof NotReady || outcome !== undefined) throw error;
        outcome = { error };
        acted.reject(error);
      }
    };
    void this.#enqueue({ label, handle }, undefined, {});
    const [next, another] = this.#waiting;
    if (outcome === undefined && another === undefined && next?.ready === undefined) {
      // What is on its way to the space does not keep a person waiting.
      void this.#attempt(this.#waiting.pop()!);
    }
    if (outcome === undefined) return acted.promise;
    if ("error" in outcome) throw outcome.error;
  }

  /** Counts an event that is about to be sent as not finished. */
  expecting<T>(answer: Promise<T>): Promise<T> {
    this.#open.add(answer);
    const finished = () => void this.#open.delete(answer);
    answer.then(finished, finished);
    return answer;
  }

  /** Nothing is handled any more: what waits fails. */
  close(): void {
    this.#suspended?.stop(new RuntimeClosedError("finish a handler that awaits something"));
    for (const { stream, reject } of this.#waiting.splice(0)) {
      reject(new RuntimeClosedError(`handle an event of '${stream.label}'`));
    }
  }

  #enqueue(
    stream: Receiver,
    event: unknown,
    { onNavigate }: SendOptions,
  ): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    promise.catch(() => {});
    const number = ++this.#count;
    const cause = `${this.runtime.eventPrefix}/${number}`;
    const moment = momentOf(cause, this.runtime.clock.nowMs());
    const settling = { resolve, reject, onNavigate };
    const held: (() => void)[] = [];
    const fresh = { attempts: 0, ready: undefined, held };
    this.#waiting.push({ number, stream, event, cause, moment, ...settling, ...fresh });
    this.#open.add(promise);
    const finished = () => {
      this.#open.delete(promise);
      for (const release of held) release();
    };
    promise.then(finished, finished);
    if (!this.#busy) void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      for (let job = this.#waiting[0]; job !== undefined; job = this.#waiting[0]) {
        if (job.ready !== undefined) {
          await this.#becomesReady(job, job.ready);
          continue;
        }
        this.#waiting.shift();
        const wait = this.#attempt(job);
        if (wait !== undefined) await wait;
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Waits with a job that stays in its place; it fails if what it waits for does. */
  async #becomesReady(job: Job, ready: Promise<void>): Promise<void> {
    try {
      await ready;
      job.ready = undefined;
    } catch (error) {
      this.#waiting.splice(this.#waiting.indexOf(job), 1);
      this.#fail(job, error);
    }
  }

  /** Runs the handler once. Returns what the next event has to wait for, if anything. */
  #attempt(job: Job): Promise<void> | undefined {
    const transaction = new Transaction(job.cause);
    transaction.onNavigate = job.onNavigate;
    const run = this.#attemptOf(job, transaction);
    let result: unknown;
    job.attempts++;
    try {
      result = run.first(() => job.stream.handle(job.event));
    } catch (error) {
      this.#thrown(job, error);
      return undefined;
    }
    if (result instanceof Promise || run.isOpen) {
      this.#suspended = run;
      return this.#finishLater(job, transaction, run.ended(result));
    }
    return this.#finish(job, transaction, () => job.resolve(result));
  }

  /** The handler threw: it runs again when what it waits for is here, or has failed. */
  #thrown(job: Job, error: unknown): void {
    if (!(error instanceof NotReady)) return this.#fail(job, error);
    job.attempts--;
    job.ready = error.ready;
    this.#putBack(job);
  }

  /** A handler that awaits commits when it has come to its end; until then no other event is handled. */
  async #finishLater(job: Job, transaction: Transaction, ended: Promise<unknown>): Promise<void> {
    let result: unknown;
    try {
      result = await ended;
    } catch (error) {
      return this.#thrown(job, error);
    } finally {
      this.#suspended = undefined;
    }
    transaction.rebase();
    await this.#finish(job, transaction, () => job.resolve(result));
  }

  /** What runs the handler's parts: each in its transaction, at its moment, within its budget. */
  #attemptOf(job: Job, transaction: Transaction): HandlerRun {
    const { runtime } = this;
    const { stream, moment } = job;
    const handle = <T>(part: () => T): T => {
      transaction.rebase();
      return this.holding(job.held, () =>
        runtime.budgeted(
          stream,
          () => untracked(() => runIn(context, () => duringEvent(moment, part))),
        ));
    };
    const run = new HandlerRun({
      label: stream.label,
      budgetMs: runtime.budgetMs,
      run: handle,
    });
    const context = { mode: "handler" as const, runtime, frame: stream.frame, transaction, run };
    return run;
  }

  #finish(job: Job, transaction: Transaction, end: () => void): Promise<void> | undefined {
    const done = () => {
      for (const send of transaction.onCommitted) send();
      end();
    };
    const ahead = [...transaction.ahead.values()].filter((other) => !other.isEmpty);
    if (ahead.length > 0) {
      // What the handler made elsewhere is there before anything here leads to it.
      return Promise.all(ahead.map((other) => other.replica!.commit(other))).then(
        () => {
          transaction.rebase();
          return this.#commit(job, transaction, done);
        },
        (error) => this.#fail(job, error),
      );
    }
    return this.#commit(job, transaction, done);
  }

  #commit(job: Job, transaction: Transaction, done: () => void): Promise<void> | undefined {
    // While the handler waited for something, one before it may have been refused.
    const earlier = this.#waiting[0];
    if (earlier !== undefined && earlier.number < job.number) {
      job.attempts--;
      this.#putBack(job);
      return undefined;
    }
    if (transaction.isEmpty) {
      done();
      return undefined;
    }
    // Before anything else may run, it waits again in its place.
    transaction.onRefused = (error) => this.#refused(job, located(error, transaction));
    const committed = transaction.replica!.commit(transaction).then(done, () => {});
    return transaction.database === undefined ? undefined : committed;
  }

  #refused(job: Job, error: unknown): void {
    if (!isConflict(error)) return this.#fail(job, error);
    if (isOutOfTurn(error)) job.attempts--;
    if (job.attempts >= ATTEMPTS_MAX) {
      return this.#fail(job, new RetriesExhaustedError(job.stream.label, job.attempts, error));
    }
    this.#putBack(job);
  }

  /** Has an event handled again, before all that were sent after it. */
  #putBack(job: Job): void {
    const later = this.#waiting.findIndex(({ number }) => number > job.number);
    this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, job);
    if (this.#busy) return;
    this.#busy = true;
    queueMicrotask(() => void this.#work());
  }

  #fail(job: Job, error: unknown): void {
    this.runtime.reportError(error, job.stream.label);
    job.reject(error);
  }
}

/** An error about a statement comes from where the handler asked for it. */
function located(error: Error, { asked }: Transaction): Error {
  const sql = error instanceof CfError ? error.data.sql : undefined;
  const place = typeof sql === "string" ? asked.get(sql) : undefined;
  if (place !== undefined) tellFrom(error, place);
  return error;
}
