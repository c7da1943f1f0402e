/** Routes: which values a row must have to concern a query at all. */

import type { SqlValue } from "@cf/protocol";
import type { Filter } from "./filter.ts";
import type { TableShape } from "./table-shape.ts";

/** Only rows of `shape` that have one of these combinations of values can be in the result. */
export interface Route {
  readonly shape: TableShape;
  /** Ascending. */
  readonly positions: readonly number[];
  /** Values by position; one with a NULL matches nothing. */
  readonly combinations: readonly (readonly SqlValue[])[];
}

/** A query is found under so many values at most. */
const COMBINATIONS_MAX = 64;

/** The route by those of `filters` that ask for values; `undefined` without any. */
export function routeOf(shape: TableShape, filters: readonly Filter[]): Route | undefined {
  const equal = filters.filter(({ operator }) => operator === "=" || operator === "in")
    .sort((a, b) => a.values.length - b.values.length);
  const chosen: Filter[] = [];
  let count = 1;
  for (const filter of equal) {
    if (chosen.some(({ position }) => position === filter.position)) continue;
    if (count * filter.values.length > COMBINATIONS_MAX) break;
    count *= filter.values.length;
    chosen.push(filter);
  }
  if (chosen.length === 0) return undefined;
  chosen.sort((a, b) => a.position - b.position);
  let combinations: SqlValue[][] = [[]];
  for (const { values } of chosen) {
    combinations = combinations.flatMap((some) => values.map((value) => [...some, value]));
  }
  return { shape, positions: chosen.map(({ position }) => position), combinations };
}
