/**
 * From a group's values and aggregates to its result row: `count(*), author` as they stand, and
 * everything else (`round(avg(x), 2)`, `having count(*) > 2`) by SQLite.
 */

import type { SQLInputValue, StatementSync } from "node:sqlite";
import type { SqlValue } from "@cf/protocol";
import { fromDriver, toDriver } from "../database/parameters.ts";
import type { Row } from "./row-diff.ts";
import { type ScratchTable, storedValue } from "./scratch-table.ts";
import type { ColumnShape } from "./table-shape.ts";

/** A group as outputs see it. */
export interface GroupValues {
  /** Of the grouping expressions. */
  readonly values: Row;
  /** Of the aggregates. */
  readonly results: () => readonly SqlValue[];
  /** The same for SQLite. */
  readonly stored: () => readonly SQLInputValue[];
}

/** A result row and the values that order it. */
export interface GroupRow {
  readonly shown: Row;
  readonly order: Row;
}

/** Makes rows of groups. */
export interface GroupOutput {
  /** `null`: HAVING leaves the group out. `undefined`: it cannot be told here. */
  evaluate(group: GroupValues): GroupRow | null | undefined;
}

/** A grouping value or an aggregate by its number. */
export type Part =
  | { readonly kind: "group"; readonly index: number }
  | { readonly kind: "aggregate"; readonly index: number };

/** Outputs that are grouping values and aggregates as they stand. */
export class PlainOutput implements GroupOutput {
  readonly #shown: readonly Part[];
  readonly #order: readonly Part[];

  constructor(shown: readonly Part[], order: readonly Part[]) {
    this.#shown = shown;
    this.#order = order;
  }

  evaluate({ values, results }: GroupValues): GroupRow {
    const computed = results();
    const take = ({ kind, index }: Part) => (kind === "group" ? values : computed)[index]!;
    return { shown: this.#shown.map(take), order: this.#order.map(take) };
  }
}

/** What outputs that SQLite evaluates are made of. */
export interface EvaluatedOutputOptions {
  readonly scratch: ScratchTable;
  readonly name: string;
  readonly groups: readonly ColumnShape[];
  /** SQL over the scratch table. */
  readonly shown: readonly string[];
  readonly order: readonly string[];
  readonly having: string | null;
  readonly params: readonly SqlValue[];
}

/** Outputs that SQLite evaluates. */
export class EvaluatedOutput implements GroupOutput {
  readonly #scratch: ScratchTable;
  readonly #groups: readonly ColumnShape[];
  readonly #statement: StatementSync;
  readonly #count: number;
  readonly #params: readonly SQLInputValue[];

  /** Throws when SQLite does not take the text. */
  constructor(options: EvaluatedOutputOptions) {
    const { scratch, name, groups, shown, order, having, params } = options;
    this.#scratch = scratch;
    this.#groups = groups;
    this.#count = shown.length;
    this.#params = params.map(toDriver);
    this.#statement = scratch.prepare(
      `select ${[...shown, ...order].join(", ")} from "${name}"` +
        (having === null ? "" : ` where ${having}`),
    );
  }

  evaluate({ values, stored }: GroupValues): GroupRow | null | undefined {
    const groups = values.map((value, i) => storedValue(value, this.#groups[i]!));
    this.#scratch.store([...groups, ...stored()]);
    try {
      const row = this.#statement.get(...this.#params) as unknown as unknown[] | undefined;
      if (row === undefined) return null;
      const all = row.map(fromDriver);
      return { shown: all.slice(0, this.#count), order: all.slice(this.#count) };
    } catch {
      return undefined;
    }
  }
}
