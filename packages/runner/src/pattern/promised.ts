/** Promises that author code gives where a value is needed. */

import { PatternError } from "../errors.ts";

/**
 * `value`, unless it is a promise: nothing waits for one, and it would read as an empty object.
 * Throws an error that names `what`; what the promise fails with is not told beside that.
 */
export function settled<T>(value: T, what: string): T {
  if (!(value instanceof Promise)) return value;
  value.catch(() => {});
  throw new PatternError(
    "async-computation",
    `Cannot use what ${what} gives: it is a promise, and nothing waits for it; compute it ` +
      "without async and await, or do it in a handler",
  );
}
