/**
 * `select columns from t where … order by … limit n`, kept as a sorted window of rows.
 *
 * The window holds the first rows in a total order: the query's terms, then the key in the
 * direction of the last term. Ties are thereby settled the same way each time, which SQL leaves
 * open. Beyond the limit some more rows are kept, so that removed rows can be made up for; when these
 * run low, the window is filled again.
 *
 * ```text
 *   entries   [ shown ........ | slack ............. ]  rows of the table that are not kept
 *             0          limit^   limit + slack ^
 * ```
 *
 * Invariant: `entries` are exactly the first `entries.length` matching rows of the table, and all
 * of them if `complete`.
 */

import type { RowChange, SqlValue } from "@cf/protocol";
import { type Filter, passes, whereSql } from "./filter.ts";
import type { Maintained } from "./maintained.ts";
import type { Row } from "./row-diff.ts";
import type { TableShape } from "./table-shape.ts";
import { compareValues, rowKey, sameValue } from "./values.ts";

/** One ORDER BY term over a stored column. */
export interface WindowTerm {
  readonly position: number;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** The query that a window keeps. */
export interface WindowOptions {
  readonly shape: TableShape;
  readonly filters: readonly Filter[];
  /** Positions of the result columns. */
  readonly projection: readonly number[];
  readonly order: readonly WindowTerm[];
  /** `null`: no limit. */
  readonly limit: number | null;
}

interface Entry {
  readonly key: string;
  readonly row: Row;
  readonly shown: Row;
}

/** A sorted window. */
export class Window implements Maintained {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly #shape: TableShape;
  readonly #filters: readonly Filter[];
  readonly #projection: readonly number[];
  readonly #order: readonly WindowTerm[];
  readonly #limit: number;
  readonly #capacity: number;
  #entries: Entry[] = [];
  #byKey = new Map<string, Entry>();
  #complete = true;

  constructor({ shape, filters, projection, order, limit }: WindowOptions) {
    this.#shape = shape;
    this.#filters = filters;
    this.#projection = projection;
    const descending = order.at(-1)?.descending ?? false;
    const tieBreak = shape.key.map((position) => ({
      position,
      descending,
      nullsFirst: !descending,
    }));
    this.#order = [...order, ...tieBreak];
    this.#limit = limit ?? Infinity;
    this.#capacity = this.#limit === Infinity ? Infinity : this.#limit * 2 + 16;
    const where = whereSql(filters, shape);
    this.params = where.params;
    this.sql = `select ${shape.columns.map(({ name }) => `"${name}"`).join(", ")} ` +
      `from "${shape.name}"${where.sql} order by ${
        this.#order.map((term) => this.#termSql(term)).join(", ")
      }` +
      (this.#capacity === Infinity ? "" : ` limit ${this.#capacity}`);
  }

  fill(rows: readonly Row[]): boolean {
    this.#complete = rows.length < this.#capacity;
    const previous = this.#byKey;
    this.#byKey = new Map();
    this.#entries = rows.map((row) => {
      const entry = this.#entry(row, previous);
      this.#byKey.set(entry.key, entry);
      return entry;
    });
    return true;
  }

  apply(changes: readonly RowChange[]): "exact" | "refill" | "stale" {
    for (const change of changes) {
      const before = change.old !== null && passes(change.old, this.#filters, this.#shape);
      const after = change.new !== null && passes(change.new, this.#filters, this.#shape);
      const previous = this.#byKey;
      if (before) this.#remove(change.old!);
      if (after) this.#insert(this.#entry(change.new!, previous));
    }
    if (this.#complete) return "exact";
    if (this.#entries.length < this.#limit) return "stale";
    return this.#entries.length < this.#limit + (this.#capacity - this.#limit) / 4
      ? "refill"
      : "exact";
  }

  rows(): readonly Row[] {
    const shown: Row[] = [];
    const count = Math.min(this.#limit, this.#entries.length);
    for (let i = 0; i < count; i++) shown.push(this.#entries[i]!.shown);
    return shown;
  }

  /** Keeps the shown row's identity where it did not change. */
  #entry(row: Row, previous: ReadonlyMap<string, Entry>): Entry {
    const key = rowKey(this.#shape.key.map((position) => row[position]!));
    const shown = this.#projection.map((position) => row[position]!);
    const old = previous.get(key)?.shown;
    const same = old !== undefined && old.every((value, i) => sameValue(value, shown[i]!));
    return { key, row, shown: same ? old : shown };
  }

  #remove(row: Row): void {
    const key = rowKey(this.#shape.key.map((position) => row[position]!));
    const entry = this.#byKey.get(key);
    if (entry === undefined) return;
    this.#byKey.delete(key);
    this.#entries.splice(this.#place(entry.row), 1);
  }

  #insert(entry: Entry): void {
    const at = this.#place(entry.row);
    // What comes after the last kept row may come after rows that are not kept, too.
    if (at === this.#entries.length && !this.#complete) return;
    this.#entries.splice(at, 0, entry);
    this.#byKey.set(entry.key, entry);
    if (this.#entries.length <= this.#capacity * 2) return;
    for (const dropped of this.#entries.splice(this.#capacity)) this.#byKey.delete(dropped.key);
    this.#complete = false;
  }

  /** The position of the first entry that is not before `row`. */
  #place(row: Row): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#entries[middle]!.row, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(a: Row, b: Row): number {
    for (const { position, descending, nullsFirst } of this.#order) {
      const left = a[position]!;
      const right = b[position]!;
      if (left === null || right === null) {
        if (left === right) continue;
        return (left === null) === nullsFirst ? -1 : 1;
      }
      const order = compareValues(left, right, this.#shape.columns[position]!.collation);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  }

  #termSql({ position, descending, nullsFirst }: WindowTerm): string {
    const name = `"${this.#shape.columns[position]!.name}"`;
    const usual = nullsFirst !== descending;
    return `${name}${descending ? " desc" : ""}${
      usual ? "" : ` nulls ${nullsFirst ? "first" : "last"}`
    }`;
  }
}
