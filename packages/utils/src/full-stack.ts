/**
 * Stacks with more in them than `error.stack` shows: where code of others runs, `stack` leaves out
 * what is none of its business, and the whole is kept here for the host's own messages.
 */

const stacks = new WeakMap<object, string>();

/** Keeps the whole stack of an error whose `stack` shows less. */
export function keepFullStack(error: object, stack: string): void {
  stacks.set(error, stack);
}

/** The whole stack of an error, or `""` where it has none. */
export function fullStackOf(error: Error): string {
  // Looking at it is what makes engines write it down.
  const { stack } = error;
  return stacks.get(error) ?? (typeof stack === "string" ? stack : "");
}

/** Lets an error be told as coming from where `place` was made. */
export function tellFrom(error: Error, place: Error): void {
  // Whoever looks at its own stack for the first time would put that in its place again.
  fullStackOf(error);
  stacks.set(error, fullStackOf(place));
}
