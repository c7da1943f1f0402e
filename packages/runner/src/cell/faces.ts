/**
 * The registry that knows which objects are faces of a cell state: `Cell` instances, reference
 * proxies, and views. Pattern code holds the faces and cannot reach the state.
 */

import type { CellState } from "./state.ts";
import type { LiveNode } from "./target.ts";

const cells = new WeakMap<object, CellState>();
const references = new WeakMap<object, CellState>();
const views = new WeakMap<object, CellState>();

const owners = new WeakMap<object, LiveNode>();

function lookUp(map: WeakMap<object, CellState>, value: unknown): CellState | undefined {
  return typeof value === "object" && value !== null ? map.get(value) : undefined;
}

/** Registers a `Cell` object. */
export function registerCell(face: object, state: CellState): void {
  cells.set(face, state);
}

/** Registers a reference proxy. */
export function registerReference(face: object, state: CellState): void {
  references.set(face, state);
}

/** Registers a view: the frozen value that reading a place gave. */
export function registerView(face: object, state: CellState): void {
  views.set(face, state);
}

/** The state behind a `Cell` or a reference. */
export function cellOf(value: unknown): CellState | undefined {
  return lookUp(references, value) ?? lookUp(cells, value);
}

/** The state behind a `Cell` object only. */
export function explicitCellOf(value: unknown): CellState | undefined {
  return lookUp(cells, value);
}

/** The state behind a reference only. */
export function referenceOf(value: unknown): CellState | undefined {
  return lookUp(references, value);
}

/** The place from which a view was read. */
export function viewOf(value: unknown): CellState | undefined {
  return lookUp(views, value);
}

/** Registers the plain object that is a piece's result. */
export function registerResult(result: unknown, piece: LiveNode): void {
  if (typeof result === "object" && result !== null && cellOf(result) === undefined) {
    owners.set(result, piece);
  }
}

/** The piece whose result an object is. */
export function ownerOf(value: unknown): LiveNode | undefined {
  return typeof value === "object" && value !== null ? owners.get(value) : undefined;
}
