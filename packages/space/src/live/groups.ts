/**
 * `select …, count(*), sum(x), … from t where … group by … having …`, kept by the differences that
 * row changes make. `select distinct` is the same without aggregates.
 *
 * Groups without rows disappear, except the one of a query without GROUP BY. Values that are equal
 * under NOCASE or RTRIM are one group with several spellings, of which SQLite shows any: with more
 * than one the query is run again. What is not exact makes the result stale, and it is filled again.
 */

import type { RowChange, SqlValue } from "@cf/protocol";
import { type Aggregate, AggregateState, STATE_COLUMNS, stateSql } from "./aggregate-state.ts";
import type { GroupOutput, GroupRow } from "./group-output.ts";
import type { Maintained } from "./maintained.ts";
import type { Row } from "./row-diff.ts";
import type { RowProgram } from "./row-program.ts";
import { type Collation, compareValues, rowKey, sameValue, valueKey } from "./values.ts";
import { compareRows, type WindowTerm } from "./window.ts";

/** The query that is kept. */
export interface GroupsOptions {
  /** Its values are those of the grouping expressions, then what the aggregates read. */
  readonly program: RowProgram;
  /** How the grouping expressions compare. */
  readonly groupBy: readonly Collation[];
  readonly aggregates: readonly Aggregate[];
  readonly output: GroupOutput;
  /** Terms over the order values of `output`. */
  readonly order: readonly WindowTerm[];
  readonly limit: number | null;
  readonly offset: number;
}

interface Spelling {
  readonly values: Row;
  rows: number;
}

interface Group {
  /** Of the first spelling, for its place in the list. */
  readonly key: Row;
  /** Under a collation that is not BINARY there may be several. */
  readonly spellings: Map<string, Spelling>;
  rows: number;
  readonly states: readonly AggregateState[];
  /** As it stands in the list; `null` if it does not. */
  listed: GroupRow | null;
}

/** Groups and their aggregates. */
export class Groups implements Maintained {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly #options: GroupsOptions;
  readonly #isCollated: boolean;
  readonly #distinct: readonly Aggregate[];
  readonly #groups = new Map<string, Group>();
  /** Those that HAVING lets pass, in the order of the result. */
  #list: Group[] = [];

  constructor(options: GroupsOptions) {
    this.#options = options;
    const { program, groupBy, aggregates } = options;
    this.#isCollated = groupBy.some((collation) => collation !== "binary");
    this.#distinct = aggregates.filter(({ distinct }) => distinct);
    this.params = program.params;
    const column = (position: number | null) => position === null ? "" : program.columns[position]!;
    const keys = groupBy.map((collation, i) =>
      collation === "binary" ? column(i) : `(${column(i)}) collate binary`
    );
    const counted = this.#distinct.map(({ argument }) => column(argument));
    const states = aggregates.flatMap((aggregate) => {
      const { argument, isReal } = aggregate;
      const sql = column(argument);
      return stateSql(aggregate, { sql, isReal: isReal === null ? null : column(isReal) });
    });
    const terms = [...keys, ...counted].map((sql) => /^\W*\d+\W*$/.test(sql) ? `+${sql}` : sql);
    this.sql = `select ${
      [...groupBy.map((_, i) => column(i)), ...counted, "count(*)", ...states].join(", ")
    } ${program.from}${terms.length === 0 ? "" : ` group by ${terms.join(", ")}`}`;
  }

  fill(rows: readonly Row[]): boolean {
    const previous = new Map(this.#groups);
    this.#groups.clear();
    const { groupBy, aggregates } = this.#options;
    if (groupBy.length === 0) this.#group([]);
    const countAt = groupBy.length + this.#distinct.length;
    for (const row of rows) {
      const [, group] = this.#group(row);
      const members = Number(row[countAt]);
      this.#spell(group, row, members);
      group.rows += members;
      this.#distinct.forEach((aggregate, i) => {
        const state = group.states[aggregates.indexOf(aggregate)]!;
        state.occur(row[groupBy.length + i]!, members);
      });
      const exact = group.states.every((state, i) =>
        state.merge(row, countAt + 1 + i * STATE_COLUMNS)
      );
      if (!exact) return false;
    }
    this.#list = [];
    for (const [key, group] of this.#groups) {
      const listed = this.#evaluate(group, previous.get(key)?.listed ?? null);
      if (listed === undefined) return false;
      group.listed = listed;
      if (listed !== null) this.#list.push(group);
    }
    this.#list.sort((a, b) => this.#compare(a, b));
    return true;
  }

  apply(changes: readonly RowChange[]): "exact" | "stale" {
    const touched = new Map<string, Group>();
    const { program } = this.#options;
    if (changes.length > program.changesMax) return "stale";
    for (const { old, new: fresh } of changes) {
      const before = old === null ? null : program.evaluate(old);
      const after = fresh === null ? null : program.evaluate(fresh);
      if (before === undefined || after === undefined) return "stale";
      if (!this.#change(before, after, touched)) return "stale";
    }
    for (const [key, group] of touched) if (!this.#relist(key, group)) return "stale";
    return "exact";
  }

  rows(): readonly Row[] {
    const { limit, offset } = this.#options;
    const shown = limit === null
      ? this.#list.slice(offset)
      : this.#list.slice(offset, offset + limit);
    return shown.map(({ listed }) => listed!.shown);
  }

  #keyOf(values: Row): string {
    let text = "";
    this.#options.groupBy.forEach((collation, i) => {
      const part = valueKey(values[i]!, collation);
      text += `${part.length}:${part}`;
    });
    return text;
  }

  #group(values: Row): [string, Group] {
    const { groupBy, aggregates } = this.#options;
    const key = this.#keyOf(values);
    let group = this.#groups.get(key);
    if (group === undefined) {
      const states = aggregates.map((aggregate) => new AggregateState(aggregate));
      const first = values.slice(0, groupBy.length);
      group = { key: first, spellings: new Map(), rows: 0, states, listed: null };
      this.#groups.set(key, group);
    }
    return [key, group];
  }

  /**
   * Takes a row's values before and after a change in; `null` where it is not in the result.
   * Returns false where the state after it is not certain.
   */
  #change(before: Row | null, after: Row | null, touched: Map<string, Group>): boolean {
    if (before === null && after === null) return true;
    const { aggregates } = this.#options;
    const groups = [after, before].map((values, i) => {
      if (values === null) return undefined;
      const [key, group] = this.#group(values);
      touched.set(key, group);
      const sign = i === 0 ? 1 : -1;
      group.rows += sign;
      this.#spell(group, values, sign);
      return group;
    });
    const [to, from] = groups;
    return aggregates.every((aggregate, i) => {
      if (to === from && isUnchanged(aggregate, before!, after!)) return true;
      const put = () => to === undefined || to.states[i]!.change(after!, 1);
      const take = () => from === undefined || from.states[i]!.change(before!, -1);
      // A new extremum makes up for the old one, which has nothing to go by when it is alone.
      return to === from && to!.states[i]!.count === 1 ? take() && put() : put() && take();
    });
  }

  #spell({ spellings }: Group, row: Row, rows: number): void {
    const values = row.slice(0, this.#options.groupBy.length);
    const key = this.#isCollated ? rowKey(values) : "";
    const known = spellings.get(key);
    if (known === undefined) spellings.set(key, { values, rows });
    else if ((known.rows += rows) === 0 && this.#isCollated) spellings.delete(key);
  }

  /** Puts a group where it belongs now. Returns false where that is not certain. */
  #relist(key: string, group: Group): boolean {
    const { listed: old } = group;
    const isGone = group.rows === 0 && this.#options.groupBy.length > 0;
    const listed = isGone ? null : this.#evaluate(group, old);
    if (listed === undefined) return false;
    if (isGone) this.#groups.delete(key);
    if (old !== null) this.#list.splice(this.#place(group), 1);
    group.listed = listed;
    if (listed !== null) this.#list.splice(this.#place(group), 0, group);
    return true;
  }

  /** Keeps the shown row's identity where it did not change. */
  #evaluate(group: Group, old: GroupRow | null): GroupRow | null | undefined {
    if (group.spellings.size > 1) return undefined;
    const { states, rows } = group;
    const row = this.#options.output.evaluate({
      values: valuesOf(group),
      results: () => states.map((state) => state.result(rows)),
      stored: () => states.map((state) => state.stored(rows)),
    });
    if (!row || old === null) return row;
    const same = old.shown.every((value, i) => sameValue(value, row.shown[i]!));
    return same ? { shown: old.shown, order: row.order } : row;
  }

  /** The position of the first listed group that is not before `group`. */
  #place(group: Group): number {
    let low = 0;
    let high = this.#list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#list[middle]!, group) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(a: Group, b: Group): number {
    const ordered = compareRows(a.listed!.order, b.listed!.order, this.#options.order);
    if (ordered !== 0) return ordered;
    for (let i = 0; i < a.key.length; i++) {
      const order = compareValues(a.key[i]!, b.key[i]!, this.#options.groupBy[i]!);
      if (order !== 0) return order;
    }
    return 0;
  }
}

function isUnchanged({ argument, isReal }: Aggregate, before: Row, after: Row): boolean {
  return [argument, isReal].every((position) =>
    position === null || sameValue(before[position]!, after[position]!)
  );
}

/** The values of a group's one spelling. */
function valuesOf({ spellings }: Group): Row {
  for (const { values } of spellings.values()) return values;
  return [];
}
