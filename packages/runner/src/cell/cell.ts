/**
 * `Cell`, the object that authors hold, and `Writable`, its constructor. A cell shows methods
 * only; where it points is private, so that pattern code cannot aim one elsewhere.
 */

import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import { asSite, type Site } from "../pattern/site.ts";
import { asScope, inSpace, linkOf, renameCell } from "./elsewhere.ts";
import { cellOf, faceOf, registerCell } from "./faces.ts";
import { identityOf, sameEntity } from "./identity.ts";
import { cellStateAt, handleState, read, readValue, sample } from "./read.ts";
import { resolveState } from "./resolve.ts";
import { cellKindOf, type SchemaObject, shapeOf } from "./schema.ts";
import type { CellState } from "./state.ts";
import { increment, setAt, update } from "./write.ts";
import { addUnique, push, remove, removeByValue } from "./write-list.ts";

type Callback = (...args: unknown[]) => unknown;

/** A typed path into a document or a computed value. */
export class Cell {
  /** The value: frozen, defaults applied, links followed. Subscribes the running computation. */
  get(): unknown {
    return read(stateOf(this));
  }

  /** The value, without subscribing and without entering the transaction's read set. */
  sample(): unknown {
    return sample(stateOf(this));
  }

  /** Replaces what is here, a link in this position too; `undefined` removes it. */
  set(value: unknown): this {
    const face = faceOf(this);
    setAt(face?.positional === true ? face.state : placeToWrite(this), value);
    return this;
  }

  /** Sends an event to a stream; on any other cell the same as `set`. */
  send(value?: unknown): unknown {
    const state = stateOf(this);
    return state.runtime.send(state, value, cellKindOf(placeOf(this).shape) === "stream");
  }

  /** Replaces several properties. */
  update(values: Record<string, unknown>): this {
    update(placeToWrite(this), values);
    return this;
  }

  /** Appends to a list; concurrent appends merge. */
  push(...values: unknown[]): void {
    push(placeToWrite(this), values);
  }

  /** Appends what is not in the list yet. */
  addUnique(...values: unknown[]): void {
    addUnique(placeToWrite(this), values);
  }

  /** Removes the first element that is `value`. */
  remove(value: unknown): void {
    remove(placeToWrite(this), value, false);
  }

  /** Removes every element that is `value`. */
  removeAll(value: unknown): void {
    remove(placeToWrite(this), value, true);
  }

  /** Removes every element whose contents equal `value`. */
  removeByValue(value: unknown): void {
    removeByValue(placeToWrite(this), value);
  }

  /** Adds to a number; concurrent increments merge. */
  increment(by = 1): void {
    increment(placeToWrite(this), by);
  }

  /** The cell of a property or element. */
  key(...path: (string | number)[]): unknown {
    const inBody = currentContext()?.mode === "body";
    const state = (inBody ? placeOf(this) : stateOf(this)).descend(path.map(String));
    if (inBody) return state.runtime.faces.reference(state);
    if (path.length > 0 && cellKindOf(state.shape) === "cell") return makePositional(state);
    return state.runtime.faces.cell(cellStateAt(state));
  }

  /** Whether `other` is the same entity. */
  equals(other: unknown): boolean {
    return sameEntity(this, other);
  }

  /** The cell of the list element with this entity id or `id` property. */
  elementById(id: string): unknown {
    const state = stateOf(this);
    const list = readValue(state);
    if (!Array.isArray(list)) return undefined;
    const index = list.findIndex((element) =>
      identityOf(element).endsWith(`/${id}`) ||
      typeof element === "object" && element !== null && element.id === id
    );
    if (index < 0) return undefined;
    return state.runtime.faces.cell(cellStateAt(resolveState(state.child(String(index)))));
  }

  /** Chooses the identity of a cell just made: the same cause gives the same cell. */
  for(cause: unknown): this {
    const state = stateOf(this);
    renameCell(state, cause);
    return this;
  }

  /** The cell at the end of all links. */
  resolveAsCell(): unknown {
    const state = stateOf(this);
    return state.runtime.faces.cell(resolveState(state));
  }

  /** The argument of the piece whose result this is. */
  getArgumentCell(options?: unknown): unknown {
    const { schema } = asSite(options) ?? {};
    return stateOf(this).runtime.argumentOf(stateOf(this), shapeOf(schema));
  }

  /** This cell's place in another space. */
  inSpace(space?: unknown): unknown {
    return makeCell(inSpace(stateOf(this), space));
  }

  /** This cell's place in another scope. */
  asScope(scope: "space" | "user" | "session"): unknown {
    return makeCell(asScope(stateOf(this), scope));
  }

  /** Calls `listener` with the value now and after each change; returns the function to stop. */
  sink(listener: (value: unknown) => void): () => void {
    return stateOf(this).runtime.sink(stateOf(this), listener);
  }

  /** In a body one sub-graph per element; in a computation the array method. */
  map(fn: Callback, site?: unknown): unknown {
    return overList(this, "map", fn, site);
  }

  /** The elements for which `fn` holds. */
  filter(fn: Callback, site?: unknown): unknown {
    return overList(this, "filter", fn, site);
  }

  /** The concatenated results of `fn`. */
  flatMap(fn: Callback, site?: unknown): unknown {
    return overList(this, "flatMap", fn, site);
  }

  /** A reactive read of the database behind this handle. */
  query(sql: unknown, options?: unknown, site?: unknown): unknown {
    const state = placeOf(this);
    return state.runtime.databases.query(state, sql, options, asSite(site));
  }

  /** Records one statement on the running transaction. */
  exec(sql: string, params?: unknown): void {
    stateOf(this).runtime.databases.exec(stateOf(this), sql, params);
  }

  /** Records one statement to be run once per row. */
  execMany(sql: string, rows: readonly unknown[]): void {
    stateOf(this).runtime.databases.execMany(stateOf(this), sql, rows);
  }

  /** The link by which this cell is stored. */
  toJSON(): unknown {
    return linkOf(stateOf(this));
  }

  /** Cells have no useful text; this says so instead of «[object Object]». */
  toString(): string {
    return `Cell(${stateOf(this).runtime.describe(stateOf(this))})`;
  }
}

/** The kinds of list operation. */
export type ListOperation = "map" | "filter" | "flatMap";

function overList(cell: Cell, operation: ListOperation, fn: Callback, site: unknown): unknown {
  if (currentContext()?.mode === "body") {
    const source = placeOf(cell);
    return source.runtime.faces.list(source, operation, fn, asSite(site));
  }
  const list = readValue(stateOf(cell)) ?? [];
  return (list as unknown as Record<string, (fn: Callback) => unknown>)[operation]!(fn);
}

/** Where a cell or reference points, before any link is followed: a body reads nothing. */
function placeOf(cell: unknown): CellState {
  const state = cellOf(cell);
  if (state === undefined) throw new TypeError("Cannot use this value as a cell: it is not one");
  return state;
}

/** The state that a cell's methods work on. */
export function stateOf(cell: unknown): CellState {
  return handleState(cell) ?? placeOf(cell);
}

/** The state that a cell writes to. What it passes on the way there is no part of the intent. */
function placeToWrite(cell: unknown): CellState {
  return handleState(cell, { silent: true }) ?? placeOf(cell);
}

/** A cell for an attribute such as `$value`: links at `state` are followed when it is used. */
export function makeBinding(state: CellState): Cell {
  if (cellKindOf(state.shape) === undefined) return makeCell(state);
  const cell = Object.freeze(new Cell());
  registerCell(cell, state, { bound: true });
  return cell;
}

/** The cell of a position that holds a cell: what is there when it is used. */
function makePositional(state: CellState): Cell {
  const cell = Object.freeze(new Cell());
  registerCell(cell, state, { positional: true });
  return cell;
}

/** The `Cell` of a state; one object per state. */
export function makeCell(state: CellState): Cell {
  const known = state.cellFace as Cell | undefined;
  if (known !== undefined) return known;
  const cell = Object.freeze(new Cell());
  registerCell(cell, state);
  state.cellFace = cell;
  return cell;
}

/** Names that a reference answers with a cell method instead of a property of the data. */
export const cellMethods: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(Cell.prototype).filter((name) =>
    !["constructor", "toJSON", "toString"].includes(name)
  ),
);

function create(scope: "space" | "user" | "session" | undefined, value: unknown, rest: unknown[]) {
  const context = currentContext();
  if (context === undefined) {
    throw new PatternError(
      "no-runtime",
      "Cannot create a cell here: cells belong to a pattern's body or to a handler",
    );
  }
  return context.runtime.createCell(value, optionsOf(rest), scope);
}

/** The compiler's site, with the schema of the older positional spelling if there is one. */
function optionsOf(rest: unknown[]): Site {
  const site = rest.map(asSite).find((one) => one !== undefined) ?? {};
  const [schema] = rest;
  const own = typeof schema === "object" && schema !== null && asSite(schema) === undefined;
  return own ? { ...site, schema: schema as SchemaObject } : site;
}

/** `new Writable(value)`: a new cell of the piece, or of the running handler. */
export class Writable {
  constructor(value?: unknown, ...rest: unknown[]) {
    return create(undefined, value, rest) as unknown as Writable;
  }

  /** The same as `new Writable(value)`. */
  static of(value?: unknown, ...rest: unknown[]): unknown {
    return create(undefined, value, rest);
  }

  /** The cell of a cause. */
  static for(cause: unknown, ...rest: unknown[]): unknown {
    return (create(undefined, undefined, rest) as Cell).for(cause);
  }

  /** Whether two cells, references or values are the same entity. */
  static equals(a: unknown, b: unknown): boolean {
    return sameEntity(a, b);
  }

  /** `new Writable.perSpace(value)`, `Writable.perSpace.of(value)`: shared by everybody in the space. */
  static readonly perSpace = scopedConstructor("space");
  /** `new Writable.perUser(value)`: one per principal. */
  static readonly perUser = scopedConstructor("user");
  /** `new Writable.perSession(value)`: one per session. */
  static readonly perSession = scopedConstructor("session");
}

/** Called with `new` and without, the same comes out. */
function scopedConstructor(scope: "space" | "user" | "session") {
  function make(value?: unknown, ...rest: unknown[]): unknown {
    return create(scope, value, rest);
  }
  return Object.assign(make, {
    of: make,
    for: (cause: unknown, ...rest: unknown[]) =>
      (create(scope, undefined, rest) as Cell).for(cause),
  });
}
