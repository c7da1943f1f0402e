/**
 * How a watched query is kept up to date, decided once from its text, its parameters and the
 * declaration: routed by equality values where it has any, maintained where that is proven exact,
 * run again otherwise.
 */

import type { SqlValue } from "@cf/protocol";
import type { Declaration } from "../database/declaration.ts";
import { bindFilter, type Filter, operandValue } from "./filter.ts";
import { type AggregateColumn, type GroupOutput, Groups } from "./groups.ts";
import type { Maintained } from "./maintained.ts";
import { type Item, parseSingleSelect, type SingleSelect } from "./select-parser.ts";
import { positionOf, shapeOf, type TableShape } from "./table-shape.ts";
import { Window, type WindowTerm } from "./window.ts";

/** Only rows of `shape` that have these values can be in the result. */
export interface Route {
  readonly shape: TableShape;
  /** Sorted by position; a NULL value matches nothing. */
  readonly filters: readonly Filter[];
}

/** How to keep a query. */
export interface Plan {
  readonly route: Route | null;
  /** Makes the maintained form, or `null` where the query is run again. */
  readonly maintain: (() => Maintained) | null;
}

const RERUN: Plan = { route: null, maintain: null };

/** The plan for `sql`; `slots` are the parameters' values by slot. */
export function planQuery(
  declaration: Declaration,
  sql: string,
  slots: readonly SqlValue[],
): Plan {
  const select = parseSingleSelect(sql);
  if (select === undefined) return RERUN;
  const table = declaration.tables.get(select.table.toLowerCase());
  if (table === undefined) return RERUN;
  const shape = shapeOf(table);
  const filters: Filter[] = [];
  let complete = select.whereComplete;
  for (const conjunct of select.conjuncts) {
    const filter = bindFilter(conjunct, shape, slots);
    if (filter === undefined) complete = false;
    else filters.push(filter);
  }
  const equal = filters.filter((filter) => filter.operator === "=")
    .sort((a, b) => a.position - b.position)
    .filter((filter, i, all) => all[i - 1]?.position !== filter.position);
  const route = equal.length === 0 ? null : { shape, filters: equal };
  const limit = limitOf(select, slots);
  if (!complete || limit === undefined || select.items === null || select.orderBy === null) {
    return { route, maintain: null };
  }
  const query = { select, items: select.items, shape, filters, limit };
  return { route, maintain: planWindow(query) ?? planGroups(query) };
}

/** A limit as a number, `null` for none; `undefined` where SQLite's reading is not certain. */
function limitOf(select: SingleSelect, slots: readonly SqlValue[]): number | null | undefined {
  if (select.limit === null) return null;
  const value = operandValue(select.limit, slots);
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return undefined;
  return value < 0 ? null : value;
}

interface Query {
  readonly select: SingleSelect;
  readonly items: readonly Item[];
  readonly shape: TableShape;
  readonly filters: readonly Filter[];
  readonly limit: number | null;
}

function planWindow({ select, items, shape, filters, limit }: Query): (() => Maintained) | null {
  if (select.groupBy.length > 0) return null;
  const projection: number[] = [];
  for (const item of items) {
    if (item.kind === "aggregate") return null;
    if (item.kind === "star") {
      if (shape.star === null) return null;
      projection.push(...shape.star);
    } else {
      projection.push(positionOf(shape.columns, item.column));
    }
  }
  const order: WindowTerm[] = [];
  for (const { target, descending, nullsFirst } of select.orderBy!) {
    const position = orderPosition(target, items, { shape, projection });
    order.push({ position, descending, nullsFirst: nullsFirst ?? !descending });
  }
  const known = [...projection, ...order.map((term) => term.position), ...shape.key];
  if (known.includes(-1)) return null;
  return () => new Window({ shape, filters, projection, order, limit });
}

/** A term names a result column by its alias first, then by its number, then a table's column. */
function orderPosition(
  target: string,
  items: readonly Item[],
  { shape, projection }: { readonly shape: TableShape; readonly projection: readonly number[] },
): number {
  const lower = target.toLowerCase();
  const aliased = items.find((item) =>
    item.kind === "column" && item.name?.toLowerCase() === lower
  );
  if (aliased?.kind === "column") return positionOf(shape.columns, aliased.column);
  if (/^\d+$/.test(target)) return projection[Number(target) - 1] ?? -1;
  return positionOf(shape.columns, target);
}

function planGroups({ select, items, shape, filters, limit }: Query): (() => Maintained) | null {
  const groupBy = select.groupBy.map((name) => positionOf(shape.columns, name));
  const aggregates: AggregateColumn[] = [];
  const outputs: GroupOutput[] = [];
  for (const item of items) {
    if (item.kind === "star") return null;
    const position = item.column === null ? null : positionOf(shape.columns, item.column);
    if (position === -1) return null;
    if (item.kind === "column") {
      const group = groupBy.indexOf(position!);
      if (group < 0) return null;
      outputs.push({ kind: "group", group });
    } else {
      if (position !== null && shape.columns[position]!.collation !== "binary") return null;
      outputs.push({ kind: "aggregate", aggregate: aggregates.length });
      aggregates.push({ function: item.function, position });
    }
  }
  // Names in GROUP BY may be aliases of something else; then the plain reading would be wrong.
  const ambiguous = items.some((item) =>
    item.kind !== "star" && item.name !== null && positionOf(shape.columns, item.name) >= 0
  );
  const folded = groupBy.some((position) => shape.columns[position]?.collation !== "binary");
  if (aggregates.length === 0 || ambiguous || folded || groupBy.includes(-1)) return null;
  const order = select.orderBy!.map(({ target, descending, nullsFirst }) => ({
    output: outputPosition(target, items),
    descending,
    nullsFirst: nullsFirst ?? !descending,
  }));
  if (order.some((term) => term.output < 0)) return null;
  return () => new Groups({ shape, filters, groupBy, aggregates, outputs, order, limit });
}

function outputPosition(target: string, items: readonly Item[]): number {
  const lower = target.toLowerCase();
  if (/^\d+$/.test(target)) {
    return items[Number(target) - 1] === undefined ? -1 : Number(target) - 1;
  }
  const named = items.findIndex((item) =>
    item.kind !== "star" && item.name?.toLowerCase() === lower
  );
  if (named >= 0) return named;
  return items.findIndex((item) =>
    item.kind === "aggregate"
      ? item.text === lower
      : item.kind === "column" && item.column.toLowerCase() === lower
  );
}
