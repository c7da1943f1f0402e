/**
 * What is kept of one aggregate of one group, so that rows can come and go.
 *
 * Sums are exact or not kept. SQLite adds in the order in which it meets the rows, so a sum is the
 * same in every order only if no addition rounds: while the magnitudes of all values add up to at
 * most 2^53 and all are whole, or to at most 2^33 and all are multiples of 2^-20 (halves, quarters,
 * amounts like 19.75; not 0.1). Then every partial sum is a double without rounding.
 *
 * ```text
 * fill columns   count | sum | magnitude | inexact | fractions | reals | extremum
 * ```
 */

import type { SQLInputValue } from "node:sqlite";
import type { SqlValue } from "@cf/protocol";
import type { Row } from "./row-diff.ts";
import { storedValue } from "./scratch-table.ts";
import type { ColumnShape } from "./table-shape.ts";
import { type Collation, compareValues, valueKey } from "./values.ts";

/** One aggregate; positions are places in the values of the row program. */
export interface Aggregate {
  readonly function: "count" | "sum" | "avg" | "min" | "max" | "total";
  readonly distinct: boolean;
  /** `null` for `count(*)`. */
  readonly argument: number | null;
  /** Where it stands whether the argument is a REAL; `null` where nobody asks. */
  readonly isReal: number | null;
  readonly collation: Collation;
  /** How a kept extremum is stored; `null` where nobody asks. */
  readonly column: ColumnShape | null;
}

const WHOLE_MAX = Number.MAX_SAFE_INTEGER;
const FRACTION_MAX = 2 ** 33;
const FRACTION_UNITS = 2 ** 20;

/** How many fill columns a state has. */
export const STATE_COLUMNS = 7;

/** The fill columns of `aggregate`, whose argument, and whether it is a REAL, are SQL. */
export function stateSql(
  aggregate: Aggregate,
  { sql, isReal }: { readonly sql: string; readonly isReal: string | null },
): string[] {
  const { function: fn, argument, distinct } = aggregate;
  if (argument === null || distinct) return ["0", "0", "0", "0", "0", "0", "null"];
  if (!isSum(aggregate)) {
    const extremum = fn === "count" ? "null" : `${fn}(${sql})`;
    return [`count(${sql})`, "0", "0", "0", "0", "0", extremum];
  }
  const x = `(${sql})`;
  const units = `(${x} * ${FRACTION_UNITS}.0)`;
  const isWhole = `${x} between -${WHOLE_MAX} and ${WHOLE_MAX} and ${x} = round(${x})`;
  const isFraction = `${x} between -${FRACTION_MAX} and ${FRACTION_MAX} ` +
    `and ${units} = round(${units})`;
  const kinds = (whole: number, fraction: number, inexact: number) =>
    `total(case when ${x} is null then 0 ` +
    `when typeof(${x}) not in ('integer', 'real') then ${inexact} ` +
    `when ${isWhole} then ${whole} when ${isFraction} then ${fraction} else ${inexact} end)`;
  return [
    `count(${sql})`,
    `total(${sql})`,
    `total(case when ${x} < 0 then -${x} else ${x} end)`,
    kinds(0, 0, 1),
    kinds(0, 1, 0),
    isReal === null ? "0" : `total(${isReal})`,
    "null",
  ];
}

/** What is kept of one aggregate of one group. */
export class AggregateState {
  readonly #aggregate: Aggregate;
  /** Values that are not NULL; how many of them are fractions, and REALs. */
  #count = 0;
  #fractions = 0;
  #reals = 0;
  #sum = 0;
  #magnitude = 0;
  #extremum: SqlValue = null;
  /** How often each value occurs, where distinct ones are counted. */
  readonly #occurrences: Map<string, number> | null;

  constructor(aggregate: Aggregate) {
    this.#aggregate = aggregate;
    this.#occurrences = aggregate.distinct ? new Map() : null;
  }

  /** Values that are not NULL. */
  get count(): number {
    return this.#count;
  }

  /** Adds the fill columns in `row` from `at` on. Returns false when the sum is not exact. */
  merge(row: Row, at: number): boolean {
    const [count, sum, magnitude, inexact, fractions, reals, extremum] = row.slice(
      at,
      at + STATE_COLUMNS,
    );
    this.#count += Number(count);
    this.#sum += Number(sum);
    this.#magnitude += Number(magnitude);
    this.#fractions += Number(fractions);
    this.#reals += Number(reals);
    if (this.#isBetter(extremum ?? null)) this.#extremum = extremum!;
    return Number(inexact) === 0 && this.#isExact;
  }

  /** Notes that `value` occurs `times` more often, or less often if negative. */
  occur(value: SqlValue, times: number): void {
    if (value === null) return;
    const key = valueKey(value, this.#aggregate.collation);
    const now = (this.#occurrences!.get(key) ?? 0) + times;
    if (now === 0) this.#occurrences!.delete(key);
    else this.#occurrences!.set(key, now);
  }

  /** Takes the values of one row in, or out. Returns false when this must be filled again. */
  change(values: Row, sign: 1 | -1): boolean {
    const { argument, isReal, distinct, collation } = this.#aggregate;
    const value = argument === null ? null : values[argument]!;
    if (value === null) return true;
    if (distinct) {
      this.occur(value, sign);
      return true;
    }
    this.#count += sign;
    if (isReal !== null) this.#reals += sign * Number(values[isReal]);
    if (isSum(this.#aggregate)) return this.#addExactly(value, sign);
    if (this.#aggregate.function === "count") return true;
    if (sign === 1) {
      if (this.#isBetter(value)) this.#extremum = value;
      return true;
    }
    // The next extremum is not known here.
    if (this.#count > 0) return compareValues(value, this.#extremum, collation) !== 0;
    this.#extremum = null;
    return true;
  }

  /** The aggregate's value in a group of `rows`. */
  result(rows: number): SqlValue {
    switch (this.#aggregate.function) {
      case "count":
        if (this.#aggregate.argument === null) return rows;
        return this.#occurrences?.size ?? this.#count;
      case "min":
      case "max":
        return this.#extremum;
      case "total":
        return this.#sum;
      case "sum":
        return this.#count === 0 ? null : this.#sum;
      case "avg":
        return this.#count === 0 ? null : this.#sum / this.#count;
    }
  }

  /** The same for SQLite, which tells INTEGER from REAL. */
  stored(rows: number): SQLInputValue {
    const value = this.result(rows);
    if (typeof value !== "number") return value;
    const { function: fn, column } = this.#aggregate;
    if (fn === "count" || (fn === "sum" && this.#reals === 0)) return BigInt(value);
    const isExtremum = fn === "min" || fn === "max";
    return isExtremum && column !== null ? storedValue(value, column) : value;
  }

  #isBetter(value: SqlValue): boolean {
    const { function: fn, collation } = this.#aggregate;
    if (value === null || (fn !== "min" && fn !== "max")) return false;
    if (this.#extremum === null) return true;
    const order = compareValues(value, this.#extremum, collation);
    return fn === "max" ? order > 0 : order < 0;
  }

  #addExactly(value: SqlValue, sign: 1 | -1): boolean {
    if (typeof value !== "number") return false;
    const isWhole = Number.isSafeInteger(value);
    if (!isWhole && !isFraction(value)) return false;
    this.#sum += sign * value;
    this.#magnitude += sign * Math.abs(value);
    if (!isWhole) this.#fractions += sign;
    return this.#isExact;
  }

  get #isExact(): boolean {
    return this.#magnitude <= (this.#fractions === 0 ? WHOLE_MAX : FRACTION_MAX);
  }
}

function isSum({ function: fn }: Aggregate): boolean {
  return fn === "sum" || fn === "avg" || fn === "total";
}

function isFraction(value: number): boolean {
  return Math.abs(value) <= FRACTION_MAX && Number.isInteger(value * FRACTION_UNITS);
}
