/** `__cf.part(holder, key, method)`: the receiver of a cell's method that no type declares. */

import { cellOf, explicitCellOf, viewOf } from "../cell/faces.ts";
import { cellStateAt, handleState } from "../cell/read.ts";
import { sourceOfValueView } from "../cell/value-view.ts";

/**
 * `holder[key]`, or the cell that was read there where the value has no such method: in
 * `cards[1].draft.set("x")` over an untyped `cards`, reading gave the text that the cell holds.
 */
export function part(holder: unknown, key: string | number, method: string): unknown {
  const value = (holder as Record<string, unknown>)[key];
  return hasMethod(value, method) ? value : cellIn(holder, String(key)) ?? value;
}

/** Views are frozen data: what changes a list is a method of its cell. */
function hasMethod(value: unknown, method: string): boolean {
  if (value === undefined || value === null) return false;
  if (viewOf(value) !== undefined || sourceOfValueView(value) !== undefined) return false;
  return typeof (value as Record<string, unknown>)[method] === "function";
}

function cellIn(holder: unknown, key: string): unknown {
  const place = viewOf(holder)?.child(key);
  if (place !== undefined) return place.runtime.faces.cell(cellStateAt(place));
  const source = sourceOfValueView(holder);
  if (source === undefined || !Object.hasOwn(source, key)) return undefined;
  const held = (source as Record<string, unknown>)[key];
  if (explicitCellOf(held) !== undefined || cellOf(held) === undefined) return held;
  const state = handleState(held)!;
  return state.runtime.faces.cell(state);
}
