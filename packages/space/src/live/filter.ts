/** Bound conjuncts of a WHERE clause: a test of one row, and the values that route a change. */

import type { SqlValue } from "@cf/protocol";
import type { Conjunct, Operand } from "./select-parser.ts";
import { positionOf, type TableShape } from "./table-shape.ts";
import { compareValues, withAffinity } from "./values.ts";
import type { Row } from "./row-diff.ts";

/** One test of one column. */
export interface Filter {
  readonly position: number;
  readonly operator: Conjunct["operator"];
  /** With the column's affinity; a comparison with `null` is never true. */
  readonly values: readonly SqlValue[];
}

/** The value of `operand`, given the values of the slots. */
export function operandValue(operand: Operand, slots: readonly SqlValue[]): SqlValue {
  return operand.kind === "literal" ? operand.value : slots[operand.slot] ?? null;
}

/** Binds `conjunct`, or `undefined` where its meaning is not certain. */
export function bindFilter(
  { column, operator, operands }: Conjunct,
  shape: TableShape,
  slots: readonly SqlValue[],
): Filter | undefined {
  const position = positionOf(shape.columns, column);
  if (position < 0) return undefined;
  const { affinity } = shape.columns[position]!;
  const values: SqlValue[] = [];
  for (const operand of operands) {
    const value = withAffinity(operandValue(operand, slots), affinity);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return { position, operator, values };
}

/** Whether `row` passes every filter. */
export function passes(row: Row, filters: readonly Filter[], shape: TableShape): boolean {
  for (const { position, operator, values } of filters) {
    const found = row[position]!;
    if (operator === "is null" || operator === "is not null") {
      if ((found === null) !== (operator === "is null")) return false;
      continue;
    }
    if (found === null) return false;
    const { collation } = shape.columns[position]!;
    const holds = values.some((value) =>
      value !== null && isTrue(operator, compareValues(found, value, collation))
    );
    if (!holds) return false;
  }
  return true;
}

function isTrue(operator: Conjunct["operator"], order: number): boolean {
  switch (operator) {
    case "=":
    case "in":
      return order === 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    default:
      return order !== 0;
  }
}

/** The WHERE clause of `filters` with a `?` per value, and those values. */
export function whereSql(
  filters: readonly Filter[],
  shape: TableShape,
): { sql: string; params: SqlValue[] } {
  const params: SqlValue[] = [];
  const parts = filters.map(({ position, operator, values }) => {
    const name = `"${shape.columns[position]!.name}"`;
    params.push(...values);
    if (operator === "in") return `${name} in (${values.map(() => "?").join(", ")})`;
    return values.length === 0 ? `${name} ${operator}` : `${name} ${operator} ?`;
  });
  return { sql: parts.length === 0 ? "" : ` where ${parts.join(" and ")}`, params };
}
