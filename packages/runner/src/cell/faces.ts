/**
 * The registry that knows which objects are faces of a cell state: `Cell` instances, reference
 * proxies, views and results. Pattern code holds the faces and cannot reach the state.
 */

import type { CellState } from "./state.ts";
import type { LiveNode } from "./target.ts";

interface Face {
  readonly state: CellState;
  /** A `Cell` object, as opposed to a reference. */
  readonly explicit: boolean;
  /** The state's schema still has the handle kind of its position: links are yet to be followed. */
  readonly bound: boolean;
  /** It names a position inside another cell, so that setting it replaces a link there. */
  readonly positional: boolean;
}

const faces = new WeakMap<object, Face>();
const views = new WeakMap<object, CellState>();
const owners = new WeakMap<object, LiveNode>();

/**
 * Registers a `Cell` object; a bound one stands for whatever cell is at `state` when it is used, a
 * positional one is bound, and set at `state` itself.
 */
export function registerCell(
  face: object,
  state: CellState,
  { bound = false, positional = false } = {},
): void {
  faces.set(face, { state, explicit: true, bound: bound || positional, positional });
}

/** Registers a reference proxy. */
export function registerReference(face: object, state: CellState): void {
  faces.set(face, { state, explicit: false, bound: true, positional: false });
}

/** Registers a view: the frozen value that reading a place gave. */
export function registerView(face: object, state: CellState): void {
  views.set(face, state);
}

/** Registers the plain object that is a piece's result. */
export function registerResult(result: unknown, piece: LiveNode): void {
  if (typeof result === "object" && result !== null && cellOf(result) === undefined) {
    owners.set(result, piece);
  }
}

/** Whether a value is a `Cell` or a reference, and which. */
export function faceOf(value: unknown): Face | undefined {
  return typeof value === "object" && value !== null ? faces.get(value) : undefined;
}

/** The state behind a `Cell` or a reference. */
export function cellOf(value: unknown): CellState | undefined {
  return faceOf(value)?.state;
}

/** The state behind a `Cell` object only. */
export function explicitCellOf(value: unknown): CellState | undefined {
  const face = faceOf(value);
  return face?.explicit === true ? face.state : undefined;
}

/** The place from which a view was read. */
export function viewOf(value: unknown): CellState | undefined {
  return typeof value === "object" && value !== null ? views.get(value) : undefined;
}

const identities = new WeakMap<object, string>();

/** Remembers which entity a view showed when it was read, as its place may come to hold another. */
export function keepIdentity(view: object, identity: string): void {
  identities.set(view, identity);
}

/** The entity that a view was kept as. */
export function keptIdentityOf(view: object): string | undefined {
  return identities.get(view);
}

/** The piece whose result an object is. */
export function ownerOf(value: unknown): LiveNode | undefined {
  return typeof value === "object" && value !== null ? owners.get(value) : undefined;
}

const closed = new WeakSet<object>();

/** Makes an object of the runtime one whose properties no path of a program leads into. */
export function closeToPaths(inside: object): void {
  closed.add(inside);
}

/** Whether paths end at the object. */
export function isClosedToPaths(value: object): boolean {
  return closed.has(value);
}
