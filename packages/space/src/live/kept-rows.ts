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
 */

import type { RowChange, SqlValue } from "@cf/protocol";
import type { Maintained } from "./maintained.ts";
import type { Row } from "./row-diff.ts";
import type { RowProgram } from "./row-program.ts";
import type { TableShape } from "./table-shape.ts";
import { type Collation, compareValues, rowKey, sameValue } from "./values.ts";

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
}

/** The first term of the order, where it is a column of a table that is not outer. */
export interface KeptOrder {
  readonly table: string;
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
  /** By table; one that is joined with itself has none. */
  readonly sources: ReadonlyMap<string, KeptSource>;
  readonly order: KeptOrder | null;
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
  #rows: readonly Row[] = [];
  /** The keys of each table's rows that the result is made of. */
  readonly #keys = new Map<string, Set<string>>();
  /** The sorting column of the last row; `undefined` while more rows would be shown. */
  #last: { readonly value: SqlValue } | undefined;

  constructor(options: KeptOptions) {
    this.#options = options;
    this.sql = options.sql;
    this.params = options.params;
  }

  fill(rows: readonly Row[]): boolean {
    const { extra, sources, order, limit } = this.#options;
    for (const [table, { key }] of sources) {
      if (key === null) continue;
      const keys = rows.map((row) => rowKey(key.map((at) => row.at(at - extra)!)));
      this.#keys.set(table, new Set(keys));
    }
    const last = rows.at(-1);
    const isFull = order !== null && last !== undefined && rows.length === limit;
    this.#last = isFull ? { value: last.at(order.selected - extra)! } : undefined;
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

  #leavesAll(change: RowChange): boolean {
    const source = this.#options.sources.get(change.table.toLowerCase());
    if (source === undefined) return false;
    const rows = [change.old, change.new].filter((row) => row !== null);
    return rows.every((row) => this.#isApart(row, source)) || this.#isUnseen(change, rows, source);
  }

  /** Whether no row of the result can be made of `row`, whatever else there is. */
  #isApart(row: Row, { shape, test }: KeptSource): boolean {
    if (test?.evaluate(row) === null) return true;
    const { order } = this.#options;
    if (order === null || this.#last === undefined || order.table !== shape.name) return false;
    return standsBehind(row[order.column]!, this.#last.value, order);
  }

  /** Whether the change shows in no row but those made of its row, and none is. */
  #isUnseen({ op, old, new: next }: RowChange, rows: readonly Row[], source: KeptSource): boolean {
    const keys = this.#keys.get(source.shape.name.toLowerCase());
    if (keys === undefined || op === "insert") return false;
    if (op === "delete" && (source.isOuter || this.#options.offset > 0)) return false;
    if (op === "update") {
      for (const column of source.used) {
        if (!sameValue(old![column]!, next![column]!)) return false;
      }
    }
    return rows.every((row) => !keys.has(rowKey(source.shape.key.map((at) => row[at]!))));
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
