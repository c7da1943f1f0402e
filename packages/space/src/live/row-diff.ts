/**
 * The difference between two lists of rows as splices.
 *
 * Rows that both lists hold in the same relative order stay (a longest increasing subsequence);
 * all others are removed and added. Splices apply one after another, from the front.
 */

import type { RowSplice, SqlValue } from "@cf/protocol";

/** A row as it travels. */
export type Row = readonly SqlValue[];

/** The splices that turn `before` into `after`; rows are the same when `identity` says so. */
export function diffRows(
  before: readonly Row[],
  after: readonly Row[],
  identity: (row: Row) => unknown,
): RowSplice[] {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  const same = (a: Row, b: Row) => a === b || identity(a) === identity(b);
  while (start < shorter && same(before[start]!, after[start]!)) start++;
  let beforeEnd = before.length;
  let afterEnd = after.length;
  while (
    beforeEnd > start && afterEnd > start && same(before[beforeEnd - 1]!, after[afterEnd - 1]!)
  ) {
    beforeEnd--;
    afterEnd--;
  }
  if (start === beforeEnd && start === afterEnd) return [];
  const kept = keptPositions(
    before.slice(start, beforeEnd),
    after.slice(start, afterEnd),
    identity,
  );
  return splicesOf({
    start,
    beforeCount: beforeEnd - start,
    added: after.slice(start, afterEnd),
    kept,
  });
}

/** For each row of `after`, where it stands in `before` if it stays, else -1. */
function keptPositions(
  before: readonly Row[],
  after: readonly Row[],
  identity: (row: Row) => unknown,
): number[] {
  const places = new Map<unknown, number[]>();
  for (let i = before.length - 1; i >= 0; i--) {
    const id = identity(before[i]!);
    const list = places.get(id);
    if (list === undefined) places.set(id, [i]);
    else list.push(i);
  }
  const sources = after.map((row) => places.get(identity(row))?.pop() ?? -1);
  const stays = longestIncreasing(sources);
  return sources.map((source, i) => stays.has(i) ? source : -1);
}

/** Indexes of a longest increasing subsequence of the entries that are not -1. */
function longestIncreasing(sources: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const previous = new Array<number>(sources.length).fill(-1);
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i]!;
    if (source < 0) continue;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sources[tails[middle]!]! < source) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[i] = tails[low - 1]!;
    tails[low] = i;
  }
  const stays = new Set<number>();
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i]!) stays.add(i);
  return stays;
}

interface Middle {
  readonly start: number;
  readonly beforeCount: number;
  readonly added: readonly Row[];
  readonly kept: readonly number[];
}

function splicesOf({ start, beforeCount, added, kept }: Middle): RowSplice[] {
  const splices: RowSplice[] = [];
  let at = start;
  let source = 0;
  let pending: Row[] = [];
  const flush = (until: number) => {
    const remove = until - source;
    if (remove > 0 || pending.length > 0) {
      splices.push({ at, remove, add: pending });
      at += pending.length;
      pending = [];
    }
  };
  kept.forEach((position, i) => {
    if (position < 0) {
      pending.push(added[i]!);
      return;
    }
    flush(position);
    at++;
    source = position + 1;
  });
  flush(beforeCount);
  return splices;
}

/** The list after `splices`, as a receiver computes it. */
export function applySplices(rows: readonly Row[], splices: readonly RowSplice[]): Row[] {
  const result = [...rows];
  for (const { at, remove, add } of splices) result.splice(at, remove, ...add);
  return result;
}
