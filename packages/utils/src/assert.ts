/** Invariant checks for our own bugs; a failed one is never the caller's mistake. */

/** Thrown when an invariant of the runtime itself does not hold. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/**
 * Throws {@linkcode AssertionError} with `message` unless `condition` is truthy.
 *
 * @example
 * ```ts
 * import { assert } from "@cf/utils";
 * assert(1 + 1 === 2, "arithmetic holds");
 * ```
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}
