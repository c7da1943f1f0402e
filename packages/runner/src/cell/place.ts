/** Where a value that an author holds was read from. */

import type { Runtime } from "../runtime.ts";
import { cellOf, ownerOf, viewOf } from "./faces.ts";
import { CellState } from "./state.ts";
import type { LiveNode } from "./target.ts";
import { sourceOfValueView } from "./value-view.ts";

/** The piece whose result a value is. */
export function pieceOf(value: unknown): LiveNode | undefined {
  return ownerOf(sourceOfValueView(value) ?? value);
}

/** The place of a cell, a reference, a view, or a piece's result; other values have none. */
export function placeOfValue(runtime: Runtime, value: unknown): CellState | undefined {
  const known = cellOf(value) ?? viewOf(value);
  if (known !== undefined) return known;
  const piece = pieceOf(value);
  return piece === undefined ? undefined : new CellState(runtime, piece, [], undefined, undefined);
}
