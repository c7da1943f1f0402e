/**
 * `select … from t where … order by … limit n offset m`, kept as a sorted window of rows.
 *
 * The window holds the first rows in a total order: the query's terms, then the key in the
 * direction of the last term. Ties are thereby settled the same way each time, which SQL leaves
 * open. Beyond the last row shown some more are kept, so that removed rows can be made up for; when
 * these run low, the window is filled again.
 *
 * ```text
 *   entries   [ skipped .. | shown ........ | slack ............. ]  rows that are not kept
 *             0      offset^                ^end           capacity^
 * ```
 *
 * Invariant: `entries` are exactly the first `entries.length` matching rows of the table, and all
 * of them if `complete`.
 */

import type { RowChange, SqlValue } from "@cf/protocol";
import type { Maintained } from "./maintained.ts";
import type { Row } from "./row-diff.ts";
import type { RowProgram } from "./row-program.ts";
import { type Collation, compareValues, rowKey, sameValue } from "./values.ts";

/** One ORDER BY term, by its place in the program's values. */
export interface WindowTerm {
  readonly position: number;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
  readonly collation: Collation;
}

/** The query that a window keeps. Positions are places in the program's values. */
export interface WindowOptions {
  readonly program: RowProgram;
  /** Of the result columns. */
  readonly projection: readonly number[];
  readonly order: readonly WindowTerm[];
  /** Of the key, compared under the collations of its columns. */
  readonly key: readonly { readonly position: number; readonly collation: Collation }[];
  /** `null`: no limit. */
  readonly limit: number | null;
  readonly offset: number;
}

/** `row` holds the program's values. */
interface Entry {
  readonly key: string;
  readonly row: Row;
  readonly shown: Row;
}

const SLACK_MAX = 1_000;

/** A sorted window. */
export class Window implements Maintained {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly #program: RowProgram;
  readonly #projection: readonly number[];
  readonly #key: readonly number[];
  readonly #order: readonly WindowTerm[];
  readonly #offset: number;
  /** Rows up to the last that is shown. */
  readonly #end: number;
  readonly #capacity: number;
  #entries: Entry[] = [];
  #byKey = new Map<string, Entry>();
  #complete = true;

  constructor({ program, projection, order, key, limit, offset }: WindowOptions) {
    this.#program = program;
    this.#projection = projection;
    this.#key = key.map(({ position }) => position);
    const descending = order.at(-1)?.descending ?? false;
    const tieBreak = key.map((part) => ({ ...part, descending, nullsFirst: !descending }));
    this.#order = [...order, ...tieBreak];
    this.#offset = offset;
    this.#end = limit === null ? Infinity : limit + offset;
    this.#capacity = this.#end + Math.min(this.#end + 16, SLACK_MAX);
    this.params = program.params;
    this.sql = `select ${program.columns.join(", ")} ${program.from} order by ` +
      this.#order.map(termSql).join(", ") +
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
    if (changes.length > this.#program.changesMax) return "stale";
    for (const change of changes) {
      const before = change.old === null ? null : this.#program.evaluate(change.old);
      const after = change.new === null ? null : this.#program.evaluate(change.new);
      if (before === undefined || after === undefined) return "stale";
      const previous = this.#byKey;
      const known = before === null ? undefined : previous.get(this.#keyOf(before));
      if (known !== undefined) this.#remove(known);
      if (after !== null) this.#insert(this.#entry(after, previous, known));
    }
    if (this.#complete) return "exact";
    if (this.#entries.length < this.#end) return "stale";
    return this.#entries.length < this.#end + (this.#capacity - this.#end) / 4 ? "refill" : "exact";
  }

  rows(): readonly Row[] {
    const shown: Row[] = [];
    const end = Math.min(this.#end, this.#entries.length);
    for (let i = this.#offset; i < end; i++) shown.push(this.#entries[i]!.shown);
    return shown;
  }

  #keyOf(row: Row): string {
    return rowKey(this.#key.map((position) => row[position]!));
  }

  /** Keeps the shown row's identity where it did not change. */
  #entry(row: Row, previous: ReadonlyMap<string, Entry>, known?: Entry): Entry {
    const key = this.#keyOf(row);
    const shown = this.#projection.map((position) => row[position]!);
    const old = (known?.key === key ? known : previous.get(key))?.shown;
    const same = old !== undefined && old.every((value, i) => sameValue(value, shown[i]!));
    return { key, row, shown: same ? old : shown };
  }

  #remove(entry: Entry): void {
    this.#byKey.delete(entry.key);
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
      if (compareRows(this.#entries[middle]!.row, row, this.#order) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The order of two lists of values by `terms`. */
export function compareRows(a: Row, b: Row, terms: readonly WindowTerm[]): number {
  for (const { position, descending, nullsFirst, collation } of terms) {
    const left = a[position]!;
    const right = b[position]!;
    if (left === null || right === null) {
      if (left === right) continue;
      return (left === null) === nullsFirst ? -1 : 1;
    }
    const order = compareValues(left, right, collation);
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

/** A term names its result column by number, and so compares as that does. */
function termSql({ position, descending, nullsFirst }: WindowTerm): string {
  const usual = nullsFirst !== descending;
  return `${position + 1}${descending ? " desc" : ""}${
    usual ? "" : ` nulls ${nullsFirst ? "first" : "last"}`
  }`;
}
