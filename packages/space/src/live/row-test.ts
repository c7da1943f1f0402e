/**
 * What a query asks of the rows of one of its tables alone: rows that fail it take no part in any row of
 * the result.
 */

import type { SqlValue } from "@cf/protocol";
import {
  BoundParameters,
  type Expression,
  expressionOf,
  type ExpressionScope,
} from "./expression.ts";
import { bindFilter, type Filter } from "./filter.ts";
import type { Joined } from "./plan-join.ts";
import { ColumnProgram, EvaluatedProgram, type RowProgram } from "./row-program.ts";
import type { Token } from "./select-clauses.ts";
import { conjunctsOf, parseCondition } from "./select-parser.ts";

/** What a query asks of its rows, with every column under its table's name. */
interface Conditions {
  readonly where: readonly Token[];
  /** Of each source. */
  readonly ons: readonly (readonly Token[])[];
}

/** The tables of a query, and what it asks of them. */
export interface Tables {
  readonly sources: readonly Joined[];
  readonly conditions: Conditions;
}

/** What rows of `source` have to pass to take part. */
export function testOf(
  source: Joined,
  { sources, conditions }: Tables,
  params: readonly SqlValue[],
): RowProgram | null {
  const { shape, alias } = source;
  const strong = [conditions.where];
  const weak: (readonly Token[])[] = [];
  sources.forEach((other, i) => {
    const on = conditions.ons[i]!;
    if (!other.isOuter) strong.push(on);
    else if (other === source) weak.push(on);
  });
  const parameters = new BoundParameters(params);
  const scope: ExpressionScope = { shape, alias, parameters };
  const filters: Filter[] = [];
  const others: Expression[] = [];
  const take = (tokens: readonly Token[], isStrong: boolean) => {
    const { conjuncts, isComplete } = parseCondition(tokens, alias);
    const simple = isComplete
      ? conjuncts.map((conjunct) => bindFilter(conjunct, shape, params))
      : [undefined];
    const isSimple = !simple.includes(undefined);
    // A condition that the NULLs of a LEFT JOIN can pass says nothing about rows.
    const isNullable = isStrong && source.isOuter;
    if (isSimple && !(isNullable && simple.some((one) => one!.operator === "is null"))) {
      filters.push(...simple as Filter[]);
      return;
    }
    const expression = isNullable ? undefined : expressionOf(tokens, scope);
    if (expression !== undefined && expression.columns.size > 0) others.push(expression);
  };
  for (const tokens of strong.flatMap(conjunctsOf)) take(tokens, true);
  for (const tokens of weak.flatMap(conjunctsOf)) take(tokens, false);
  if (others.length === 0) {
    return filters.length === 0 ? null : new ColumnProgram(shape, filters, []);
  }
  const where = allOf(others);
  return new EvaluatedProgram({ shape, alias, filters, values: [ONE], where, parameters });
}

const LINEAR = { tokens: 1, isQuadratic: false, readsDates: false };
const ONE: Expression = {
  sql: "1",
  columns: new Set(),
  column: null,
  collation: undefined,
  cost: LINEAR,
};

function allOf(expressions: readonly Expression[]): Expression {
  return {
    ...ONE,
    sql: expressions.map(({ sql }) => `(${sql})`).join(" and "),
    columns: new Set(expressions.flatMap(({ columns }) => [...columns])),
    cost: {
      tokens: expressions.reduce((sum, { cost }) => sum + cost.tokens, 0),
      isQuadratic: expressions.some(({ cost }) => cost.isQuadratic),
      readsDates: expressions.some(({ cost }) => cost.readsDates),
    },
  };
}
