/**
 * Cells in a literal that was given as an input: `Child({ size: { width } })`, `resize({ size: {
 * width } })`. Who takes `size` as a cell and writes its `width` writes what the literal names,
 * as with an input that is named by itself. Until the literal is stored it is the default of its
 * place; stored, its cells are links that are marked as given (`through`).
 */

import { fromSigil } from "@cf/protocol";
import { cellOf, viewOf } from "./faces.ts";
import { handleState, holdsCells, isPlain } from "./read.ts";
import { resolve, resolveHandle, targetOf } from "./resolve.ts";
import { cellKindOf } from "./schema.ts";
import { CellState } from "./state.ts";
import { isDocTarget } from "./target.ts";
import { sourceOfValueView } from "./value-view.ts";

const literals = new WeakSet<object>();

/** Remembers that the cells in a place's default, if there are any, are inputs. */
export function keepGiven(literal: unknown): void {
  if (typeof literal === "object" && literal !== null && holdsCells(literal)) literals.add(literal);
}

/** Whether the default of the place comes from a literal whose cells are inputs. */
export function hasGivenDefault(state: CellState): boolean {
  for (let up: CellState | undefined = state; up !== undefined; up = up.parent) {
    const { fallback } = up as { fallback: unknown };
    if (typeof fallback === "object" && fallback !== null && literals.has(fallback)) return true;
  }
  return false;
}

/**
 * The place that is written instead of `state`, where a given literal names it. A place that is
 * declared to hold a cell is no such one: there one cell takes the place of another.
 */
export function boundAt(state: CellState): CellState | undefined {
  return placeFor(state, heldIn(state));
}

/** What stands at `state` itself, where that can lead to what a literal named. */
function heldIn(state: CellState): unknown {
  const given = hasGivenDefault(state);
  if (!given && !(isDocTarget(state.target) && state.target.holdsInputs)) return undefined;
  const found = resolve(state, { stay: true, silent: true });
  if (found.kind === "live") return undefined;
  const { target, path, raw, missing } = found;
  if (raw === undefined) return given ? state.fallbackFor(missing) : undefined;
  const isInput = target.holdsInputs && path.length === 1 && fromSigil(raw) !== undefined;
  return isInput ? undefined : raw;
}

function placeFor(state: CellState, held: unknown): CellState | undefined {
  if (typeof held !== "object" || held === null) return undefined;
  const link = fromSigil(held);
  const named = link?.through === true || cellOf(held) !== undefined;
  if (!named || cellKindOf(state.shape) !== undefined) return undefined;
  if (link === undefined) return resolveHandle(handleState(held)!);
  const { runtime, shape, target } = state;
  const linked = targetOf(runtime, link, target.space);
  return resolveHandle(new CellState(runtime, linked, link.path ?? [], shape, undefined));
}

/** What is written at a place, without the parts that are written elsewhere. */
export interface Remainder {
  /** The value, with what names other places where it was. */
  readonly rest: unknown;
  /** The parts, each with the place that it goes to. */
  readonly parts: readonly { readonly place: CellState; readonly value: unknown }[];
  /** Whether nothing is left to write. */
  readonly isAll: boolean;
}

/** Finds the parts of `value` that go where a given literal at `state` says. */
export function divideBound(state: CellState, value: unknown): Remainder {
  const parts: { place: CellState; value: unknown }[] = [];
  let isAll = true;
  const without = (at: CellState, held: unknown, part: unknown): unknown => {
    const place = placeFor(at, held);
    if (place !== undefined) {
      parts.push({ place, value: part });
      return held;
    }
    const opens = isLiteral(part) || isReadOf(part, at, held);
    if (!opens || !isLiteral(held) || fromSigil(held) !== undefined) {
      isAll = false;
      return part;
    }
    return Object.fromEntries(
      Object.entries(part as object).map(([key, child]) => {
        const below = Object.hasOwn(held, key) ? (held as Record<string, unknown>)[key] : undefined;
        return [key, without(at.child(key), below, child)];
      }),
    );
  };
  const rest = without(state, heldIn(state), value);
  return parts.length === 0 ? { rest: value, parts, isAll: false } : { rest, parts, isAll };
}

/** Whether a part is what the place itself was read as: `size.set({ ...size.get(), name })`. */
function isReadOf(part: unknown, at: CellState, held: unknown): boolean {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return false;
  return viewOf(part)?.key === at.key || sourceOfValueView(part) === held;
}

/** An object as an author wrote it: a list is replaced as a whole. */
function isLiteral(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isPlain(value) &&
    cellOf(value) === undefined && viewOf(value) === undefined &&
    sourceOfValueView(value) === undefined;
}
