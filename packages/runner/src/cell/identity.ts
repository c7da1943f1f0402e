/**
 * Identity: whether two things an author holds are the same entity. Links are resolved first;
 * contents never matter.
 */

import { addressKey } from "@cf/protocol";
import { type Json, jsonEqual } from "@cf/utils";
import { currentContext } from "../context.ts";
import { defaultElementId, ownAddress } from "./default-element-id.ts";
import { cellOf, keptIdentityOf, ownerOf, viewOf } from "./faces.ts";
import { heldAt, resolve } from "./resolve.ts";
import { CellState } from "./state.ts";
import { isDocTarget } from "./target.ts";
import { sourceOfValueView } from "./value-view.ts";

const anonymous = new WeakMap<object, string>();
let anonymousCount = 0;

/**
 * A key that is equal for the same entity: of a cell, a reference, a view, or a primitive. Other
 * objects are identical only to themselves. Two cells that hold equal primitives are different.
 */
export function identityOf(value: unknown): string {
  if (value instanceof CellState) return placeKey(value, true);
  if (typeof value !== "object" || value === null) return `${typeof value}:${String(value)}`;
  const cell = cellOf(value);
  if (cell !== undefined) return placeKey(cell, false);
  const view = viewOf(value);
  const kept = view === undefined ? undefined : keptIdentityOf(value);
  if (kept !== undefined) return kept;
  if (view !== undefined) return placeKey(view, false);
  const source = sourceOfValueView(value) ?? value;
  const owner = ownerOf(source);
  if (owner !== undefined) return `${owner.space}/${owner.id}\0`;
  let key = anonymous.get(source);
  if (key === undefined) anonymous.set(source, key = `object:${anonymousCount++}`);
  return key;
}

/** Whether a place is a whole stored document that leads nowhere else. Looking is no reading. */
export function isEntity(state: CellState): boolean {
  const { target, path } = state;
  if (path.length > 0 || !isDocTarget(target)) return false;
  const document = state.runtime.load(target);
  const transaction = currentContext()?.transaction;
  const value = transaction === undefined ? document.value : transaction.look(document);
  return isEntityValue(value);
}

/** Whether a document with this value is an entity, and no link to one. */
export function isEntityValue(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null && !("/" in value);
}

/** Whether a place can come to lead to another entity: an entity stays what it is, a cell may. */
function mayLead({ target }: CellState): boolean {
  return isDocTarget(target) && target.holdsCell !== undefined;
}

/** The key of the place that `state` leads to; for list elements a primitive is its own key. */
function placeKey(state: CellState, element: boolean): string {
  if (!mayLead(state) && isEntity(state)) return state.key;
  const silent = currentContext()?.transaction !== undefined;
  const found = resolve(state, { silent, identity: true });
  if (found.kind === "live") {
    const held: unknown = heldAt(state, found);
    if (typeof held !== "object" || held === null) {
      if (element) return `${typeof held}:${String(held)}`;
    } else if (held === found.value && (found.path.length > 0 || isOfAnother(held))) {
      return identityOf(held);
    }
    return `${found.node.space}/${found.node.id}\0${found.path.join("\0")}`;
  }
  const { target, path } = found;
  const raw = heldAt(state, found);
  if (element && (typeof raw !== "object" || raw === null) && raw !== undefined) {
    return `${typeof raw}:${String(raw)}`;
  }
  const inList = path.length > 0 && /^\d+$/.test(path.at(-1)!);
  if (inList) {
    const { connection } = state.runtime.replica(target.space);
    const id = defaultElementId(ownAddress(target, connection), path);
    return `${target.space}/${addressKey({ id, scope: target.scope })}`;
  }
  return `${target.space}/${addressKey(target)}${path.length === 0 ? "" : `\0${path.join("\0")}`}`;
}

/** Whether a computed value is a piece's result or was read from another place. */
function isOfAnother(value: object): boolean {
  return ownerOf(value) !== undefined || viewOf(value) !== undefined ||
    sourceOfValueView(value) !== undefined;
}

/** Whether `a` and `b` are the same entity. */
export function sameEntity(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return identityOf(a) === identityOf(b);
}

/** Whether `a` and `b` have equal contents; cells are compared by what they hold. */
export function sameContents(a: unknown, b: unknown): boolean {
  return jsonEqual(plain(a), plain(b));
}

function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}
