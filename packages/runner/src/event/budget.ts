/**
 * Budgets: how long one computation or handler may run before it is stopped. Compiled code calls
 * `tick()` in every loop and named function; the clock is looked at once in many calls.
 */

import { BudgetError } from "../errors.ts";

const TICKS_PER_LOOK = 2048;

let ticks = 0;
let running: { label: string } | undefined;
let budgetMs = 0;
/** Set when the clock is first looked at, which most computations end before. */
let deadline: number | undefined;

/**
 * Called by compiled code; throws {@linkcode BudgetError} when the time is up, and from then on at
 * each call, so that code that catches it ends at its next loop.
 */
export function tick(): void {
  if (++ticks < TICKS_PER_LOOK || running === undefined) return;
  const now = performance.now();
  deadline ??= now + budgetMs;
  if (now > deadline) throw new BudgetError(budgetMs, quoted(running.label));
  ticks = 0;
}

/**
 * Runs `fn` within `limitMs`, unless an outer budget is running already. The time counts from the
 * first look at the clock: there are as many computations as cells, and asking costs more than
 * most of them.
 */
export function withBudget<T>(limitMs: number, what: { label: string }, fn: () => T): T {
  if (running !== undefined) return fn();
  running = what;
  budgetMs = limitMs;
  deadline = undefined;
  try {
    return fn();
  } finally {
    running = undefined;
  }
}

/** Names and places stand in quotes, descriptions as they are. */
function quoted(label = "it"): string {
  return label.includes(" ") ? label : `'${label}'`;
}
