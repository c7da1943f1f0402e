/**
 * One contiguous change of a list: how a long list that differs little from the one before is
 * followed at the cost of the difference. Finding it compares members and calls nothing.
 */

/** `removed` members at `start` gave way to `added` others. */
export interface ListChange {
  readonly start: number;
  readonly removed: number;
  readonly added: number;
}

/** The smallest change that makes `after` of `before`, with members compared by identity. */
export function changeBetween(before: readonly unknown[], after: readonly unknown[]): ListChange {
  const shared = Math.min(before.length, after.length);
  let start = 0;
  while (start < shared && before[start] === after[start]) start++;
  let removed = before.length - start;
  let added = after.length - start;
  while (removed > 0 && added > 0 && before[start + removed - 1] === after[start + added - 1]) {
    removed--;
    added--;
  }
  return { start, removed, added };
}

/** A new list: `list` with `by` in place of what `change` removes. */
export function withChange<T>(
  list: readonly T[],
  { start, removed }: ListChange,
  by: readonly T[],
): T[] {
  if (start + removed === list.length) return list.slice(0, start).concat(by);
  return list.slice(0, start).concat(by, list.slice(start + removed));
}
