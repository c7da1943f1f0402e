/** Pattern databases as patterns see them: the handle, reactive queries, and writes. */

import { canonicalJson, deepFreeze, isRecord, type Json, type JsonObject } from "@cf/utils";
import {
  addressKey,
  type DatabaseDeclaration,
  type DocAddress,
  fromSigil,
  type QueryRows,
  type QuerySpec,
  type QueryUpdate,
  RemoteError,
  type RowSplice,
  type Scope,
  type SqlParams,
  type SqlValue,
} from "@cf/protocol";
import { cellOf } from "../cell/faces.ts";
import { absoluteSigil, type Destination } from "../cell/normalize.ts";
import { presentValue } from "../cell/read.ts";
import { resolveState } from "../cell/resolve.ts";
import { cellKindOf, childShape, type Shape, shapeOf } from "../cell/schema.ts";
import { CellState } from "../cell/state.ts";
import { type DocTarget, isDocTarget, type LiveNode } from "../cell/target.ts";
import { destinationOf } from "../cell/write.ts";
import { currentContext, runIn } from "../context.ts";
import type { Transaction } from "../document/transaction.ts";
import { NotReady, PatternError } from "../errors.ts";
import { Computed, Signal, Source, track } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import { frameFor } from "./builders.ts";
import type { Frame } from "./frame.ts";
import { setListKey } from "./list.ts";
import { referenceTo } from "./nodes.ts";
import type { Site } from "./site.ts";

const handleShape = shapeOf({ asCell: ["sqlite"] })!;

/** What `query` takes besides the SQL. */
interface QueryOptions {
  readonly params?: unknown;
  readonly reactOn?: unknown;
  readonly rowSchema?: unknown;
  readonly maxRows?: number;
}

/** The declarations and queries of one runtime. */
export class Databases {
  readonly #declared = new Map<string, DatabaseDeclaration>();
  readonly #results = new Map<string, QueryResult>();

  constructor(readonly runtime: Runtime) {}

  /** `sqliteDatabase(declaration, source?)`: the handle of the pattern's own database. */
  declare(declaration: unknown, _source: unknown, site: Site): object {
    const { frame } = frameFor("sqliteDatabase");
    const scope: Scope = site.scope ?? "space";
    const target = frame.documentOf(frame.claim(site.name ?? "(database)"), scope);
    this.#declared.set(`${target.space}/${addressKey(target)}`, checkDeclaration(declaration));
    const state = new CellState(this.runtime, target, [], handleShape, undefined);
    return this.runtime.faces.cell(state);
  }

  /** The handle's own place after links, or an error that says what was given. */
  #handleOf(state: CellState): CellState & { target: DocTarget } {
    const resolved = resolveState(state, { silent: true });
    if (!isDocTarget(resolved.target)) {
      throw new PatternError(
        "no-database",
        `Cannot use ${this.runtime.describe(state)} as a database`,
      );
    }
    return resolved as CellState & { target: DocTarget };
  }

  /** `db.query(sql, options)`. */
  query(state: CellState, sql: string, options: unknown, site: Site | undefined): object {
    const { frame } = frameFor("db.query");
    const node = new QueryNode(
      this,
      frame,
      state,
      sql,
      (options ?? {}) as QueryOptions,
      site ?? {},
    );
    return referenceTo(frame, node, site?.name === undefined ? {} : { name: site.name });
  }

  /** `db.exec(sql, params)`. */
  exec(state: CellState, sql: string, params: unknown): void {
    this.#record(state, sql, (convert) => params === undefined ? {} : { params: convert(params) });
  }

  /** `db.execMany(sql, rows)`. */
  execMany(state: CellState, sql: string, rows: readonly unknown[]): void {
    if (!Array.isArray(rows)) throw new TypeError("Cannot run execMany: rows must be an array");
    if (rows.length === 0) return;
    this.#record(state, sql, (convert) => ({ rows: rows.map(convert) }));
  }

  #record(
    state: CellState,
    sql: string,
    build: (convert: (params: unknown) => SqlParams) => object,
  ): void {
    const transaction = currentContext()?.transaction;
    if (transaction === undefined || currentContext()?.mode !== "handler") {
      throw new PatternError(
        "not-in-handler",
        "Cannot call db.exec here: rows are written in a handler or an action",
      );
    }
    if (typeof sql !== "string") throw new TypeError("Cannot run db.exec: the SQL must be a text");
    const handle = this.#handleOf(state);
    const replica = this.runtime.replica(handle.target.space);
    const label = this.runtime.describe(state);
    const destination = destinationOf(this.runtime, {
      transaction,
      space: handle.target.space,
      where: label,
    });
    const statement = build((params) => toSqlParams(params, destination, sql));
    transaction.execute(replica, addressOf(handle.target), label, { sql, ...statement });
    this.#writeDeclaration(handle.target, transaction, replica);
  }

  /** The handle's document carries the declaration; it is written when it is new or changed. */
  #writeDeclaration(
    target: DocTarget,
    transaction: Transaction,
    replica: ReturnType<Runtime["replica"]>,
  ): void {
    const declared = this.#declared.get(`${target.space}/${addressKey(target)}`);
    if (declared === undefined) return;
    const document = this.runtime.load(target);
    const stored = transaction.valueOf(document);
    const { rev: _rev, id: _id, ...known } = (isRecord(stored) ? stored : {}) as JsonObject;
    if (isRecord(stored) && canonicalJson(known) === canonicalJson(declared)) return;
    const rev = isRecord(stored) && typeof stored.rev === "number" ? stored.rev : 0;
    const value = { id: target.id, ...declared, rev } as unknown as Json;
    const scope = target.scope === "space" ? {} : { scope: target.scope };
    transaction.write(replica, document, { op: "set", id: target.id, ...scope, value });
  }

  /** What a query at this handle asks for. */
  specOf(
    state: CellState,
    sql: string,
    params: SqlParams | undefined,
    live: boolean,
    rowsMax: number | undefined,
  ): { spec: QuerySpec; space: string } {
    const handle = this.#handleOf(state);
    const address = addressOf(handle.target);
    const declaration = this.#declared.get(`${handle.target.space}/${addressKey(address)}`);
    const spec: QuerySpec = {
      handle: address,
      sql,
      live,
      ...(params === undefined ? {} : { params }),
      ...(declaration === undefined ? {} : { declaration }),
      ...(rowsMax === undefined ? {} : { limits: { rowsMax } }),
    };
    return { spec, space: handle.target.space };
  }

  /** The shared result of a query; it is watched while something observes it. */
  result(space: string, spec: QuerySpec, version: number): QueryResult {
    const key = `${space}\0${version}\0${canonicalJson({ ...spec, params: tagged(spec.params) })}`;
    let result = this.#results.get(key);
    if (result === undefined) {
      result = new QueryResult(this.runtime, space, spec, () => this.#results.delete(key));
      this.#results.set(key, result);
    }
    return result;
  }
}

function addressOf(target: DocTarget): DocAddress {
  return { id: target.id, scope: target.scope };
}

function tagged(params: SqlParams | undefined): unknown {
  return JSON.parse(JSON.stringify(params ?? null, (_key, value) => {
    if (typeof value === "bigint") return { bigint: String(value) };
    return value instanceof Uint8Array ? { bytes: [...value] } : value;
  }));
}

function checkDeclaration(declaration: unknown): DatabaseDeclaration {
  if (!isRecord(declaration) || declaration.tables !== undefined && !isRecord(declaration.tables)) {
    throw new PatternError(
      "bad-declaration",
      "Cannot declare a database: sqliteDatabase needs { tables: { name: table({ … }) } }",
    );
  }
  const { tables = {}, version, migrations } = JSON.parse(JSON.stringify(declaration));
  return deepFreeze({
    tables,
    ...(version === undefined ? {} : { version }),
    ...(migrations === undefined ? {} : { migrations }),
  });
}

/** Parameters as they travel: cells become links, everything else is a value SQLite can store. */
export function toSqlParams(params: unknown, to: Destination, sql: string): SqlParams {
  const convert = (value: unknown, name: string) => toSqlValue(value, name, to, sql);
  if (Array.isArray(params)) return [...params].map((value, i) => convert(value, `#${i + 1}`));
  if (!isRecord(params)) {
    throw new TypeError(`Cannot run SQL: parameters must be an array or an object\n  ${sql}`);
  }
  return Object.fromEntries(
    Object.entries(params).map((
      [name, value],
    ) => [name.replace(/^[:@$]/, ""), convert(value, name)]),
  );
}

function toSqlValue(value: unknown, name: string, to: Destination, sql: string): SqlValue {
  const fail = (what: string) =>
    new PatternError("bad-parameter", `Cannot run SQL: parameter ${name} is ${what}\n  ${sql}`, {
      data: { sql, parameter: name },
    });
  switch (typeof value) {
    case "string":
    case "bigint":
      return value;
    case "number":
      if (Number.isNaN(value)) throw fail("NaN; write null for NULL");
      return value;
    case "boolean":
      return value ? 1 : 0;
    case "undefined":
      throw fail("undefined: not ready; write null for NULL");
  }
  if (value === null) return null;
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object") {
    const state = cellOf(value);
    if (state !== undefined) return JSON.stringify(absoluteSigil(state, to));
  }
  throw fail(
    `${Array.isArray(value) ? "an array" : `of type ${typeof value}`}; use JSON.stringify`,
  );
}

class Presence extends Source {}

/** The rows of one query as they stand, shared by everything in the runtime that asks the same. */
export class QueryResult {
  readonly #presence = new Presence();
  readonly #state: Signal<ResultState> = new Signal<ResultState>({
    pending: true,
    rows: undefined,
    error: undefined,
  });
  #stop: (() => void) | undefined;
  #arrived = Promise.withResolvers<void>();
  #table: QueryRows | undefined;
  #objects = new Map<string, object>();

  constructor(
    readonly runtime: Runtime,
    readonly space: string,
    readonly spec: QuerySpec,
    readonly onEnd: () => void,
  ) {
    this.#presence.onLive = (live) => this.#setLive(live);
    this.#arrived.promise.catch(() => {});
  }

  /** The present state; watches the query while an effect depends on it. */
  get(): ResultState {
    track(this.#presence);
    return this.#state.get();
  }

  /** For handlers: the rows, or {@linkcode NotReady} until they are here. */
  require(): ResultState {
    const release = this.#stop === undefined ? this.#start() : undefined;
    const state = this.#state.peek();
    if (!state.pending) {
      release?.();
      return state;
    }
    const ready = this.#arrived.promise;
    this.#temporary ??= ready.then(() => this.runtime.afterTurn(() => this.#endTemporary()));
    throw new NotReady(`query ${this.spec.sql}`, ready);
  }

  /** The sequence number of the rows. */
  get seq(): number {
    return this.#table?.seq ?? 0;
  }

  /** Whether rows are still on their way to somebody who watches. */
  get waiting(): Promise<void> | undefined {
    return this.#stop !== undefined && this.#state.peek().pending
      ? this.#arrived.promise
      : undefined;
  }

  #temporary: Promise<void> | undefined;
  #live = false;

  #endTemporary(): void {
    this.#temporary = undefined;
    if (!this.#live) this.#end();
  }

  #setLive(live: boolean): void {
    this.#live = live;
    if (live) this.#start();
    else this.runtime.afterTurn(() => !this.#live && this.#temporary === undefined && this.#end());
  }

  #start(): () => void {
    if (this.#stop === undefined) {
      const unwatch = this.runtime.replica(this.space).watchQuery(
        this.spec,
        (update) => this.#take(update),
      );
      this.runtime.openQueries.add(this);
      this.#stop = unwatch;
    }
    return () => {};
  }

  #end(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.runtime.openQueries.delete(this);
    this.#table = undefined;
    this.#objects.clear();
    this.#arrived = Promise.withResolvers<void>();
    this.#arrived.promise.catch(() => {});
    this.#state.set({ pending: true, rows: undefined, error: undefined });
    this.onEnd();
  }

  #take(update: QueryUpdate): void {
    switch (update.kind) {
      case "rows":
        this.#table = update.result;
        return this.#publish();
      case "diff":
        if (this.#table === undefined) return;
        this.#table = {
          ...this.#table,
          seq: update.seq,
          rows: update.splices.reduce(splice, this.#table.rows),
        };
        return this.#publish();
      case "pending":
        this.#state.set({ ...this.#state.peek(), pending: true });
        return;
      case "error": {
        const error = new RemoteError(update.error);
        this.#state.set({ pending: false, rows: undefined, error });
        this.#arrived.resolve();
        this.runtime.queryAnswered();
        this.runtime.reportError(error, "query");
      }
    }
  }

  #publish(): void {
    const { columns, key, rows } = this.#table!;
    const names = columns.map(({ name }) => name);
    const next = new Map<string, object>();
    const objects = rows.map((row, index) => {
      const identity = key === null ? undefined : JSON.stringify(key.map((at) => String(row[at])));
      const text = identity ?? `at:${index}`;
      const known = this.#objects.get(text) as Row | undefined;
      const object = known !== undefined && sameRow(known[source]!, row)
        ? known
        : makeRow(names, row, identity);
      next.set(text, object);
      return object;
    });
    this.#objects = next;
    this.#state.set({ pending: false, rows: Object.freeze(objects), error: undefined });
    this.#arrived.resolve();
    this.runtime.queryAnswered();
  }
}

/** What a query node shows. */
export interface ResultState {
  readonly pending: boolean;
  readonly rows: readonly object[] | undefined;
  readonly error: RemoteError | undefined;
}

const source = Symbol("row");
type Row = Record<string, SqlValue> & { [source]?: readonly SqlValue[] };

function makeRow(
  names: readonly string[],
  values: readonly SqlValue[],
  identity: string | undefined,
): object {
  const row = Object.fromEntries(names.map((name, i) => [name, values[i]])) as Row;
  Object.defineProperty(row, source, { value: values });
  if (identity !== undefined) setListKey(row, `row:${identity}`);
  return Object.freeze(row);
}

function sameRow(a: readonly SqlValue[], b: readonly SqlValue[]): boolean {
  return a.length === b.length && a.every((value, i) => {
    const other = b[i];
    if (value instanceof Uint8Array && other instanceof Uint8Array) {
      return value.length === other.length && value.every((byte, at) => byte === other[at]);
    }
    return Object.is(value, other);
  });
}

function splice(
  rows: readonly (readonly SqlValue[])[],
  { at, remove, add }: RowSplice,
): readonly (readonly SqlValue[])[] {
  return [...rows.slice(0, at), ...add, ...rows.slice(at + remove)];
}

/** The node behind `db.query(…)`: `{ pending, result?, error? }`. */
class QueryNode implements LiveNode {
  readonly space: string;
  readonly #name: string;
  readonly #value: Computed<unknown>;

  constructor(
    readonly databases: Databases,
    readonly frame: Frame,
    readonly handle: CellState,
    readonly sql: string,
    readonly options: QueryOptions,
    readonly site: Site,
  ) {
    const { runtime } = frame;
    this.space = frame.space;
    this.#name = frame.claim(site.name ?? "(query)");
    const shared = new Computed(() => this.#shared());
    const rowShape = shapeOf((options.rowSchema ?? site.rowSchema) as never);
    const decoded = new WeakMap<object, object>();
    this.#value = new Computed(() => {
      const result = shared.get();
      if (result === undefined) return Object.freeze({ pending: true });
      const context = currentContext();
      const state = context?.mode === "handler" ? this.#forHandler(result) : result.get();
      return present(runtime, state, rowShape, decoded);
    });
    if (site.name !== undefined) frame.register(this);
  }

  get id(): string {
    return this.frame.idOf(this.#name);
  }

  get(): unknown {
    if (currentContext()?.mode === "handler") {
      const shared = this.#shared();
      if (shared === undefined) return Object.freeze({ pending: true });
      return present(this.frame.runtime, this.#forHandler(shared), this.#rowShape, new WeakMap());
    }
    return this.#value.get();
  }

  get #rowShape(): Shape | undefined {
    return shapeOf((this.options.rowSchema ?? this.site.rowSchema) as never);
  }

  pin(): void {
    this.frame.runtime.registerNode(this);
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
          `before you write\n  ${this.sql}`,
        { data: { sql: this.sql } },
      );
    }
    const state = result.require();
    const before = transaction.observedQueries.get(key) ?? Infinity;
    transaction.observedQueries.set(key, Math.min(before, result.seq));
    return state;
  }

  /** The shared result for the parameters as they are now; `undefined` while they are not ready. */
  #shared(): QueryResult | undefined {
    const { frame, options } = this;
    const { runtime } = frame;
    const params = runIn({ mode: "compute", runtime, frame }, () => this.#params());
    if (params === "not-ready") return undefined;
    const { live, version } = this.#reactions();
    const { spec, space } = this.databases.specOf(
      this.handle,
      this.sql,
      params,
      live,
      options.maxRows,
    );
    return this.databases.result(space, spec, version);
  }

  #params(): SqlParams | undefined | "not-ready" {
    const { runtime } = this.frame;
    const given = presentValue({ runtime }, this.options.params, undefined);
    if (given === undefined) return undefined;
    const values = Array.isArray(given) ? [...given] : Object.values(given as object);
    if (values.some((value) => runtime.currentValue(value) === undefined)) return "not-ready";
    const unwritable = { transaction: undefined } as unknown as Destination;
    return toQueryParams(given, unwritable, this.sql, runtime);
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
      if (state !== undefined && isSqlite(state)) live = true;
      else seen.push(presentValue({ runtime }, one, undefined));
    }
    const text = JSON.stringify(seen);
    if (this.#seen !== undefined && this.#seen !== text) this.#version++;
    this.#seen = text;
    return { live, version: this.#version };
  }
}

function isSqlite(state: CellState): boolean {
  return cellKindOf(state.shape) === "sqlite";
}

/**
 * Query parameters: like those of `exec`, but a cell is followed. One that holds an object is
 * given by its link, as link columns store it; any other by its value.
 */
function toQueryParams(given: unknown, to: Destination, sql: string, runtime: Runtime): SqlParams {
  const convert = (value: unknown): unknown => {
    const state = cellOf(value);
    if (state === undefined) return value;
    const held = runtime.currentValue(value);
    if (typeof held !== "object" || held === null) return held;
    return JSON.stringify(runtime.absoluteLinkOf(state));
  };
  const converted = Array.isArray(given)
    ? [...given].map(convert)
    : Object.fromEntries(Object.entries(given as object).map(([k, v]) => [k, convert(v)]));
  return toSqlParams(converted, to, sql);
}

/** The author's view of a result: rows decoded by the row schema, each row one lasting object. */
function present(
  runtime: Runtime,
  state: ResultState,
  rowShape: Shape | undefined,
  decoded: WeakMap<object, object>,
): unknown {
  const { pending, rows, error } = state;
  return Object.freeze({
    pending,
    ...(rows === undefined ? {} : { result: decodeRows(runtime, rows, rowShape, decoded) }),
    ...(error === undefined ? {} : { error }),
  });
}

function decodeRows(
  runtime: Runtime,
  rows: readonly object[],
  rowShape: Shape | undefined,
  decoded: WeakMap<object, object>,
): readonly object[] {
  if (rowShape === undefined || !rowHasCells(rowShape)) return rows;
  return Object.freeze(rows.map((row) => {
    let object = decoded.get(row);
    if (object === undefined) decoded.set(row, object = decodeRow(runtime, row, rowShape));
    return object;
  }));
}

function rowHasCells(shape: Shape): boolean {
  return Object.keys(shape.schema.properties ?? {}).some((key) =>
    cellKindOf(childShape(shape, key)) !== undefined
  );
}

function decodeRow(runtime: Runtime, row: object, shape: Shape): object {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    const column = childShape(shape, name);
    result[name] = cellKindOf(column) === undefined
      ? value
      : decodeLink(runtime, value as SqlValue, column!);
  }
  const key = (row as Row)[source];
  Object.defineProperty(result, source, { value: key });
  runtime.copyListKey(row, result);
  return Object.freeze(result);
}

/** A stored link as a live cell; what is no link is `undefined`. */
function decodeLink(runtime: Runtime, value: SqlValue, shape: Shape): unknown {
  if (typeof value !== "string") return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return undefined;
  }
  const link = fromSigil(parsed);
  if (link?.space === undefined) return undefined;
  return runtime.cellAt(link, link.space, shape);
}
