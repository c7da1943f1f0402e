/**
 * From what an author writes to what a document stores: cells become links, plain objects inside
 * arrays become entities of their own, everything else becomes JSON.
 */

import { type Json, shortHash } from "@cf/utils";
import { fromSigil, type Link, type SigilLink, toSigil } from "@cf/protocol";
import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import type { Replica } from "../document/replica.ts";
import type { Transaction } from "../document/transaction.ts";
import type { Runtime } from "../runtime.ts";
import { defaultElementId, ownAddress } from "./default-element-id.ts";
import { keptIdentityOf, ownerOf, viewOf } from "./faces.ts";
import { resolve, resolveHandle } from "./resolve.ts";
import { CellState } from "./state.ts";
import { DocTarget, isDocTarget, type LiveNode } from "./target.ts";
import { sourceOfValueView } from "./value-view.ts";
import { identityOf } from "./identity.ts";
import { cellStateAt, handleState, isPlain } from "./read.ts";

/** Where a value is going, and how entities in it get their ids. */
export interface Destination {
  readonly transaction: Transaction;
  readonly replica: Replica;
  readonly space: string;
  /** For messages. */
  readonly where: string;
  /** Makes the id of the entity at `path` below the destination. */
  readonly entityId: (path: readonly string[]) => string;
  readonly runtime: Runtime;
  /** Whether cells in the value, or in its properties, are the inputs of a piece. */
  readonly binds?: boolean;
  /** The place of a list's element, after the list was written if it was still its default. */
  readonly storeElement: (element: CellState) => CellState;
  /** Writes the default of a place where nothing was ever written. */
  readonly storeDefault: (place: CellState) => void;
}

/**
 * The stored form of `value`; `undefined` stores nothing. Entities in it are written at once, and
 * so is the value itself as the element of a list.
 */
export function normalize(
  value: unknown,
  destination: Destination,
  { asElement = false } = {},
): Json | undefined {
  const to = currentContext()?.written === undefined ? destination : apart(destination, value);
  return convert(value, to, [], [], asElement && value !== undefined);
}

/**
 * A computation names entities by their place, where it may have put others before: in
 * `list.set([{ … }, ...list.get()])` the new one must not take the name of one that moves.
 */
function apart(to: Destination, value: unknown): Destination {
  const held = new Set<string>();
  collectEntities(value, held, []);
  if (held.size === 0) return to;
  const entityId = (path: readonly string[]) => {
    let id = to.entityId(path);
    while (held.has(`${to.space}/${id}`)) id = `of:${shortHash(`${id}/next`)}`;
    return id;
  };
  return { ...to, entityId };
}

function collectEntities(value: unknown, into: Set<string>, around: readonly object[]): void {
  if (typeof value !== "object" || value === null || around.includes(value)) return;
  if (handleState(value) !== undefined || viewOf(value) !== undefined && !Array.isArray(value)) {
    into.add(identityOf(value));
  } else if (Array.isArray(value) || isPlain(value)) {
    for (const child of Object.values(value)) collectEntities(child, into, [...around, value]);
  }
}

/** Ids of entities in a default: equal whenever the same place is filled from it. */
export function defaultEntityIds(
  target: DocTarget,
  { connection }: Replica,
): (path: readonly string[]) => string {
  const address = ownAddress(target, connection);
  return (path) => defaultElementId(address, path);
}

function convert(
  value: unknown,
  to: Destination,
  path: readonly string[],
  ancestors: readonly object[],
  inArray: boolean,
): Json | undefined {
  switch (typeof value) {
    case "undefined":
      return inArray ? null : undefined;
    case "boolean":
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      if (BigInt(Number(value)) === value) return Number(value);
      throw unstorable(to, path, "a bigint beyond 2^53; store it as text");
    case "function":
      throw unstorable(to, path, "a function; cells hold data");
    case "symbol":
      throw unstorable(to, path, "a symbol; cells hold data");
  }
  if (value === null) return null;
  return convertObject(value as object, to, path, ancestors, inArray);
}

function convertObject(
  value: object,
  to: Destination,
  path: readonly string[],
  ancestors: readonly object[],
  inArray: boolean,
): Json | undefined {
  const state = handleState(value);
  const through = to.binds === true && path.length <= 1;
  if (state !== undefined) return linkTo(state, to, { through, path });
  const source = sourceOfValueView(value);
  const owner = ownerOf(source ?? value);
  if (owner !== undefined) {
    return linkTo(new CellState(to.runtime, owner, [], undefined, undefined), to, { path });
  }
  if (source !== undefined) return convertObject(source, to, path, ancestors, inArray);
  const place = viewOf(value);
  if (place !== undefined) {
    const link = linkToKept(value, place, to) ??
      (!through && isValueOfCell(place, value) ? undefined : linkToView(place, to));
    if (link !== undefined) return link;
  }
  const written = fromSigil(value);
  if (written !== undefined) {
    return (through ? toSigil({ ...written, through }) : value) as unknown as Json;
  }
  if (ancestors.includes(value)) throw unstorable(to, path, "a structure that contains itself");
  const chain = ancestors.concat([value]);
  if (Array.isArray(value)) {
    return value.map((item, index) => convert(item, to, path.concat(String(index)), chain, true)!);
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map || value instanceof Set) {
    throw unstorable(to, path, `a ${value.constructor.name}; use an array or an object`);
  }
  if (ArrayBuffer.isView(value)) throw unstorable(to, path, "bytes; store them as base64 text");
  const result: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value)) {
    const stored = convert(child, to, path.concat(key), chain, false);
    if (stored !== undefined) result[key] = stored;
  }
  return inArray ? makeEntity(result, to, path) : result;
}

/** Writes `value` as a document of its own and returns the link to it. */
function makeEntity(value: Json, to: Destination, path: readonly string[]): Json {
  const id = to.entityId(path);
  const document = to.replica.document({ id, scope: "space" });
  document.state = "loaded";
  to.transaction.write(to.replica, document, { op: "set", id, value });
  return toSigil({ id }) as unknown as Json;
}

/** An element that was read while its list was a default: the entity that it became since. */
function linkToKept(view: object, place: CellState, to: Destination): Json | undefined {
  const id = keptId(view, place, to);
  return id === undefined ? undefined : toSigil({ id, path: [] }) as unknown as Json;
}

function keptId(view: object, { target }: CellState, to: Destination): string | undefined {
  const kept = keptIdentityOf(view);
  if (kept === undefined || target.space !== to.space) return undefined;
  const id = kept.slice(to.space.length + 1);
  const document = to.replica.document({ id, scope: "space" });
  to.replica.require(document);
  return to.transaction.valueOf(document) === undefined ? undefined : id;
}

/**
 * Whether a view is what a cell held when it was read, and no entity: like a part of a document it
 * is a value, which later writes of the cell do not change.
 */
export function isValueOfCell({ target, path }: CellState, view: object): boolean {
  if (!isDocTarget(target) || path.length > 0) return false;
  return target.holdsCell === "own" || target.holdsCell === "given" && Array.isArray(view);
}

/** A view of a whole entity is a link to it; a view of a part is copied (`undefined`). */
function linkToView(view: CellState, to: Destination): Json | undefined {
  const entity = entityAt(view, to);
  return entity && linkTo(entity, to);
}

function entityAt(view: CellState, to: Destination): CellState | undefined {
  const inDefaultList = /^\d+$/.test(view.path.at(-1) ?? "");
  const place = inDefaultList ? to.storeElement(view) : view;
  const found = resolve(place, { silent: true });
  if (found.kind === "live" || found.path.length > 0 || found.raw === undefined) return undefined;
  return new CellState(to.runtime, found.target, [], undefined, undefined);
}

/** The piece that stands for one that a computation made, where a computation stores it. */
function keptByComputation(
  node: LiveNode,
  to: Destination,
  path: readonly string[],
): string | undefined {
  if (currentContext()?.written === undefined || node.space !== to.space) return undefined;
  return node.keep?.(to.transaction, to.entityId([...path, "piece"]));
}

/** How a link is made: for an input, and where in the value it is. */
interface Linking {
  readonly through?: boolean;
  readonly path?: readonly string[];
}

/** The link to a cell's place, as stored in `to`'s space. */
function linkTo(
  state: CellState,
  to: Destination,
  { through = false, path: at = [] }: Linking = {},
): Json {
  const { target, path } = state;
  const kept = isDocTarget(target) ? undefined : keptByComputation(target, to, at);
  if (kept !== undefined) return toSigil({ id: kept, path }) as unknown as Json;
  if (!isDocTarget(target)) target.pin();
  // Whoever follows the link must find what the cell holds, so its default is written.
  else if (target.space === to.space) to.storeDefault(state);
  const link: Link = {
    id: target.id,
    path,
    ...(target.space === to.space ? {} : { space: target.space }),
    ...(isDocTarget(target) ? { scope: target.scope } : {}),
    ...(through ? { through } : {}),
  };
  return toSigil(link) as unknown as Json;
}

/** The address part of an operation on `target`. */
export function scoped(target: DocTarget): { id: string; scope?: "user" | "session" } {
  return target.scope === "space" ? { id: target.id } : { id: target.id, scope: target.scope };
}

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
  const kept = keptId(value, place, to);
  if (kept !== undefined) {
    const target = new DocTarget(to.space, kept, "space");
    return new CellState(to.runtime, target, [], undefined, undefined);
  }
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
export function absoluteLinkTo({ target, path }: CellState): SigilLink {
  const scope = isDocTarget(target) ? target.scope : "space";
  const { "/": { "link@1": link } } = toSigil({ id: target.id, path, space: target.space });
  return { "/": { "link@1": { ...link, scope } } };
}

function unstorable(to: Destination, path: readonly string[], what: string): PatternError {
  const at = path.length === 0 ? "" : ` at '${path.join(".")}'`;
  return new PatternError("not-storable", `Cannot write ${to.where}${at}: it holds ${what}`);
}
