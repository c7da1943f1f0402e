/** Plans for queries whose result rows are rows of their table. */

import {
  aggregateAt,
  BoundParameters,
  columnExpression,
  type Expression,
  expressionOf,
  type ExpressionScope,
} from "./expression.ts";
import type { Maintained } from "./maintained.ts";
import type { BoundSelect } from "./plan.ts";
import { ColumnProgram, EvaluatedProgram, type RowProgram } from "./row-program.ts";
import { isWord, nameOf, type Token, unwrap } from "./select-clauses.ts";
import { type Item, type OrderTerm, sameExpression } from "./select-parser.ts";
import { Window, type WindowTerm } from "./window.ts";

/** The window that keeps `query`, or `null` if none does. */
export function planWindow(query: BoundSelect): (() => Maintained) | null {
  const { select, shape, slots, limit, offset } = query;
  const { distinct, groupBy, having, items, orderBy } = select;
  const all = [...items, ...orderBy].map(({ tokens }) => tokens);
  if (distinct || groupBy.length > 0 || having.length > 0 || all.some(hasAggregate)) return null;
  const parameters = new BoundParameters(slots);
  const scope: ExpressionScope = { shape, alias: select.alias, parameters };
  const values = new ValueList();
  const projection: number[] = [];
  /** Where each item stands in `projection`, for terms that name it; a star has no one place. */
  const places: (number | null)[] = [];
  for (const item of items) {
    places.push(item.isStar ? null : projection.length);
    const expressions = item.isStar
      ? shape.star?.map((position) => columnExpression(position, shape))
      : [expressionOf(item.tokens, scope)];
    if (expressions === undefined || expressions.includes(undefined)) return null;
    for (const expression of expressions) projection.push(values.add(expression!));
  }
  const order: WindowTerm[] = [];
  for (const term of orderBy) {
    const item = outputOf(term, items, projection.length);
    const place = item?.isNumber ? item.index : places[item?.index ?? -1];
    const own = item === undefined ? expressionOf(term.tokens, scope) : undefined;
    // What reads no column may be a number in disguise.
    if (own !== undefined && own.columns.size === 0) return null;
    const position = own !== undefined ? values.add(own) : projection[place ?? -1];
    const collation = position === undefined ? undefined : values.list[position]!.collation;
    if (position === undefined || collation === undefined) return null;
    const { descending, nullsFirst } = term;
    order.push({ position, descending, nullsFirst: nullsFirst ?? !descending, collation });
  }
  const key = shape.key.map((column) => {
    const expression = columnExpression(column, shape);
    return { position: values.add(expression), collation: expression.collation! };
  });
  const program = programOf(query, values.list, parameters);
  if (program === null) return null;
  return () => new Window({ program, projection, order, key, limit, offset });
}

/** Expressions, each once. */
class ValueList {
  readonly list: Expression[] = [];

  /** The place of `expression`. */
  add(expression: Expression): number {
    const known = this.list.findIndex(({ sql, column }) =>
      expression.column === null ? sql === expression.sql : column === expression.column
    );
    return known >= 0 ? known : this.list.push(expression) - 1;
  }
}

/** The program that makes `values` of a row that the query's WHERE clause lets pass. */
export function programOf(
  { select, shape, filters, isComplete }: BoundSelect,
  values: readonly Expression[],
  parameters: BoundParameters,
): RowProgram | null {
  const positions = values.flatMap(({ column }) => column ?? []);
  if (isComplete && positions.length === values.length) {
    return new ColumnProgram(shape, filters, positions);
  }
  const { alias } = select;
  const { tokens } = select.where;
  const where = tokens.length === 0 ? null : expressionOf(tokens, { shape, alias, parameters });
  if (where === undefined) return null;
  return new EvaluatedProgram({ shape, alias, filters, values, where, parameters });
}

/**
 * Which result column a term names: by number (counting what `*` stands for), name or expression.
 * SQLite looks for names and numbers behind COLLATE and signs, too; there the index is -1, for a term
 * that is not kept.
 */
export function outputOf(
  { tokens }: Pick<OrderTerm, "tokens">,
  items: readonly Item[],
  columns: number,
): { readonly index: number; readonly isNumber: boolean } | undefined {
  const [only] = tokens;
  if (!tokens.some(({ kind }) => kind === "word" || kind === "quoted") && tokens.length > 1) {
    return { index: -1, isNumber: false };
  }
  if (isWord(tokens.at(-2), "collate")) {
    const [inner, more] = unwrap(tokens.slice(0, -2));
    const name = more === undefined ? nameOf(inner)?.toLowerCase() : undefined;
    const isOutput = more === undefined && inner?.kind === "number" ||
      items.some((item) => name !== undefined && item.name?.toLowerCase() === name);
    return isOutput ? { index: -1, isNumber: false } : undefined;
  }
  if (tokens.length === 1 && only!.kind === "number") {
    const index = /^\d+$/.test(only!.text) ? Number(only!.text) - 1 : -1;
    return { index: index < columns ? index : -1, isNumber: true };
  }
  const name = tokens.length === 1 ? nameOf(only)?.toLowerCase() : undefined;
  const named = items.findIndex((item) => name !== undefined && item.name?.toLowerCase() === name);
  const index = named >= 0
    ? named
    : items.findIndex((item) => !item.isStar && sameExpression(item.tokens, tokens));
  return index < 0 ? undefined : { index, isNumber: false };
}

function hasAggregate(tokens: readonly Token[]): boolean {
  return tokens.some((_, at) => aggregateAt(tokens, at) !== undefined);
}
