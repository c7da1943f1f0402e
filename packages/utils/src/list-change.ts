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

/** More arguments than this are not spread into one call, which a stack may be too small for. */
const SPREAD_MAX = 1000;

/** Puts `by` in place of what `change` removes. */
export function changeInPlace<T>(list: T[], change: ListChange, by: readonly T[]): void {
  const { start, removed } = change;
  if (by.length <= SPREAD_MAX) {
    list.splice(start, removed, ...by);
    return;
  }
  const tail = list.splice(start).slice(removed);
  for (const member of by) list.push(member);
  for (const member of tail) list.push(member);
}
