/** Failures that the runtime reports to authors, users and hosts. */

import { CfError, type ErrorData } from "@cf/utils";
import { Signal } from "./reactive/mod.ts";

/** A pattern did something it may not do where it did it. */
export class PatternError extends CfError {
  override readonly name = "PatternError";
  constructor(code: string, message: string, options: { data?: ErrorData; cause?: unknown } = {}) {
    super(code, message, options);
  }
}

/** A computation used up its budget and was stopped. */
export class BudgetError extends CfError {
  override readonly name = "BudgetError";
  constructor(budgetMs: number, where: string) {
    super(
      "budget-exceeded",
      `Cannot finish ${where}: it ran longer than its budget of ${budgetMs} ms`,
      { data: { budgetMs, where } },
    );
  }
}

/** A handler awaited something for as long as its budget, and was given up. */
export class WaitError extends CfError {
  override readonly name = "WaitError";
  constructor(budgetMs: number, label: string) {
    super(
      "awaits-for-ever",
      `Cannot finish '${label}': it has awaited something for ${budgetMs} ms that does not come, ` +
        "and later events wait for it; await only what this handler itself brings about",
      { data: { budgetMs, where: label } },
    );
  }
}

/** A handler lost against concurrent commits more often than it may be tried. */
export class RetriesExhaustedError extends CfError {
  override readonly name = "RetriesExhaustedError";
  constructor(handler: string, attempts: number, cause: unknown) {
    super(
      "retries-exhausted",
      `Cannot commit ${handler}: ${attempts} attempts conflicted with other commits`,
      { data: { handler, attempts }, cause },
    );
  }
}

/** The runtime was disposed before something was finished, or asked for. */
export class RuntimeClosedError extends CfError {
  override readonly name = "RuntimeClosedError";
  constructor(action: string) {
    super("closed", `Cannot ${action}: the runtime is closed`, { data: { action } });
  }
}

/**
 * Thrown through a computation or handler that read what has not arrived yet. The computation
 * runs again when it has; the handler is tried again after `ready`.
 */
export class NotReady extends Error {
  override readonly name = "NotReady";
  constructor(readonly what: string, readonly ready: Promise<void>) {
    super(`Waiting for ${what}`);
  }
}

/** Makes the running observer run again when what `error` waits for has arrived. */
export function followReady(error: NotReady): void {
  const arrived = new Signal(false);
  const announce = () => arrived.set(true);
  error.ready.then(announce, announce);
  arrived.get();
}
