/**
 * What a handler sends. An event is handled after the sender's commit, so values in it are kept as
 * the sender saw them: `add.send(draft.get()); draft.set(blank)` adds what the draft was. Entities
 * and cells in it stay what they are, and so are current when the event is handled.
 */

import { cellOf, registerView, viewOf } from "./faces.ts";
import { isValueOfCell } from "./normalize.ts";
import { holdsCells, isPlain } from "./read.ts";
import type { CellState } from "./state.ts";
import { isDocTarget } from "./target.ts";
import { sourceOfValueView } from "./value-view.ts";

/** `value` with every value in it that was read from a cell as it is now. */
export function asSent(value: unknown, around: readonly object[] = []): unknown {
  if (typeof value !== "object" || value === null || cellOf(value) !== undefined) return value;
  const source = sourceOfValueView(value);
  if (source !== undefined && holdsCells(source) || around.includes(value)) return value;
  const place = viewOf(value);
  if (place === undefined ? !isPlain(value) : !isValue(place, value)) return value;
  const inside = [...around, value];
  let same = true;
  const keep = (child: unknown): unknown => {
    const kept = asSent(child, inside);
    if (kept !== child) same = false;
    return kept;
  };
  const copy = Array.isArray(value)
    ? value.map(keep)
    : Object.fromEntries(Object.entries(value).map(([key, child]) => [key, keep(child)]));
  if (place === undefined) return same ? value : copy;
  // Where a cell is wanted, it is still the one that was read.
  registerView(copy, place);
  return Object.freeze(copy);
}

/** Whether a view is a part of a document or what a cell holds, and no entity. */
function isValue(place: CellState, view: object): boolean {
  if (!isDocTarget(place.target)) return false;
  if (place.path.length === 0) return isValueOfCell(place, view);
  return Array.isArray(view) || !/^\d+$/.test(place.path.at(-1)!);
}
