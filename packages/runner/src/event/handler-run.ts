/**
 * Async functions of pattern code. The compiler makes each a generator that stops where its author
 * awaits, so that the runtime starts every part of it: those of a handler run in the handler's
 * transaction, at its moment and within its budget. The handler has ended when all of them have.
 */

import { currentContext } from "../context.ts";
import { BudgetError, NotReady, WaitError } from "../errors.ts";
import { TooDeep } from "../reactive/mod.ts";

/** A compiled async function, without its arguments: it yields what it awaits. */
export type AsyncBody = () => Generator<unknown, unknown, unknown>;

/** How the parts of a handler after its first are run. */
export interface PartRunner {
  readonly label: string;
  readonly budgetMs: number;
  /** Runs a part as the handler itself. */
  run<T>(part: () => T): T;
}

/** Whether an error is none of the author's: the handler waits, or is out of time. */
export function isNoFailure(error: unknown): boolean {
  return error instanceof NotReady || error instanceof TooDeep || error instanceof BudgetError;
}

/** `async` functions are compiled to calls of this; `self` is their `this`. */
export function startAsync(body: AsyncBody, self?: unknown): Promise<unknown> {
  const generator = body.call(self as never);
  const run = currentContext()?.run;
  return run === undefined ? advance(generator, { part: (step) => step() }) : run.begin(generator);
}

/** What `then`, `catch` and `finally` call. */
type Callback = (value: unknown) => unknown;

/**
 * `promise.then(…)` of pattern code, and its relatives: in a handler what is called back is a part
 * of it, like what follows an `await`.
 */
export function chain(promise: unknown, method: string, ...callbacks: unknown[]): unknown {
  const { run } = currentContext() ?? {};
  const own = run === undefined
    ? callbacks
    : callbacks.map((each) => typeof each === "function" ? run.calledBack(each as Callback) : each);
  const chained = (promise as Record<string, (...given: unknown[]) => unknown>)[method]!(...own);
  // The callbacks were registered before: they have been called when this is.
  if (promise instanceof Promise) run?.follow(promise);
  return chained;
}

type Step = IteratorResult<unknown, unknown>;

/** How the parts of an async function are run. */
interface Course {
  /** Runs each part but the first, or drops it. */
  readonly part: (step: () => Step) => Step | undefined;
  readonly ended?: (failure?: { readonly error: unknown }) => void;
}

/** Runs a generator to its end. */
function advance(
  generator: Generator<unknown, unknown, unknown>,
  { part, ended }: Course,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const take = (step: Step | undefined) => {
    if (step === undefined) return;
    if (step.done === true) {
      resolve(step.value);
      return ended?.();
    }
    Promise.resolve(step.value).then(
      (value) => goOn(() => generator.next(value)),
      (error) => goOn(() => generator.throw(error)),
    );
  };
  const goOn = (step: () => Step, run = part) => {
    try {
      take(run(step));
    } catch (error) {
      // That the handler waits is nothing that somebody has to listen to.
      if (isNoFailure(error)) promise.catch(() => {});
      reject(error);
      ended?.({ error });
    }
  };
  goOn(() => generator.next(), (step) => step());
  return promise;
}

/** One attempt to handle an event, with the async functions that it has begun. */
export class HandlerRun {
  readonly #runner: PartRunner;
  /** Rejected when the attempt cannot come to an end. */
  readonly #given = Promise.withResolvers<never>();
  /** How many async functions have not ended, and who hears of the next one that does. */
  #open = 0;
  #next = Promise.withResolvers<void>();
  #isOver = false;
  #spentMs = 0;
  /** How many parts have run: an attempt that waits and runs none does not come to an end. */
  #parts = 0;

  constructor(runner: PartRunner) {
    this.#runner = runner;
    this.#given.promise.catch(() => {});
  }

  /** Runs what the handler does before it first awaits. */
  first<T>(part: () => T): T {
    return this.#runner.run(part);
  }

  /** Whether async functions have begun and not ended. */
  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** Begins an async function: its first part runs at once. */
  begin(generator: Generator<unknown, unknown, unknown>): Promise<unknown> {
    this.#open++;
    return advance(generator, {
      part: (step) => this.#part(step),
      ended: (failure) => {
        this.#end();
        if (failure !== undefined && isNoFailure(failure.error)) this.#given.reject(failure.error);
      },
    });
  }

  #end(): void {
    this.#open--;
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }

  /** The attempt has not ended before `promise` has, and what was registered for its end. */
  follow(promise: Promise<unknown>): void {
    this.#open++;
    const ended = () => this.#end();
    promise.then(ended, ended);
  }

  /** `callback` as a part of the handler. Once the attempt is over nothing is called any more. */
  calledBack(callback: Callback): Callback {
    return (value) => {
      if (this.#isOver) return new Promise(() => {});
      try {
        return this.#part(() => callback(value));
      } catch (error) {
        if (isNoFailure(error)) this.#given.reject(error);
        throw error;
      }
    };
  }

  /** Gives the attempt up, whatever it waits for. */
  stop(error: unknown): void {
    this.#given.reject(error);
  }

  /** The value of `result` once all has ended. Rejects with what fails the handler. */
  async ended(result: unknown): Promise<unknown> {
    const given = this.#given.promise;
    const unwatch = this.#watch();
    try {
      const value = await Promise.race([given, result]);
      while (this.#open > 0) await Promise.race([given, this.#next.promise]);
      return value;
    } finally {
      this.#isOver = true;
      unwatch();
    }
  }

  /** Gives the attempt up when it waits for as long as its budget, and nothing of it runs. */
  #watch(): () => void {
    const { label, budgetMs } = this.#runner;
    let timer: ReturnType<typeof setTimeout>;
    const look = (before: number) => {
      timer = setTimeout(() => {
        if (this.#parts !== before) look(this.#parts);
        else this.#given.reject(new WaitError(budgetMs, label));
      }, budgetMs);
    };
    look(this.#parts);
    return () => clearTimeout(timer);
  }

  /** An attempt that is over, because it failed or is made again, goes on no more. */
  #part<T>(step: () => T): T | undefined {
    if (this.#isOver) return undefined;
    this.#parts++;
    const { label, budgetMs } = this.#runner;
    if (this.#spentMs > budgetMs) throw new BudgetError(budgetMs, `'${label}'`);
    const started = performance.now();
    try {
      return this.#runner.run(step);
    } finally {
      this.#spentMs += performance.now() - started;
    }
  }
}
