/**
 * How a watched query is kept up to date, decided once from its text, its parameters and the
 * declaration: routed by equality values where it has any, maintained where that is proven exact,
 * run again otherwise.
 */

import type { SqlValue } from "@cf/protocol";
import type { Declaration } from "../database/declaration.ts";
import { hasWordColumns } from "./expression.ts";
import { bindFilter, type Filter, operandValue } from "./filter.ts";
import type { Maintained } from "./maintained.ts";
import { joinRoutes } from "./plan-join.ts";
import { planGroups } from "./plan-groups.ts";
import { planKept } from "./plan-kept.ts";
import { planParts } from "./plan-parts.ts";
import { planWindow } from "./plan-window.ts";
import { type Route, routeOf } from "./route.ts";
import { type Operand, parseSingleSelect, type SingleSelect } from "./select-parser.ts";
import { shapeOf, type TableShape } from "./table-shape.ts";

/** How to keep a query. */
export interface Plan {
  /** At most one of each table. */
  readonly routes: readonly Route[];
  /** Makes the maintained form, or `null` where the query is run again. */
  readonly maintain: (() => Maintained) | null;
}

/** A query over one table with its values. */
export interface BoundSelect {
  readonly select: SingleSelect;
  readonly shape: TableShape;
  readonly slots: readonly SqlValue[];
  /** Tests that every row of the result passes; the whole WHERE clause if `isComplete`. */
  readonly filters: readonly Filter[];
  readonly isComplete: boolean;
  readonly limit: number | null;
  readonly offset: number;
}

const RERUN: Plan = { routes: [], maintain: null };

/** The plan for `sql`; `slots` are the parameters' values by slot. */
export function planQuery(
  declaration: Declaration,
  sql: string,
  slots: readonly SqlValue[],
): Plan {
  const boundOfSlots = (operand: Operand | null) => boundOf(operand, slots);
  const kept = { declaration, sql, params: slots, boundOf: boundOfSlots };
  const select = parseSingleSelect(sql);
  if (select === undefined) {
    const plans = [() => planKept(kept), () => planParts(kept)];
    return {
      routes: joinRoutes(declaration, sql, slots),
      maintain: attempt(() => plans.reduce(firstOf, null)),
    };
  }
  const table = declaration.tables.get(select.table.toLowerCase());
  if (table === undefined) return RERUN;
  const shape = shapeOf(table);
  if (hasWordColumns(shape)) return RERUN;
  const bound = select.where.conjuncts.map((conjunct) => bindFilter(conjunct, shape, slots));
  const filters = bound.flatMap((filter) => filter ?? []);
  const isComplete = select.where.isComplete && !bound.includes(undefined);
  const route = routeOf(shape, filters);
  const routes = route === undefined ? [] : [route];
  const limit = boundOf(select.limit, slots);
  const offset = boundOf(select.offset, slots) ?? undefined;
  if (limit === undefined || (offset === undefined && select.offset !== null)) {
    return { routes, maintain: null };
  }
  const query = { select, shape, slots, filters, isComplete, limit, offset: offset ?? 0 };
  const plans = [
    () => planWindow(query),
    () => planGroups(query),
    () => planKept(kept),
    () => planParts(kept),
  ];
  return { routes, maintain: attempt(() => plans.reduce(firstOf, null)) };
}

type Maintaining = (() => Maintained) | null;

function firstOf(found: Maintaining, plan: () => Maintaining): Maintaining {
  return found ?? plan();
}

/** A count as a number, `null` for none; `undefined` where SQLite's reading is not certain. */
function boundOf(operand: Operand | null, slots: readonly SqlValue[]): number | null | undefined {
  if (operand === null) return null;
  const value = operandValue(operand, slots);
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return undefined;
  return value < 0 ? null : value;
}

/** What SQLite does not take was read wrongly here. */
function attempt(make: () => Maintaining): Maintaining {
  try {
    return make();
  } catch {
    return null;
  }
}
