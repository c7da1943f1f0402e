/** What compiled code asks at an `await` and in a `catch`. */

import { currentContext } from "../context.ts";
import { BudgetError, NotReady } from "../errors.ts";
import { TooDeep } from "../reactive/mod.ts";

/**
 * What a handler awaits: it goes on when `value` is there and what it did until now was accepted.
 * When that was refused it never goes on: the handler runs again from its start.
 */
export function later<T>(value: T): T | Promise<Awaited<T>> {
  const transaction = currentContext()?.transaction;
  if (transaction === undefined) return value;
  const settled = Promise.resolve(value);
  settled.catch(() => {});
  return transaction.accepted().then(() => settled);
}

/**
 * Called first in each `catch` of an author: throws on what is no failure, because the computation
 * or the handler runs again when what it waits for is there, and the end of a budget.
 */
export function caught(error: unknown): void {
  if (error instanceof NotReady || error instanceof TooDeep || error instanceof BudgetError) {
    throw error;
  }
}
