/** `db.query(…)` in a body: a node that follows its parameters and shows `{ pending, result?, error? }`. */

import { addressKey, fromSigil, type SqlParams, type SqlValue } from "@cf/protocol";
import { tellFrom } from "@cf/utils";
import { cellOf } from "../cell/faces.ts";
import { cellKindOf, childShape, innerShape, type Shape, shapeOf } from "../cell/schema.ts";
import type { CellState } from "../cell/state.ts";
import type { LiveNode } from "../cell/target.ts";
import { currentContext, runIn } from "../context.ts";
import { NotReady, PatternError } from "../errors.ts";
import { Computed } from "../reactive/mod.ts";
import type { Asked, Databases } from "./database.ts";
import type { Frame } from "./frame.ts";
import { copyListKey } from "./list-key.ts";
import type { AskedBy, QueryResult, ResultState } from "./query-result.ts";
import { type Row, source } from "./row.ts";
import type { Site } from "./site.ts";
import { toQueryParams } from "./sql-params.ts";

/** What `query` takes besides the SQL. */
export interface QueryOptions {
  readonly params?: unknown;
  readonly reactOn?: unknown;
  readonly rowSchema?: unknown;
  readonly maxRows?: number;
}

/** The node behind `db.query(…)`: `{ pending, result?, error? }`. */
export class QueryNode implements LiveNode {
  readonly space: string;
  readonly #name: string;
  readonly #by: AskedBy;
  readonly #value: Computed<unknown>;

  constructor(
    readonly databases: Databases,
    readonly frame: Frame,
    readonly handle: CellState,
    /** A text, or a reference to one. */
    readonly sql: unknown,
    readonly options: QueryOptions,
    readonly site: Site,
  ) {
    const { runtime } = frame;
    if (Array.isArray(options)) {
      throw new PatternError(
        "bad-query",
        `Cannot query: the second argument is a list; write { params: [ … ], reactOn: … }\n  ${sql}`,
      );
    }
    this.space = frame.space;
    this.#name = frame.claim(site.name ?? "(query)");
    this.#by = { name: site.name ?? "query", place: new Error() };
    const shared = new Computed(() => this.#shared());
    const rowShape = shapeOf((options.rowSchema ?? site.rowSchema) as never);
    const decoded = new WeakMap<object, object>();
    this.#value = new Computed(() => {
      let result: QueryResult | undefined;
      try {
        result = shared.get();
      } catch (error) {
        return this.#refused(error);
      }
      this.#refusal = undefined;
      if (result === undefined) return Object.freeze({ pending: true });
      const state = runtime.queue.handling ? result.require() : result.get();
      return present(result, state, rowShape, decoded);
    });
    if (site.name !== undefined) frame.register(this);
  }

  get id(): string {
    return this.frame.idOf(this.#name);
  }

  get(): unknown {
    if (currentContext()?.mode === "handler") {
      let committed: QueryResult | undefined;
      try {
        committed = this.#committed();
      } catch (error) {
        return this.#refused(error);
      }
      if (committed === undefined) return Object.freeze({ pending: true });
      const state = this.#forHandler(committed);
      return present(committed, state, this.#rowShape, new WeakMap());
    }
    return this.#value.get();
  }

  #refusal: string | undefined;

  /** Values that cannot be sent are the query's error, as those are that SQLite refuses. */
  #refused(error: unknown): unknown {
    if (!(error instanceof PatternError) || error.code !== "bad-parameter") throw error;
    if (this.#refusal !== error.message) {
      this.#refusal = error.message;
      this.frame.runtime.reportError(error, this.#by.name);
    }
    return Object.freeze({ pending: false, error });
  }

  get #rowShape(): Shape | undefined {
    return shapeOf((this.options.rowSchema ?? this.site.rowSchema) as never);
  }

  pin(): void {
    this.frame.runtime.nodes.register(this);
  }

  /** A handler sees committed rows only, and its commit depends on them. */
  #forHandler(result: QueryResult): ResultState {
    const transaction = currentContext()!.transaction!;
    const key = addressKey(result.spec.handle);
    const written = transaction.database;
    if (written !== undefined && addressKey(written.handle) === key) {
      throw new PatternError(
        "query-after-exec",
        `Cannot read a query after db.exec in the same handler: its rows are not committed yet; read ` +
          `before you write\n  ${result.spec.sql}`,
        { data: { sql: result.spec.sql } },
      );
    }
    return result.readBy(transaction);
  }

  /** The result for the parameters as they are now; `undefined` while they or the handle are not ready. */
  #shared(): QueryResult | undefined {
    const asked = this.#ask();
    if (asked === undefined) return undefined;
    const { spec, space, version } = asked;
    if (spec.live) return this.databases.result(asked, this.#by);
    const key = this.databases.keyOf(space, spec, version);
    if (this.#once?.key !== key) {
      this.#once = { key, result: this.databases.result(asked, this.#by) };
    }
    return this.#once.result;
  }

  /** What a query that runs once per change of its inputs gave, which stays until they change. */
  #once: { readonly key: string; readonly result: QueryResult } | undefined;

  /** The rows as they are committed now, for a handler: those of a query that ran before are old. */
  #committed(): QueryResult | undefined {
    const asked = this.#ask();
    if (asked === undefined) return undefined;
    const version = asked.spec.live ? asked.version : -1;
    return this.databases.result({ ...asked, version }, this.#by);
  }

  #ask(): Asked | undefined {
    const { frame, options } = this;
    const { runtime } = frame;
    const given = runIn({ mode: "compute", runtime, frame }, () => {
      const sql = this.#text();
      return sql === undefined ? undefined : { sql, params: this.#params(sql) };
    });
    if (given === undefined || given.params === "not-ready") return undefined;
    const { live, version } = this.#reactions();
    const asked = this.databases.specOf(
      this.handle,
      given.sql,
      given.params,
      live,
      options.maxRows,
    );
    return asked && { ...asked, version };
  }

  /** The SQL as it is now; `undefined` while it is not ready. */
  #text(): string | undefined {
    const sql = this.frame.runtime.currentValue(this.sql);
    if (sql === undefined || sql === null || typeof sql === "string") return sql ?? undefined;
    const message = `Cannot query: the SQL is no text, but ${typeof sql}`;
    const error = new PatternError("bad-query", message);
    tellFrom(error, this.#by.place);
    throw error;
  }

  #params(sql: string): SqlParams | undefined | "not-ready" {
    const { runtime } = this.frame;
    const { params } = this.options;
    if (params === undefined) return undefined;
    // The cells of a list written out stay cells, for link columns to be compared with.
    const given = runtime.currentValue(params);
    if (given === undefined || given === null) return "not-ready";
    const values = Array.isArray(given) ? [...given] : Object.values(given as object);
    if (values.some((value) => runtime.currentValue(value) === undefined)) return "not-ready";
    try {
      return toQueryParams(runtime, given, sql);
    } catch (error) {
      // The query stands elsewhere than what reads its rows.
      if (error instanceof Error) tellFrom(error, this.#by.place);
      throw error;
    }
  }

  #version = 0;
  #seen: string | undefined;

  /** `reactOn: db` follows the database; other cells re-run the query when they change. */
  #reactions(): { live: boolean; version: number } {
    const { reactOn } = this.options;
    if (reactOn === undefined) return { live: false, version: 0 };
    const { runtime } = this.frame;
    const sources = Array.isArray(reactOn) ? reactOn : [reactOn];
    let live = false;
    const seen: unknown[] = [];
    for (const one of sources) {
      const state = cellOf(one);
      const isDatabase = state !== undefined && isSqlite(state);
      const other = isDatabase ? this.databases.writesTo(state, this.handle) : undefined;
      if (isDatabase && other === undefined) live = true;
      else seen.push(other?.rev ?? (isDatabase ? null : runtime.currentValue(one)));
    }
    const text = JSON.stringify(
      seen,
      (_key, value) => typeof value === "bigint" ? `${value}n` : value,
    );
    if (this.#seen !== undefined && this.#seen !== text) this.#version++;
    this.#seen = text;
    return { live, version: this.#version };
  }
}

function isSqlite(state: CellState): boolean {
  return cellKindOf(state.shape) === "sqlite";
}

/** The runtime that shows rows, and their space. */
type RowsAt = Pick<QueryResult, "runtime" | "space">;

/** The author's view of a result: rows decoded by the row schema, each row one lasting object. */
function present(
  at: RowsAt,
  state: ResultState,
  rowShape: Shape | undefined,
  decoded: WeakMap<object, object>,
): unknown {
  const { pending, rows, error } = state;
  return Object.freeze({
    pending,
    ...(rows === undefined ? {} : { result: decodeRows(at, rows, rowShape, decoded) }),
    ...(error === undefined ? {} : { error }),
  });
}

function decodeRows(
  at: RowsAt,
  rows: readonly object[],
  rowShape: Shape | undefined,
  decoded: WeakMap<object, object>,
): readonly object[] {
  if (rowShape === undefined || !rowHasCells(rowShape)) return rows;
  let missing: NotReady | undefined;
  const objects = rows.map((row) => {
    const known = decoded.get(row);
    if (known !== undefined) return known;
    try {
      const object = decodeRow(at, row, rowShape);
      decoded.set(row, object);
      return object;
    } catch (error) {
      if (!(error instanceof NotReady)) throw error;
      // What the other rows name is asked for in the same turn, and not when this is here.
      missing ??= error;
      return row;
    }
  });
  if (missing !== undefined) throw missing;
  return Object.freeze(objects);
}

function rowHasCells(shape: Shape): boolean {
  return Object.keys(shape.schema.properties ?? {}).some((key) =>
    cellKindOf(childShape(shape, key)) !== undefined
  );
}

function decodeRow(at: RowsAt, row: object, shape: Shape): object {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    const column = childShape(shape, name);
    result[name] = cellKindOf(column) === undefined
      ? value
      : decodeLink(at, value as SqlValue, column!);
  }
  const key = (row as Row)[source];
  Object.defineProperty(result, source, { value: key });
  copyListKey(row, result);
  return Object.freeze(result);
}

/** A stored link as a live cell; what is no link is `undefined`. `space` is that of the rows. */
function decodeLink(
  { runtime, space }: RowsAt,
  value: SqlValue,
  shape: Shape,
): unknown {
  if (typeof value !== "string") return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return undefined;
  }
  const link = fromSigil(parsed);
  if (link?.space === undefined) return undefined;
  try {
    return runtime.cellAt(link, link.space, shape);
  } catch (error) {
    // Whether another space answers, and lets itself be read, concerns whoever reads what is there.
    if (error instanceof NotReady && link.space === space) throw error;
    return runtime.cellAt(link, link.space, innerShape(shape));
  }
}
