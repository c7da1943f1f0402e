/**
 * Which elements of a stored list are a given value. A list is gone through whole, so what most
 * elements are, a link to an entity or a primitive, is decided without following paths.
 */

import type { Json } from "@cf/utils";
import { fromSigil, valueAt } from "@cf/protocol";
import { currentContext } from "../context.ts";
import type { Document } from "../document/document.ts";
import { cellOf, viewOf } from "./faces.ts";
import { identityOf, isEntityValue } from "./identity.ts";
import type { Runtime } from "../runtime.ts";
import { heldAt, resolve, targetOf } from "./resolve.ts";
import type { CellState } from "./state.ts";
import { isDocTarget } from "./target.ts";

/** Tells of an element, by what the list holds and where, whether it is the value. */
export type ElementMatch = (item: Json, index: number) => boolean;

/** Matches the elements of `list` that are `value`: the same entity or primitive. */
export function isSame(list: CellState, value: unknown): ElementMatch {
  const identity = identityOf(value);
  const entity = entityOf(value);
  return (item, index) => {
    if (typeof item !== "object" || item === null) return identity === identityOf(item);
    const document = entityIn(list, item);
    if (document !== undefined && entity !== undefined) return document === entity;
    return identityOf(list.child(String(index))) === identity;
  };
}

/** The same, and elements whose contents equal those of `value`. */
export function isSameOrEqual(list: CellState, value: unknown): ElementMatch {
  const same = isSame(list, value);
  if (typeof value !== "object" || value === null) return same;
  let contents: { readonly json: unknown } | undefined;
  // Reading them depends on all of the value, so it waits for an element to compare them with.
  const { runtime, target } = list;
  const equals = (held: Json | undefined, space = target.space) => {
    contents ??= { json: contentsOf(value) };
    return shows(held, contents.json, { runtime, space, around: [] });
  };
  return (item, index) => {
    if (same(item, index)) return true;
    const document = entityIn(list, item);
    if (document !== undefined) return equals(valueNow(document));
    const element = list.child(String(index));
    const found = resolve(element, { silent: true });
    return found.kind === "json" && equals(heldAt(element, found), found.target.space);
  };
}

/**
 * Whether `held`, stored in `space`, shows the contents `json`. Links are followed where the rest
 * was equal so far; what leads to a piece, or back, shows nothing to compare.
 */
function shows(held: Json | undefined, json: unknown, place: HeldIn): boolean {
  if (typeof held !== "object" || held === null) return held === json;
  const link = fromSigil(held);
  if (link !== undefined) {
    const target = targetOf(place.runtime, link, place.space);
    if (!isDocTarget(target)) return false;
    const document = place.runtime.load(target);
    if (place.around.includes(document)) return false;
    const around = [...place.around, document];
    const inner = valueAt(valueNow(document), link.path ?? []);
    return shows(inner, json, { ...place, space: target.space, around });
  }
  if (typeof json !== "object" || json === null) return false;
  if (Array.isArray(held) !== Array.isArray(json)) return false;
  const keys = Object.keys(held);
  return keys.length === Object.keys(json).length &&
    keys.every((key) =>
      Object.hasOwn(json, key) &&
      shows((held as Record<string, Json>)[key], (json as Record<string, unknown>)[key], place)
    );
}

/** Where a value is stored, and the documents that led there. */
interface HeldIn {
  readonly runtime: Runtime;
  readonly space: string;
  readonly around: readonly Document[];
}

/** The document of the entity that a cell, a reference or a view stands for. */
function entityOf(value: unknown): Document | undefined {
  const state = cellOf(value) ?? viewOf(value);
  if (state === undefined) return undefined;
  const found = resolve(state, { silent: true });
  if (found.kind === "live" || found.path.length > 0) return undefined;
  return isEntityValue(found.raw) ? found.document : undefined;
}

/** The document that an element links to, where that is all there is to follow. */
function entityIn(list: CellState, item: Json): Document | undefined {
  const link = fromSigil(item);
  if (link === undefined || link.path !== undefined || !isDocTarget(list.target)) return undefined;
  const { id, space = list.target.space, scope = "space" } = link;
  const document = list.runtime.replica(space).known({ id, scope });
  return document?.state === "loaded" && isEntityValue(valueNow(document)) ? document : undefined;
}

function valueNow(document: Document): Json | undefined {
  const transaction = currentContext()?.transaction;
  return transaction === undefined ? document.value : transaction.valueOf(document);
}

/** A value's contents, if they can be stored; waits for what has not arrived of them. */
function contentsOf(value: object): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return undefined;
  }
}
