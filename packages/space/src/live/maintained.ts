/**
 * What an incrementally kept query is: a query of its own that fills it, and a way to take row
 * changes in. Filling again is always right; taking changes in is right or says that it is not.
 */

import type { RowChange, SqlValue } from "@cf/protocol";
import type { Row } from "./row-diff.ts";

/** A result kept by row changes. */
export interface Maintained {
  /** The query whose rows `fill` takes. */
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** Replaces the state. Returns false when these rows cannot be kept by changes. */
  fill(rows: readonly Row[]): boolean;
  /**
   * Takes changes of the table in, in order. `exact`: the result is right. `refill`: it is right,
   * but should be filled again before long. `stale`: it must be filled again.
   */
  apply(changes: readonly RowChange[]): "exact" | "refill" | "stale";
  /** The current result. Rows that did not change are the same objects. */
  rows(): readonly Row[];
}
