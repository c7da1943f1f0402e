/** `__cf.given(…)`: the place that an argument in a computation names, for whoever writes there. */

import { cellOf, explicitCellOf, viewOf } from "../cell/faces.ts";
import { sourceOfValueView } from "../cell/value-view.ts";
import { currentContext } from "../context.ts";
import { key as keyOf, readCaptured } from "./builders.ts";

/**
 * `__cf.given(name)` is the captured reference itself, `__cf.given(holder, key)` the reference to
 * `holder[key]` if `holder` was read from a place. What is made in a handler is given the value.
 */
export function given(holder: unknown, ...[key, optional]: [(string | number)?, true?]): unknown {
  const mode = currentContext()?.mode;
  const isComputing = mode === "compute";
  if (mode === "body") return key === undefined ? holder : keyOf(holder, String(key));
  if (key === undefined) return isComputing ? holder : readCaptured(holder);
  if (optional && (holder === undefined || holder === null)) return undefined;
  const place = isComputing ? placeIn(holder, String(key)) : undefined;
  return place ?? (holder as Record<string, unknown>)[key];
}

/** `__cf.held(value)`: what a cell holds, where a type leaves open whether it is one. */
export function held(value: unknown): unknown {
  const cell = explicitCellOf(value);
  return cell === undefined ? value : cell.runtime.currentValue(value);
}

function placeIn(holder: unknown, key: string): unknown {
  const view = viewOf(holder);
  if (view !== undefined) {
    if (Array.isArray(holder) && !/^\d+$/.test(key)) return undefined;
    return view.runtime.faces.reference(view.child(key));
  }
  const source = sourceOfValueView(holder);
  if (source === undefined || !Object.hasOwn(source, key)) return undefined;
  const held = (source as Record<string, unknown>)[key];
  return cellOf(held) === undefined ? undefined : held;
}
