/** How rows of a database name cells and entities: by absolute links. */

import { fromSigil, type SigilLink, toSigil } from "@cf/protocol";
import { ownerOf, viewOf } from "./faces.ts";
import {
  type Destination,
  entityAt,
  isValueOfCell,
  keptPlace,
  linkTo,
  linkToCopy,
} from "./normalize.ts";
import { cellStateAt, handleState } from "./read.ts";
import { placed, resolveHandle } from "./resolve.ts";
import { CellState } from "./state.ts";
import { DocTarget, isDocTarget } from "./target.ts";
import { sourceOfValueView } from "./value-view.ts";

/**
 * What a value that is no cell stands for where links are stored: a piece by its result, an entity
 * by what was read of it. A part of an entity, and what a cell held, are values of their own.
 */
export function entityOf(value: object, to: Destination): CellState | undefined {
  const source = sourceOfValueView(value);
  const owner = ownerOf(source ?? value);
  if (owner !== undefined) return new CellState(to.runtime, owner, [], undefined, undefined);
  if (source !== undefined) return handleState(source) ?? entityOf(source, to);
  const place = viewOf(value);
  if (place === undefined) return undefined;
  const copy = linkToCopy(value, place, { to });
  if (copy !== undefined) {
    const { id, scope = "space" } = fromSigil(copy)!;
    const target = new DocTarget(to.space, id, scope);
    return new CellState(to.runtime, target, [], undefined, undefined);
  }
  const kept = keptPlace(value, place, to);
  if (kept !== undefined) return kept;
  return isValueOfCell(place, value) ? undefined : entityAt(place, to);
}

/** The absolute sigil of a cell, stored for a database column. */
export function absoluteSigil(state: CellState, to: Destination): SigilLink {
  const given = cellStateAt(state);
  linkTo(given, to);
  const place = placeInRows(state);
  if (place.target !== given.target) linkTo(place, to);
  return absoluteLinkTo(place);
}

/**
 * The place by which rows of a database name a cell. An element of a list is named by the entity
 * that it is: the row follows it when the list changes, and equal cells have equal links.
 */
export function placeInRows(state: CellState): CellState {
  const place = cellStateAt(state);
  return isDocTarget(place.target) ? resolveHandle(place, { own: place.shape }) : place;
}

/** The absolute link to a place: space and scope are spelled out. */
export function absoluteLinkTo(state: CellState): SigilLink {
  const { target, path } = placed(state);
  const scope = isDocTarget(target) ? target.scope : "space";
  const { "/": { "link@1": link } } = toSigil({ id: target.id, path, space: target.space });
  return { "/": { "link@1": { ...link, scope } } };
}
