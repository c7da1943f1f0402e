/** What a lift, handler or action gets for what a body handed to it. */

import type { Runtime } from "../runtime.ts";
import { cellOf } from "./faces.ts";
import { cellWith, holdsCells, isPlain, presentValue, reader, wantsCell } from "./read.ts";
import type { Shape } from "./schema.ts";
import { valueView } from "./value-view.ts";

/** A value as code with a parameter of `shape` sees it: cells where it declares some, else values. */
export function presentInput(runtime: Runtime, value: unknown, shape: Shape | undefined): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (cellOf(value) !== undefined) return presentValue({ runtime }, value, shape);
  if (!isPlain(value)) return value;
  if (wantsCell(shape)) {
    const presented = presentValue({ runtime }, value, shape);
    return cellWith(runtime, presented, shape) ?? presented;
  }
  if (holdsCells(value) || shape !== undefined) {
    return valueView(value, { runtime, shape, reader });
  }
  return value;
}
