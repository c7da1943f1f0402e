/**
 * `select …, count(*), sum(x), … from t where … group by …`, kept by the differences that row
 * changes make.
 *
 * Exactness: a sum or average is kept only while every value in it is a whole number of at most
 * 2^53 and the sum stays within it; then the order of additions does not matter. A minimum or maximum
 * is kept until a row that holds it goes. Anything else makes the result stale, and it is filled
 * again. Groups without rows disappear, except the one of a query without GROUP BY.
 */

import type { RowChange, SqlValue } from "@cf/protocol";
import { type Filter, passes, whereSql } from "./filter.ts";
import type { Maintained } from "./maintained.ts";
import type { Row } from "./row-diff.ts";
import type { TableShape } from "./table-shape.ts";
import { compareValues, rowKey, sameValue } from "./values.ts";

/** One aggregate; `position` is `null` for `count(*)`. */
export interface AggregateColumn {
  readonly function: "count" | "sum" | "avg" | "min" | "max";
  readonly position: number | null;
}

/** One result column: a grouping column (by its place in `groupBy`) or an aggregate. */
export type GroupOutput =
  | { readonly kind: "group"; readonly group: number }
  | { readonly kind: "aggregate"; readonly aggregate: number };

/** The query that is kept. */
export interface GroupsOptions {
  readonly shape: TableShape;
  readonly filters: readonly Filter[];
  /** Positions of the grouping columns, all compared as BINARY. */
  readonly groupBy: readonly number[];
  readonly aggregates: readonly AggregateColumn[];
  readonly outputs: readonly GroupOutput[];
  /** Terms over result columns. */
  readonly order: readonly { output: number; descending: boolean; nullsFirst: boolean }[];
  readonly limit: number | null;
}

interface Group {
  readonly values: readonly SqlValue[];
  rows: number;
  readonly states: State[];
  shown: Row | undefined;
}

/** Of one aggregate: non-NULL values, their sum, those that make a sum inexact, the extremum. */
interface State {
  count: number;
  sum: number;
  inexact: number;
  extremum: SqlValue;
}

const SUM_MAX = Number.MAX_SAFE_INTEGER;

/** Groups and their aggregates. */
export class Groups implements Maintained {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly #options: GroupsOptions;
  readonly #groups = new Map<string, Group>();

  constructor(options: GroupsOptions) {
    this.#options = options;
    const { shape, filters, groupBy, aggregates } = options;
    const where = whereSql(filters, shape);
    this.params = where.params;
    const name = (position: number) => `"${shape.columns[position]!.name}"`;
    const states = aggregates.flatMap(({ function: fn, position }) => {
      if (position === null) return ["0", "0", "0", "null"];
      const column = name(position);
      const summing = fn === "sum" || fn === "avg";
      const inexact =
        `sum(case when ${column} is null then 0 when typeof(${column}) in ('integer', 'real') ` +
        `and abs(${column}) <= ${SUM_MAX} and ${column} = round(${column}) then 0 else 1 end)`;
      return [
        `count(${column})`,
        summing ? `total(${column})` : "0",
        summing ? inexact : "0",
        fn === "min" || fn === "max" ? `${fn}(${column})` : "null",
      ];
    });
    this.sql = `select ${[...groupBy.map(name), "count(*)", ...states].join(", ")} ` +
      `from "${shape.name}"${where.sql}` +
      (groupBy.length === 0 ? "" : ` group by ${groupBy.map(name).join(", ")}`);
  }

  fill(rows: readonly Row[]): boolean {
    const previous = new Map(this.#groups);
    this.#groups.clear();
    const { groupBy, aggregates } = this.#options;
    for (const row of rows) {
      const values = row.slice(0, groupBy.length);
      const count = row[groupBy.length] as number;
      const states = aggregates.map((_, i): State => {
        const [count, sum, inexact, extremum] = row.slice(groupBy.length + 1 + i * 4);
        return {
          count: Number(count),
          sum: Number(sum ?? 0),
          inexact: Number(inexact ?? 0),
          extremum: extremum ?? null,
        };
      });
      if (states.some((state) => !isExact(state))) return false;
      const key = rowKey(values);
      const group: Group = { values, rows: count, states, shown: undefined };
      this.#groups.set(key, group);
      this.#show(group, previous.get(key)?.shown);
    }
    return true;
  }

  apply(changes: readonly RowChange[]): "exact" | "stale" {
    const touched = new Map<string, Group>();
    for (const { old, new: fresh } of changes) {
      if (old !== null && this.#passes(old) && !this.#take(old, touched)) return "stale";
      if (fresh !== null && this.#passes(fresh) && !this.#put(fresh, touched)) return "stale";
    }
    for (const [key, group] of touched) {
      if (group.rows === 0 && this.#options.groupBy.length > 0) this.#groups.delete(key);
      else this.#show(group, group.shown);
    }
    return "exact";
  }

  rows(): readonly Row[] {
    const { order, limit } = this.#options;
    const groups = [...this.#groups.values()].sort((a, b) => {
      for (const { output, descending, nullsFirst } of order) {
        const left = a.shown![output]!;
        const right = b.shown![output]!;
        if ((left === null) !== (right === null)) return (left === null) === nullsFirst ? -1 : 1;
        const comparison = compareValues(left, right, "binary");
        if (comparison !== 0) return descending ? -comparison : comparison;
      }
      return compareGroups(a, b);
    });
    const rows = groups.map((group) => group.shown!);
    return limit === null ? rows : rows.slice(0, limit);
  }

  #passes(row: Row): boolean {
    return passes(row, this.#options.filters, this.#options.shape);
  }

  #groupOf(row: Row, touched: Map<string, Group>): Group {
    const { groupBy, aggregates } = this.#options;
    const values = groupBy.map((position) => row[position]!);
    const key = rowKey(values);
    let group = this.#groups.get(key);
    if (group === undefined) {
      const states = aggregates.map(() => ({ count: 0, sum: 0, inexact: 0, extremum: null }));
      this.#groups.set(key, group = { values, rows: 0, states, shown: undefined });
    }
    touched.set(key, group);
    return group;
  }

  #put(row: Row, touched: Map<string, Group>): boolean {
    const group = this.#groupOf(row, touched);
    group.rows++;
    return this.#options.aggregates.every(({ function: fn, position }, i) => {
      const value = position === null ? null : row[position]!;
      if (value === null) return true;
      const state = group.states[i]!;
      state.count++;
      if (fn === "sum" || fn === "avg") return addExactly(state, value, 1);
      if (fn === "count") return true;
      const order = state.extremum === null ? 1 : compareValues(value, state.extremum, "binary");
      if (state.extremum === null || (fn === "max" ? order > 0 : order < 0)) state.extremum = value;
      return true;
    });
  }

  #take(row: Row, touched: Map<string, Group>): boolean {
    const group = this.#groupOf(row, touched);
    if (--group.rows < 0) return false;
    return this.#options.aggregates.every(({ function: fn, position }, i) => {
      const value = position === null ? null : row[position]!;
      if (value === null) return true;
      const state = group.states[i]!;
      state.count--;
      if (fn === "sum" || fn === "avg") return addExactly(state, value, -1);
      if (fn === "count") return true;
      if (state.count === 0) state.extremum = null;
      else if (compareValues(value, state.extremum, "binary") === 0) return false;
      return true;
    });
  }

  #show(group: Group, old: Row | undefined): void {
    const row = this.#options.outputs.map((output) => {
      if (output.kind === "group") return group.values[output.group]!;
      const { function: fn, position } = this.#options.aggregates[output.aggregate]!;
      const state = group.states[output.aggregate]!;
      if (fn === "count") return position === null ? group.rows : state.count;
      if (fn === "min" || fn === "max") return state.extremum;
      if (state.count === 0) return null;
      return fn === "sum" ? state.sum : state.sum / state.count;
    });
    const same = old !== undefined && old.every((value, i) => sameValue(value, row[i]!));
    group.shown = same ? old : row;
  }
}

function addExactly(state: State, value: SqlValue, sign: 1 | -1): boolean {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return false;
  state.sum += sign * value;
  return isExact(state);
}

function isExact(state: State): boolean {
  return state.inexact === 0 && Math.abs(state.sum) <= SUM_MAX;
}

function compareGroups(a: Group, b: Group): number {
  for (let i = 0; i < a.values.length; i++) {
    const order = compareValues(a.values[i]!, b.values[i]!, "binary");
    if (order !== 0) return order;
  }
  return 0;
}
