/**
 * What a query makes of one row of its table: whether the WHERE clause lets it pass, and the values
 * of some expressions. Simple tests of columns are computed here; everything else by SQLite.
 */

import type { SQLInputValue, StatementSync } from "node:sqlite";
import type { SqlValue } from "@cf/protocol";
import { fromDriver, toDriver } from "../database/parameters.ts";
import { quoteName } from "../database/sql-tokens.ts";
import type { BoundParameters, Expression } from "./expression.ts";
import { type Filter, passes, whereSql } from "./filter.ts";
import type { Row } from "./row-diff.ts";
import { scratchOf, type ScratchTable, sizeOf } from "./scratch-table.ts";
import type { TableShape } from "./table-shape.ts";

/** The row form of a query. */
export interface RowProgram {
  /** The SQL of the values, with the parameters of `params`. */
  readonly columns: readonly string[];
  /** `from … where …`. */
  readonly from: string;
  readonly params: readonly SqlValue[];
  /** Beyond so many changes at once a run in another process is better. */
  readonly changesMax: number;
  /** The values of `row`, `null` if it does not pass, `undefined` if that cannot be told here. */
  evaluate(row: Row): Row | null | undefined;
}

/** Values that are columns, and simple tests of columns. */
export class ColumnProgram implements RowProgram {
  readonly columns: readonly string[];
  readonly from: string;
  readonly params: readonly SqlValue[];
  readonly changesMax = Infinity;
  readonly #shape: TableShape;
  readonly #filters: readonly Filter[];
  readonly #positions: readonly number[];

  constructor(shape: TableShape, filters: readonly Filter[], positions: readonly number[]) {
    this.#shape = shape;
    this.#filters = filters;
    this.#positions = positions;
    const where = whereSql(filters, shape);
    this.columns = positions.map((position) => quoteName(shape.columns[position]!.name));
    this.from = `from ${quoteName(shape.name)}${where.sql}`;
    this.params = where.params;
  }

  evaluate(row: Row): Row | null {
    if (!passes(row, this.#filters, this.#shape)) return null;
    const values: SqlValue[] = [];
    for (const position of this.#positions) values.push(row[position]!);
    return values;
  }
}

/** What a program that SQLite evaluates is made of. */
export interface EvaluatedOptions {
  readonly shape: TableShape;
  readonly alias: string;
  /** Tests that are part of `where`, made first because they cost less. */
  readonly filters: readonly Filter[];
  readonly values: readonly Expression[];
  readonly where: Expression | null;
  readonly parameters: BoundParameters;
}

/** Bounds on what an evaluation may be given: bytes times tokens, and bytes where time is squared. */
const WORK_MAX = 400_000;
const QUADRATIC_BYTES_MAX = 10_000;

/** Values and a condition that SQLite evaluates over the row. */
export class EvaluatedProgram implements RowProgram {
  readonly columns: readonly string[];
  readonly from: string;
  readonly params: readonly SqlValue[];
  readonly changesMax = 500;
  readonly #scratch: ScratchTable;
  readonly #statement: StatementSync;
  readonly #bound: readonly SQLInputValue[];
  readonly #needed: ReadonlySet<number>;
  readonly #sizeMax: number;
  readonly #paramSize: number;
  readonly #readsDates: boolean;
  readonly #shape: TableShape;
  readonly #filters: readonly Filter[];

  /** Throws when SQLite does not take the text. */
  constructor({ shape, alias, filters, values, where, parameters }: EvaluatedOptions) {
    const all = where === null ? values : [...values, where];
    this.columns = values.map(({ sql }) => sql);
    this.from = `from ${quoteName(shape.name)} as ${quoteName(alias)}` +
      (where === null ? "" : ` where ${where.sql}`);
    this.params = parameters.values;
    this.#shape = shape;
    this.#filters = filters;
    this.#bound = parameters.values.map(toDriver);
    this.#needed = new Set(all.flatMap(({ columns }) => [...columns]));
    const tokens = all.reduce((sum, { cost }) => sum + cost.tokens, 0);
    const isQuadratic = all.some(({ cost }) => cost.isQuadratic);
    this.#sizeMax = Math.min(WORK_MAX / tokens, isQuadratic ? QUADRATIC_BYTES_MAX : Infinity);
    this.#paramSize = parameters.values.reduce((sum: number, value) => sum + sizeOf(value), 0);
    this.#readsDates = all.some(({ cost }) => cost.readsDates);
    this.#scratch = scratchOf(shape);
    this.#statement = this.#scratch.prepare(`select ${this.columns.join(", ")} ${this.from}`);
  }

  evaluate(row: Row): Row | null | undefined {
    if (!passes(row, this.#filters, this.#shape)) return null;
    let size = this.#paramSize;
    for (const position of this.#needed) {
      const value = row[position]!;
      size += sizeOf(value);
      if (this.#readsDates && typeof value === "string" && /now/i.test(value)) return undefined;
    }
    if (size > this.#sizeMax || !this.#scratch.load(row, this.#needed)) return undefined;
    try {
      const values = this.#statement.get(...this.#bound) as unknown as unknown[] | undefined;
      return values?.map(fromDriver) ?? null;
    } catch {
      // An error of the expression is the query's, and a run of the query tells it.
      return undefined;
    }
  }
}
