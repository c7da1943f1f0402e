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
  /** With the column's affinity; `null` makes every comparison false. */
  readonly value: SqlValue;
}

/** The value of `operand`, given the values of the slots. */
export function operandValue(operand: Operand, slots: readonly SqlValue[]): SqlValue {
  return operand.kind === "literal" ? operand.value : slots[operand.slot] ?? null;
}

/** Binds `conjunct`, or `undefined` where its meaning is not certain. */
export function bindFilter(
  conjunct: Conjunct,
  shape: TableShape,
  slots: readonly SqlValue[],
): Filter | undefined {
  const position = positionOf(shape.columns, conjunct.column);
  if (position < 0) return undefined;
  if (conjunct.operand === null) return { position, operator: conjunct.operator, value: null };
  const { affinity } = shape.columns[position]!;
  const value = withAffinity(operandValue(conjunct.operand, slots), affinity);
  return value === undefined ? undefined : { position, operator: conjunct.operator, value };
}

/** Whether `row` passes every filter. */
export function passes(row: Row, filters: readonly Filter[], shape: TableShape): boolean {
  for (const { position, operator, value } of filters) {
    const found = row[position]!;
    if (operator === "is null" || operator === "is not null") {
      if ((found === null) !== (operator === "is null")) return false;
      continue;
    }
    if (found === null || value === null) return false;
    const order = compareValues(found, value, shape.columns[position]!.collation);
    if (!holds(operator, order)) return false;
  }
  return true;
}

function holds(operator: Conjunct["operator"], order: number): boolean {
  switch (operator) {
    case "=":
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
  const parts = filters.map(({ position, operator, value }) => {
    const name = `"${shape.columns[position]!.name}"`;
    if (operator === "is null" || operator === "is not null") return `${name} ${operator}`;
    params.push(value);
    return `${name} ${operator} ?`;
  });
  return { sql: parts.length === 0 ? "" : ` where ${parts.join(" and ")}`, params };
}
