/**
 * Reading a place: links are followed, defaults apply, and the schema decides whether the reader
 * gets a cell or a frozen value. Objects and arrays come as views, so that the reader subscribes
 * only to what it looks at.
 */

import { isRecord, type Json } from "@cf/utils";
import { currentContext, runOfReads } from "../context.ts";
import { declaresCells } from "./declared-cells.ts";
import { seenBy } from "./defaults.ts";
import { readNode } from "./derived-reads.ts";
import { cellOf, faceOf, viewOf } from "./faces.ts";
import { identityOf } from "./identity.ts";
import { placeOfValue } from "./place.ts";
import { plainPart, plainShapeOfHeld, shapeInLiteral } from "./plain-beside-cell.ts";
import { jsonView } from "./json-view.ts";
import { isOfKind, kindProblem } from "./kinds.ts";
import { sourceOfValueView, valueView } from "./value-view.ts";
import type { ViewReader } from "./view-handler.ts";
import { type Lookup, resolve, type Resolved, resolveHandle, resolveOuter } from "./resolve.ts";
import { distinctionsOf, requiredOf } from "./distinctions.ts";
import { chooseBranch } from "./branches.ts";
import {
  branchesOf,
  cellKindOf,
  defaultOf,
  innerShape,
  isInformative,
  isUndeclared,
  namesProperty,
  orElse,
  type Shape,
} from "./schema.ts";
import type { Transaction } from "../document/transaction.ts";
import { epoch } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import { CellState } from "./state.ts";
import { isDocTarget } from "./target.ts";

/** What a reader of `state` gets: a cell where the schema says so, else the value. */
export function read(state: CellState): unknown {
  if (state.shape !== undefined && cellKindOf(state.shape) !== undefined) return readCell(state);
  return readValue(state);
}

/** The cell at `state`'s place after all links, or `null` where the schema allows and has it. */
function readCell(state: CellState, own = state.shape): unknown {
  const shape = state.shape!;
  // Where there is a cell whatever is in it, nothing of that is read.
  const optional = isOptionalStream(state, shape);
  const wayOnly = !optional && plainPart(shape) === undefined && !allows(shape, "null") &&
    !allows(shape, "undefined");
  const found = resolve(state, { wayOnly });
  const written = found.kind === "json" ? found.raw : found.value;
  const held = written === undefined ? fallbackAt(state, found, shape) : written;
  if (held === null && allows(shape, "null")) return null;
  if (
    held === undefined && (optional || allows(shape, "undefined") || isMissingEntry(state))
  ) return undefined;
  const plain = plainShapeOfHeld(shape, held);
  if (plain !== undefined) return readValue(state.withShape(plain));
  return state.runtime.faces.cell(cellStateAt(state, { own }));
}

/**
 * Whether `state` is a stream that may be left out: nothing can be written there, so that there is
 * none where nobody gave one, unlike a cell.
 */
function isOptionalStream({ parent, path }: CellState, shape: Shape | undefined): boolean {
  if (cellKindOf(shape) !== "stream") return false;
  const around = parent?.inner;
  const key = path.at(-1);
  if (around === undefined || key === undefined || !namesProperty(around, key)) return false;
  return branchesOf(around).every(({ schema }) => !schema.required?.includes(key));
}

/** Whether `state` is an element or entry of a list or record of cells that is not there. */
function isMissingEntry(state: CellState): boolean {
  const around = state.parent?.inner;
  if (around === undefined || namesProperty(around, state.path.at(-1)!)) return false;
  const here = resolve(state, { stay: true });
  return here.kind === "json" && here.raw === undefined;
}

/**
 * The state that a cell or reference works on. A `Cell` object that was read is at its place
 * already, although what it holds may be a cell again.
 */
export function handleState(value: unknown, how?: Lookup): CellState | undefined {
  const face = faceOf(value);
  if (face === undefined) return undefined;
  return face.bound ? cellStateAt(face.state, how) : face.state;
}

/** The state that the methods of a cell at this position work on. */
export function cellStateAt(
  state: CellState,
  how: Lookup & { readonly own?: Shape | undefined } = {},
): CellState {
  const { shape } = state;
  if (shape === undefined || cellKindOf(shape) === undefined) return state;
  const resolved = cellKindOf(innerShape(shape)) === undefined
    ? resolveHandle(state, { ...how, own: how.own ?? shape })
    : resolveOuter(state, how);
  if (resolved.parent === undefined && resolved !== state) {
    return resolved.withShape(innerShape(shape), resolved.fallback);
  }
  const inner = new CellState(
    resolved.runtime,
    resolved.target,
    resolved.path,
    innerShape(shape),
    resolved.fallback,
    resolved.parent,
    false,
    resolved.inherited,
  );
  return inner;
}

/** Whether a union of a handle and `type` may be `type`; a handle of a union is always there. */
function allows(shape: Shape, type: "null" | "undefined"): boolean {
  if (shape.schema.asCell !== undefined) return false;
  return branchesOf(shape).some(({ schema }) => schema.type === type);
}

/**
 * The value at `state`'s place, although the schema may call it a cell. A computation that reads it
 * again gets what it got: it has subscribed already, and nothing has changed since.
 */
export function readValue(state: CellState): unknown {
  const run = runOfReads();
  if (run === 0) return lookUp(state);
  const now = epoch();
  if (state.readIn === run && state.readAt === now && isKept(state, state.readAs)) {
    return state.readAs;
  }
  const value = lookUp(state);
  if (isKept(state, value)) {
    state.readIn = run;
    state.readAt = now;
    state.readAs = value;
  }
  return value;
}

/** Whether `state` may remember that it reads as `value`, which keeps nothing alive. */
function isKept(state: CellState, value: unknown): boolean {
  return typeof value !== "object" || value === null || value === state.viewFace;
}

function lookUp(state: CellState): unknown {
  if (state.path.length === 0 && !isDocTarget(state.target)) {
    const value = readNode(state.target);
    if (value !== undefined && typeof value !== "object") return value;
  }
  const found = resolve(state);
  const shape = found.kind === "json"
    ? seenBy(state.inner, found.own)
    : isUndeclared(state.inner)
    ? found.own ?? state.inner
    : state.inner;
  if (found.kind === "live") {
    if (found.value === undefined) return presentDefault(state, found, shape);
    return presentValue(state, found.value, shape);
  }
  const { raw } = found;
  if (raw === undefined) return presentDefault(state, found, shape);
  if (raw === null) return raw;
  if (shape !== undefined && !isOfKind(shape, raw)) {
    state.runtime.explain(() =>
      `${state.runtime.describe(state)} reads as undefined: ${kindProblem(shape, raw)}`
    );
    return undefined;
  }
  if (typeof raw !== "object") return raw;
  if (shape !== undefined && isRecord(raw)) {
    distinguish(found, shape);
    const missing = missingIn(shape, raw);
    if (missing !== undefined) {
      state.runtime.explain(() =>
        `${state.runtime.describe(state)} reads as undefined: '${missing}' is required and missing`
      );
      return undefined;
    }
  }
  return present(state, found, raw, shape);
}

function presentDefault(state: CellState, found: Resolved, shape: Shape | undefined): unknown {
  const fallback = fallbackAt(state, found, shape);
  if (fallback === undefined || typeof fallback !== "object" || fallback === null) return fallback;
  if (found.kind === "json" && shape !== undefined) distinguish(found, shape);
  return present(state, found, fallback, shape);
}

/** The default of a place where nothing is: of a reference passed through, or of its own. */
function fallbackAt(state: CellState, found: Resolved, shape: Shape | undefined): Json | undefined {
  if (found.fallback !== undefined) return found.fallback;
  if (found.kind === "json") return state.defaultFor(found.missing);
  return orElse(state.fallbackFor(found.missing), () => defaultOf(shape));
}

function present(state: CellState, found: Resolved, raw: Json, shape: Shape | undefined): unknown {
  const here = shape === undefined ? shape : chooseBranch(shape, raw);
  const direct = found.kind === "json" && found.target === state.target &&
    found.path === state.path;
  if (direct && here === state.shape) return jsonView(state, raw, reader);
  const isHere = found.kind === "json" && isSame(found.via, found);
  const fallback = orElse(
    found.fallback,
    () => isHere ? state.fallback : state.fallbackBehindLink(found.missing),
  );
  const place = found.kind === "json"
    ? placeIn(found, here, fallback)
    : new CellState(state.runtime, found.node, found.path, here, fallback);
  return jsonView(place, raw, reader);
}

function isSame({ target, path }: CellState, found: Pick<CellState, "target" | "path">): boolean {
  return target === found.target && path === found.path;
}

/** The place that was found, seen with `shape`. A part of a default further up stays that. */
function placeIn(
  { runtime, via, target, path }: Resolved & { kind: "json" },
  shape: Shape | undefined,
  fallback: Json | undefined,
): CellState {
  const isPart = via.inherited && via.fallback === fallback && isSame(via, { target, path });
  return isPart
    ? new CellState(runtime, target, path, shape, fallback, via.parent, false, true)
    : runtime.place(target, path, shape, fallback);
}

/** Readers of the object hear when it turns out to be another kind of object. */
function distinguish(found: Resolved & { kind: "json" }, shape: Shape): void {
  const distinctions = distinctionsOf(shape);
  if (distinctions !== undefined) found.document.distinguish(found.path, distinctions);
}

/** A property that is required and not there. */
function missingIn(shape: Shape, raw: Record<string, unknown>): string | undefined {
  return requiredOf(chooseBranch(shape, raw as Json)).find((key) => !Object.hasOwn(raw, key));
}

/** What a reader gets for a computed value with the given shape. */
export function presentValue(
  state: { readonly runtime: CellState["runtime"] },
  value: unknown,
  shape: Shape | undefined,
): unknown {
  if (typeof value !== "object" || value === null) return value;
  const face = faceOf(value);
  if (face !== undefined) return readAs(value, face.state, face.explicit, shape);
  if (wantsCell(shape)) {
    const place = placeOfValue(state.runtime, value);
    if (place !== undefined) return cellOfPlace(place, innerShape(shape!));
  }
  const handles = currentContext()?.mode === "handler";
  const seen = viewOf(value);
  if (handles && seen?.viewFace === value) return ownOf(value, seen);
  const leads = seen === undefined && isPlain(value) &&
    (holdsCells(value) || handles && holdsViews(value));
  if (!leads) return frozen(value);
  if (isUndeclared(shape) && sourceOfValueView(value) !== undefined) return value;
  return valueView(value, { runtime: state.runtime, shape, reader });
}

/** Whether a position holds a cell that any value can stand in for. */
export function wantsCell(shape: Shape | undefined): boolean {
  const kind = cellKindOf(shape);
  return kind !== undefined && kind !== "stream" && kind !== "sqlite";
}

/** A cell that holds a plain value, where a cell is wanted and none was given. */
export function cellWith(
  runtime: Runtime,
  value: unknown,
  shape: Shape | undefined,
): object | undefined {
  if (value === undefined || value === null || typeof value === "function") return undefined;
  if (!wantsCell(shape) || cellOf(value) !== undefined) return undefined;
  return runtime.cellHolding(value, innerShape(shape!));
}

/** The cell of an entity that was read as a value. */
function cellOfPlace(place: CellState, inner: Shape): object {
  return place.runtime.faces.cell(isInformative(inner) ? place.withShape(inner) : place);
}

/**
 * A cell or reference where `shape` is expected. Handles stay handles where the schema wants one
 * or there is none; elsewhere they are read, below `unknown` too. The target's own schema fills in
 * what `shape` leaves open.
 */
function readAs(
  face: object,
  inner: CellState,
  explicit: boolean,
  shape: Shape | undefined,
): unknown {
  if (shape === undefined || isUndeclared(shape)) {
    return explicit ? face : read(inner);
  }
  if (cellKindOf(shape) !== undefined) {
    if (explicit) return seenAs(face, inner, innerShape(shape));
    const plain = plainPart(shape);
    if (plain !== undefined && cellKindOf(inner.shape) === undefined) {
      // A reference to a plain value is one, also where a cell could hold the same.
      const value = readValue(isInformative(inner.shape) ? inner : inner.withShape(plain));
      if (shapeInLiteral(shape, value) === plain) return value;
    }
    if (isInformative(innerShape(shape)) || isOptionalStream(inner, inner.shape)) {
      return readCell(inner.withShape(shape), inner.shape);
    }
    return inner.runtime.faces.cell(handleAt(inner));
  }
  const own = cellKindOf(inner.shape);
  if (own === "stream" || own === "sqlite") return explicit ? face : read(inner);
  return readValue(isInformative(shape) ? inner.withShape(shape) : inner);
}

/**
 * A cell where one is declared: itself, unless its own type leaves open that there are cells in
 * it, as that of `new Writable<any[]>([])` does.
 */
function seenAs(face: object, state: CellState, declared: Shape): object {
  if (!declaresCells(declared) || declaresCells(state.inner)) return face;
  const place = handleState(face)!;
  return state.runtime.faces.cell(place.withShape(declared));
}

/** The place that a cell of anything works on, where the place itself declares no cell. */
function handleAt(state: CellState): CellState {
  return cellKindOf(state.shape) === undefined
    ? resolveHandle(state, { own: state.shape })
    : cellStateAt(state);
}

/** What an element shows of a cell among its children, although its schema says it is a cell. */
function shown(value: unknown): unknown {
  const face = faceOf(value);
  if (face === undefined) return undefined;
  const kind = cellKindOf(face.state.shape);
  const isCell = kind === undefined ? face.explicit : wantsCell(face.state.shape);
  return isCell ? readValue(cellStateAt(face.state)) : undefined;
}

export const reader: ViewReader = { read, presentValue, shown, cellWith, identityOf };

/** Whether `value` is an array or an object literal. */
export function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const frozenValues = new WeakSet<object>();

/** The value, frozen at every depth: a reader must not change what others read. */
function frozen<T extends object>(value: T): T {
  if (frozenValues.has(value) || !isPlain(value)) return value;
  if (viewOf(value) !== undefined || sourceOfValueView(value) !== undefined) return value;
  frozenValues.add(value);
  for (const child of Object.values(value)) {
    if (typeof child === "object" && child !== null) frozen(child);
  }
  return Object.freeze(value);
}

const owned = new WeakMap<Transaction, WeakMap<object, unknown>>();

/** What a handler reads at `place`, where a computation read `view`, while it finds the same. */
function ownOf(view: object, place: CellState): unknown {
  const { runtime, target, path } = place;
  const transaction = currentContext()!.transaction!;
  let known = owned.get(transaction);
  if (known === undefined) owned.set(transaction, known = new WeakMap());
  if (known.has(view)) return known.get(view);
  const document = isDocTarget(target) && path.length > 0 ? runtime.load(target) : undefined;
  if (document !== undefined && transaction.valueOf(document) !== document.value) return view;
  const own = readValue(place);
  if (transaction.isRecording) known.set(view, own);
  return own;
}

const holdingViews = new WeakMap<object, boolean>();

/**
 * Whether a plain value holds what a computation read, at any depth. A handler gets the objects
 * that it reads itself instead, so that `chosen.includes(item)` finds what it looks for.
 */
function holdsViews(value: object): boolean {
  let found = holdingViews.get(value);
  if (found !== undefined) return found;
  holdingViews.set(value, false);
  found = Object.values(value).some((child) =>
    typeof child === "object" && child !== null &&
    (viewOf(child) !== undefined || isPlain(child) && holdsViews(child))
  );
  holdingViews.set(value, found);
  return found;
}

const holding = new WeakMap<object, boolean>();

/** Whether a plain value holds references or cells at any depth, so that it needs a view. */
export function holdsCells(value: object): boolean {
  const source = sourceOfValueView(value);
  if (source !== undefined) return holdsCells(source);
  const known = holding.get(value);
  if (known !== undefined) return known;
  holding.set(value, false);
  let found = false;
  for (const child of Object.values(value)) {
    if (typeof child !== "object" || child === null) continue;
    if (cellOf(child) !== undefined) found = true;
    else if (viewOf(child) === undefined && isPlain(child) && holdsCells(child)) found = true;
    if (found) break;
  }
  holding.set(value, found);
  return found;
}

/** Reads without subscribing and without entering the read set. */
export function sample(state: CellState): unknown {
  const context = currentContext();
  return state.runtime.sampling(context, () => read(state));
}
