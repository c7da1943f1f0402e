/**
 * A query that is run again, unless the changes of a commit provably leave its rows as they are.
 *
 * `select … from a join b … where … order by … limit …` is not computed from changes. But of each
 * changed row it can often be told that no row of the result, before or after, is made of it:
 *
 * ```text
 * test    the row fails a condition that asks about this table alone
 * order   the result is full, and the row would stand behind its last row
 * key     only columns that are shown, and neither tested nor sorted by, changed; or the row is deleted;
 *         and no row of the result is made of the row with this key
 * ```
 *
 * For the last two, values are selected along with the result: the sorting column, and the key of each
 * table. They are cut off before rows are shown.
 *
 * A row of a subquery's table is told apart by the subquery's own test; or because the subquery, being
 * nothing but a value that is shown, asks for rows that are equal to a column of the row that it is
 * shown in, and no row shown has that value. A table may have several of these roles, and then a change
 * has to be without concern for each.
 */

import type { RowChange, SqlValue } from "@cf/protocol";
import type { Maintained } from "./maintained.ts";
import type { Row } from "./row-diff.ts";
import type { RowProgram } from "./row-program.ts";
import type { TableShape } from "./table-shape.ts";
import { type Collation, compareValues, rowKey, sameValue, valueKey } from "./values.ts";

/** What is known of one table of the query. */
export interface KeptSource {
  readonly shape: TableShape;
  /** Says of a row whether it can take part; `null` where nothing is asked of it. */
  readonly test: RowProgram | null;
  /** Whether its rows are the right side of a LEFT JOIN, whose absence shows too. */
  readonly isOuter: boolean;
  /** Where the key stands among the selected values; `null` where a key proves nothing. */
  readonly key: readonly number[] | null;
  /** Columns that conditions and the order use. */
  readonly used: ReadonlySet<number>;
  /** How the result is sorted, where that begins with a column of this table. */
  readonly order: KeptOrder | null;
}

/** One table of a subquery. */
export interface KeptInner {
  readonly shape: TableShape;
  readonly test: RowProgram | null;
  /** Columns that have to be equal to a selected value. */
  readonly links: readonly { readonly column: number; readonly selected: number }[];
}

/** The first term of the order, where it is a column of a table that is not outer. */
export interface KeptOrder {
  /** Its position in the table, and among the selected values. */
  readonly column: number;
  readonly selected: number;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
  readonly collation: Collation;
}

/** What a kept query is made of. */
export interface KeptOptions {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** Values that are selected along, behind the query's own. */
  readonly extra: number;
  readonly sources: readonly KeptSource[];
  readonly inners: readonly KeptInner[];
  readonly limit: number | null;
  readonly offset: number;
}

/** More changes at once are not looked at one by one. */
const CHANGES_MAX = 500;

/** Rows that stay until a change may concern them. */
export class KeptRows implements Maintained {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly #options: KeptOptions;
  /** The roles of each table. */
  readonly #roles = new Map<string, { sources: KeptSource[]; inners: KeptInner[] }>();
  #rows: readonly Row[] = [];
  /** The keys of each source's rows that the result is made of. */
  readonly #keys = new Map<KeptSource, Set<string>>();
  /** What the rows hold of each selected value. */
  readonly #held = new Map<number, Set<string>>();
  /** The sorting column of the last row; `undefined` while more rows would be shown. */
  #last: { readonly value: SqlValue } | undefined;

  constructor(options: KeptOptions) {
    this.#options = options;
    this.sql = options.sql;
    this.params = options.params;
    for (const source of options.sources) this.#rolesOf(source.shape).sources.push(source);
    for (const inner of options.inners) this.#rolesOf(inner.shape).inners.push(inner);
  }

  fill(rows: readonly Row[]): boolean {
    const { extra, sources, inners, limit } = this.#options;
    const valueOf = (row: Row, selected: number) => row.at(selected - extra)!;
    for (const source of sources) {
      const { key } = source;
      if (key === null) continue;
      const keys = rows.map((row) => rowKey(key.map((at) => valueOf(row, at))));
      this.#keys.set(source, new Set(keys));
    }
    for (const { selected } of inners.flatMap(({ links }) => links)) {
      this.#held.set(selected, new Set(rows.map((row) => valueKey(valueOf(row, selected)))));
    }
    const order = sources.find((source) => source.order !== null)?.order;
    const last = rows.at(-1);
    const isFull = order && last !== undefined && rows.length === limit;
    this.#last = isFull ? { value: valueOf(last, order.selected) } : undefined;
    this.#rows = extra === 0 ? rows : rows.map((row) => row.slice(0, -extra));
    return true;
  }

  apply(changes: readonly RowChange[]): "exact" | "stale" {
    if (changes.length > CHANGES_MAX) return "stale";
    return changes.every((change) => this.#leavesAll(change)) ? "exact" : "stale";
  }

  rows(): readonly Row[] {
    return this.#rows;
  }

  #rolesOf({ name }: TableShape): { sources: KeptSource[]; inners: KeptInner[] } {
    const table = name.toLowerCase();
    let roles = this.#roles.get(table);
    if (roles === undefined) this.#roles.set(table, roles = { sources: [], inners: [] });
    return roles;
  }

  #leavesAll(change: RowChange): boolean {
    const roles = this.#roles.get(change.table.toLowerCase());
    if (roles === undefined) return false;
    const rows = [change.old, change.new].filter((row) => row !== null);
    return roles.sources.every((source) =>
      rows.every((row) => this.#isApart(row, source)) || this.#isUnseen(change, rows, source)
    ) && roles.inners.every((inner) => rows.every((row) => this.#isNotAsked(row, inner)));
  }

  /** Whether no row of the result can be made of `row`, whatever else there is. */
  #isApart(row: Row, { test, order }: KeptSource): boolean {
    if (test?.evaluate(row) === null) return true;
    if (order === null || this.#last === undefined) return false;
    return standsBehind(row[order.column]!, this.#last.value, order);
  }

  /** Whether the change shows in no row but those made of its row, and none is. */
  #isUnseen({ op, old, new: next }: RowChange, rows: readonly Row[], source: KeptSource): boolean {
    const keys = this.#keys.get(source);
    if (keys === undefined || op === "insert") return false;
    if (op === "delete" && (source.isOuter || this.#options.offset > 0)) return false;
    if (op === "update") {
      for (const column of source.used) {
        if (!sameValue(old![column]!, next![column]!)) return false;
      }
    }
    return rows.every((row) => !keys.has(rowKey(source.shape.key.map((at) => row[at]!))));
  }

  /** Whether the subquery takes no notice of `row` in any row of the result. */
  #isNotAsked(row: Row, { test, links }: KeptInner): boolean {
    if (test?.evaluate(row) === null) return true;
    return links.some(({ column, selected }) =>
      !this.#held.get(selected)!.has(valueKey(row[column]!))
    );
  }
}

/** Whether `value` is sorted behind `last`, and not beside it. */
function standsBehind(value: SqlValue, last: SqlValue, order: KeptOrder): boolean {
  if (value === null || last === null) {
    return value !== last && (value === null) !== order.nullsFirst;
  }
  const difference = compareValues(value, last, order.collation);
  return order.descending ? difference < 0 : difference > 0;
}
