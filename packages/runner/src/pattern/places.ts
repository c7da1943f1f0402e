/** The places that the state of a handler or the input of a lift has where it declares cells. */

import { isRecord, type Json } from "@cf/utils";
import { keepGiven } from "../cell/bound.ts";
import { cellOf, viewOf } from "../cell/faces.ts";
import { placeOfValue } from "../cell/place.ts";
import { shapeInLiteral } from "../cell/plain-beside-cell.ts";
import { isPlain, wantsCell } from "../cell/read.ts";
import { childShape, innerShape, scopeOf, type Shape } from "../cell/schema.ts";
import { CellState } from "../cell/state.ts";
import { isDocTarget, type LiveNode } from "../cell/target.ts";
import type { Mode } from "../context.ts";
import type { Frame } from "./frame.ts";
import type { Site } from "./site.ts";

/**
 * What is bound to a handler or lift: plain data that it declares as a cell gets a place of the
 * piece, so that it lasts from one event to the next. What was read of a cell has its place
 * already. Any other value that a computation came by is one of which nobody knows where it came
 * from: writing to it would be lost, so it is an error.
 */
export function withPlaces(
  { frame, mode }: { readonly frame: Frame; readonly mode: Mode },
  given: unknown,
  { shape, at }: { readonly shape: Shape | undefined; readonly at: Site },
): unknown {
  if (typeof given !== "object" || given === null || cellOf(given) !== undefined) return given;
  const view = viewOf(given);
  if (view !== undefined) return frame.runtime.faces.reference(view);
  if (!isPlain(given) || Array.isArray(given)) return given;
  const places: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const wanted = shapeInLiteral(childShape(shape, key), value);
    if (value === undefined || value === null || typeof value === "function") continue;
    if (!wantsCell(wanted) || placeOfValue(frame.runtime, value) !== undefined) continue;
    const name = frame.claim(`${at.name ?? "(bound)"}.${key}`);
    const isOwn = mode === "body" || at.written?.includes(key) === true;
    const target = isOwn
      ? frame.documentOf(name, scopeOf(wanted) ?? frame.scope)
      : lostNode(frame, { name, value, line: at.line });
    const fallback = isOwn ? (value as Json) : undefined;
    keepGiven(fallback);
    const state = new CellState(frame.runtime, target, [], innerShape(wanted!), fallback);
    places[key] = frame.runtime.faces.cell(state);
  }
  return Object.keys(places).length === 0 ? given : { ...given, ...places };
}

/**
 * The place behind an input that a piece was called with a reference for, at any depth; of a part
 * that a literal there has itself, `"literal"`.
 */
export function givenPlace(state: CellState): CellState | "literal" {
  const { target, path } = state;
  if (isDocTarget(target)) return state;
  let value: unknown = target.given;
  for (let depth = 0; depth <= path.length; depth++) {
    const named = cellOf(value);
    if (named !== undefined) {
      const place = givenPlace(named.descend(path.slice(depth)));
      if (place === "literal") return place;
      return isDocTarget(place.target) ? place.withShape(state.shape) : state;
    }
    const key = path[depth];
    if (key === undefined) return isRecord(value) ? "literal" : state;
    if (!isRecord(value) || !Object.hasOwn(value, key)) return state;
    value = value[key];
  }
  return state;
}

/** The function that a piece was given as an input, through the inputs that name it. */
export function functionGiven({ target, path }: CellState): unknown {
  let value: unknown = isDocTarget(target) ? undefined : target.given;
  for (const [depth, key] of path.entries()) {
    const named = cellOf(value);
    if (named !== undefined) return functionGiven(named.descend(path.slice(depth)));
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  const named = cellOf(value);
  return named === undefined ? value : functionGiven(named);
}

/** A value that was read somewhere, and of which only the value is known. */
function lostNode(
  frame: Frame,
  { name, value, line }: { name: string; value: unknown; line: string | undefined },
): LiveNode {
  const where = line === undefined ? "a computation" : `the computation at ${line}`;
  return {
    space: frame.space,
    id: frame.idOf(name),
    get: () => value,
    pin: () => {},
    unwritable: `${where} bound the value it had read, and not the cell; bind the handler where ` +
      "the cell has a name, as in { n: item.n }, or declare what is handed there as Writable<…>",
  };
}
