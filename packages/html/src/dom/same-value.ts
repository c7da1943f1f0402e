/** Comparing what properties hold. */

/** Whether two values of a property are equal: texts, numbers, or lists of chosen ones. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b);
}
