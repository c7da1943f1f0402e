/**
 * Finds the live queries that a row change can concern, without looking at the others.
 *
 * Per table: queries with equality values are found by value, the others by the columns they read.
 * A change is looked up once per set of routed columns, however many queries there are.
 */

import type { RowChange, SqlValue } from "@cf/protocol";
import type { Route } from "./route.ts";
import type { TableShape } from "./table-shape.ts";
import { sameValue, valueKey } from "./values.ts";

/** What a query reads of one table, by stored position; `all`: every column. */
export interface TableReads {
  readonly shape: TableShape;
  readonly columns: ReadonlySet<number>;
  readonly all: boolean;
}

interface RoutedGroup<T> {
  readonly positions: readonly number[];
  readonly shape: TableShape;
  readonly byValue: Map<string, Set<T>>;
}

interface TableIndex<T> {
  shape: TableShape;
  readonly routed: Map<string, RoutedGroup<T>>;
  /** Queries that read the table, by position read. */
  readonly byColumn: Map<number, Set<T>>;
  readonly everyChange: Set<T>;
  readonly all: Set<T>;
}

/**
 * How many changes of one commit all queries of a table are told of together, each a microsecond or
 * so of the thread that commits; and how many each of them is told of in any case.
 */
const ALL_MAX = 5_000;
const EACH_MIN = 64;

/** Queries of one database, found by row change. */
export class RouteIndex<T> {
  readonly #tables = new Map<string, TableIndex<T>>();

  get isEmpty(): boolean {
    return this.#tables.size === 0;
  }

  hasTable(table: string): boolean {
    return this.#tables.has(table.toLowerCase());
  }

  /** Adds `query`, which reads `reads`; a table with a route is looked at for its values alone. */
  add(query: T, reads: readonly TableReads[], routes: readonly Route[]): void {
    for (const read of reads) {
      const index = this.#index(read.shape);
      const route = routes.find(({ shape }) => shape.name === read.shape.name);
      if (route !== undefined) {
        this.#route(index, query, route);
        index.all.add(query);
        continue;
      }
      index.all.add(query);
      if (read.all) index.everyChange.add(query);
      for (const column of read.columns) {
        const queries = index.byColumn.get(column);
        if (queries === undefined) index.byColumn.set(column, new Set([query]));
        else queries.add(query);
      }
    }
  }

  /** Takes `query` out again. */
  remove(query: T, reads: readonly TableReads[], routes: readonly Route[]): void {
    for (const { shape } of reads) {
      const key = shape.name.toLowerCase();
      const index = this.#tables.get(key);
      if (index === undefined) continue;
      index.all.delete(query);
      index.everyChange.delete(query);
      for (const [column, queries] of index.byColumn) {
        if (queries.delete(query) && queries.size === 0) index.byColumn.delete(column);
      }
      const route = routes.find((one) => one.shape.name === shape.name);
      if (route !== undefined) this.#unroute(index, query, route);
      if (index.all.size === 0) this.#tables.delete(key);
    }
  }

  /**
   * The queries that each of `changes` can concern, with those changes in order; `null` for a query
   * that they concern so often that it is better run again.
   */
  find(changes: readonly RowChange[]): Map<T, RowChange[] | null> {
    const found = new Found<T>(changes.length);
    for (const change of changes) {
      const index = this.#tables.get(change.table.toLowerCase());
      if (index === undefined) continue;
      found.eachMax = Math.max(EACH_MIN, Math.floor(ALL_MAX / index.all.size));
      for (const group of index.routed.values()) {
        for (const row of [change.old, change.new]) {
          const key = row === null ? undefined : routeKey(row, group);
          if (key === undefined) continue;
          for (const query of group.byValue.get(key) ?? []) found.add(query, change);
        }
      }
      found.addAll(index.everyChange, change);
      if (change.op === "update") {
        for (const [column, queries] of index.byColumn) {
          if (sameValue(change.old![column]!, change.new![column]!)) continue;
          found.addAll(queries, change);
        }
      } else if (index.all.size > index.everyChange.size) {
        for (const queries of index.byColumn.values()) found.addAll(queries, change);
      }
    }
    return found.byQuery;
  }

  #index(shape: TableShape): TableIndex<T> {
    const key = shape.name.toLowerCase();
    let index = this.#tables.get(key);
    if (index === undefined) {
      index = {
        shape,
        routed: new Map(),
        byColumn: new Map(),
        everyChange: new Set(),
        all: new Set(),
      };
      this.#tables.set(key, index);
    }
    return index;
  }

  #route(index: TableIndex<T>, query: T, route: Route): void {
    const { shape, positions } = route;
    const name = positions.join();
    let group = index.routed.get(name);
    if (group === undefined) {
      index.routed.set(name, group = { positions, shape, byValue: new Map() });
    }
    for (const key of routeKeys(route, group)) {
      const queries = group.byValue.get(key);
      if (queries === undefined) group.byValue.set(key, new Set([query]));
      else queries.add(query);
    }
  }

  #unroute(index: TableIndex<T>, query: T, route: Route): void {
    const name = route.positions.join();
    const group = index.routed.get(name);
    if (group === undefined) return;
    for (const key of routeKeys(route, group)) {
      const queries = group.byValue.get(key);
      queries?.delete(query);
      if (queries?.size === 0) group.byValue.delete(key);
    }
    if (group.byValue.size === 0) index.routed.delete(name);
  }
}

/** What a commit's changes concern, found change by change. */
class Found<T> {
  readonly byQuery = new Map<T, RowChange[] | null>();
  /** How many changes one query is told of. */
  eachMax = EACH_MIN;
  readonly #areFew: boolean;
  /** How many changes concerned all queries of a set. */
  readonly #times = new Map<ReadonlySet<T>, number>();

  constructor(changes: number) {
    this.#areFew = changes <= EACH_MIN;
  }

  add(query: T, change: RowChange): void {
    const list = this.byQuery.get(query);
    if (list === undefined) this.byQuery.set(query, [change]);
    else if (list !== null && list.at(-1) !== change) {
      if (list.length < this.eachMax) list.push(change);
      else this.byQuery.set(query, null);
    }
  }

  addAll(queries: ReadonlySet<T>, change: RowChange): void {
    if (this.#areFew) {
      for (const query of queries) this.add(query, change);
      return;
    }
    const times = (this.#times.get(queries) ?? 0) + 1;
    this.#times.set(queries, times);
    // One more than each is told of, and all of them are run again.
    if (times > this.eachMax + 1) return;
    for (const query of queries) this.add(query, change);
  }
}

/** The keys of a route's values; those with a NULL match no row and have none. */
function routeKeys<T>({ combinations }: Route, group: RoutedGroup<T>): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const values of combinations) {
    const key = valuesKey(values, group);
    if (key !== undefined) keys.add(key);
  }
  return keys;
}

function routeKey<T>(row: readonly SqlValue[], group: RoutedGroup<T>): string | undefined {
  return valuesKey(group.positions.map((position) => row[position]!), group);
}

function valuesKey<T>(values: readonly SqlValue[], group: RoutedGroup<T>): string | undefined {
  let text = "";
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === null) return undefined;
    const part = valueKey(value, group.shape.columns[group.positions[i]!]!.collation);
    text += `${part.length}:${part}`;
  }
  return text;
}
