/**
 * From what an author writes to what a document stores: cells become links, plain objects inside
 * arrays become entities of their own, everything else becomes JSON.
 */

import { type Json, shortHash } from "@cf/utils";
import {
  addressKey,
  type DocAddress,
  fromSigil,
  type Link,
  parseAddressKey,
  type Scope,
  toSigil,
  valueAt,
} from "@cf/protocol";
import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import type { Document } from "../document/document.ts";
import type { Replica } from "../document/replica.ts";
import type { Transaction } from "../document/transaction.ts";
import type { Runtime } from "../runtime.ts";
import { defaultElementId, ownAddress } from "./default-element-id.ts";
import { faceOf, keptIdentityOf, ownerOf, viewOf } from "./faces.ts";
import { isNarrower, narrowerEntity, publish } from "./publish.ts";
import { formOfOwnClass } from "./own-classes.ts";
import { placed, resolve } from "./resolve.ts";
import { CellState } from "./state.ts";
import { DocTarget, isDocTarget, type LiveNode } from "./target.ts";
import { sourceOfValueView } from "./value-view.ts";
import { identityOf } from "./identity.ts";
import { handleState, isPlain, readValue } from "./read.ts";
import { cellKindOf } from "./schema.ts";

/** A place of a loaded document. */
interface Spot {
  readonly target: DocTarget;
  readonly document: Document;
  readonly path: readonly string[];
}

/** Where a value is going, and how entities in it get their ids. */
export interface Destination {
  readonly transaction: Transaction;
  readonly replica: Replica;
  readonly space: string;
  /** Who shares the document that is written, and so the entities in the value. */
  readonly scope: Scope;
  /** The place that is set, where the value goes to one that is known. */
  readonly at?: Spot;
  /** For messages. */
  readonly where: string;
  /** Makes the id of the entity at `path` below the destination. */
  readonly entityId: (path: readonly string[]) => string;
  readonly runtime: Runtime;
  /** Whether cells in the value, or in its properties, are the inputs of a piece. */
  readonly binds?: boolean;
  /** Whether those at any depth are: who writes there writes them. */
  readonly bound?: boolean;
  /** The entity of which a copy is made: its parts that are cells are copied with it. */
  readonly copied?: DocTarget;
  /** Told of each entity that a part of the value becomes, where the value is an author's. */
  readonly onEntity?: (path: readonly string[], id: string) => void;
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
    while (held.has(`${to.space}/${addressKey({ id, scope: to.scope })}`)) {
      id = `of:${shortHash(`${id}/next`)}`;
    }
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
  if (state !== undefined) {
    if (isItself(state, to, path)) {
      return valueAt(to.transaction.valueOf(to.at!.document), to.at!.path.concat(path));
    }
    return !through && isCopied(value, state, to)
      ? convert(readValue(state), to, path, ancestors, inArray)
      : linkTo(state, to, { through: through || to.bound === true || to.binds === true, path });
  }
  const source = sourceOfValueView(value);
  const owner = ownerOf(source ?? value);
  if (owner !== undefined) {
    return linkTo(new CellState(to.runtime, owner, [], undefined, undefined), to, { path });
  }
  if (source !== undefined) return convertObject(source, to, path, ancestors, inArray);
  const place = viewOf(value);
  if (place !== undefined) {
    const link = linkToCopy(value, place, { to, path }) ?? linkToKept(value, place, to) ??
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
    // Holes are elements too, which map() would leave out.
    return Array.from(
      value,
      (item, index) => convert(item, to, path.concat(String(index)), chain, true)!,
    );
  }
  const own = formOfOwnClass(value);
  if (own !== undefined) {
    if ("refused" in own) throw unstorable(to, path, own.refused);
    return inArray && typeof own.json === "object" ? makeEntity(own.json, to, path) : own.json;
  }
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
  to.onEntity?.(path, id);
  return writeEntity(id, value, to);
}

function writeEntity(id: string, value: Json, to: Destination): Json {
  const { scope } = to;
  const document = to.replica.document({ id, scope });
  document.state = "loaded";
  to.transaction.write(to.replica, document, { op: "set", ...scoped({ id, scope }), value });
  return toSigil({ id, scope }) as unknown as Json;
}

/** Whether a cell names the very place it is written to, as in `cell.set({ ...cell.get() })`. */
function isItself(state: CellState, { at, space }: Destination, path: readonly string[]): boolean {
  if (at === undefined) return false;
  const { target, path: own } = placed(state);
  if (!isDocTarget(target) || target.space !== space) return false;
  const { id, scope } = at.target;
  const length = at.path.length + path.length;
  if (target.id !== id || target.scope !== scope || own.length !== length) return false;
  return at.path.concat(path).every((key, index) => key === own[index]);
}

/**
 * Whether what a cell or a reference holds is copied: a cell in the entity that is copied, which
 * is a part of it, and a reference to a value of fewer than those who will see it here.
 */
function isCopied(value: object, { target, path }: CellState, to: Destination): boolean {
  if (!isNarrower(target, to.scope)) return false;
  const { copied } = to;
  if (copied?.id === target.id && copied.scope === target.scope) return path.length > 0;
  const face = faceOf(value)!;
  return !face.explicit && cellKindOf(face.state.shape) === undefined;
}

/** An entity that fewer can see than those who see the destination: the copy of it made there. */
export function linkToCopy(
  view: object,
  place: CellState,
  { to, path = [] }: { readonly to: Destination; readonly path?: readonly string[] },
): Json | undefined {
  if (Array.isArray(view) || isValueOfCell(place, view)) return undefined;
  const entity = narrowerEntity(keptPlace(view, place, to) ?? place, to.scope);
  if (entity === undefined) return undefined;
  const inside = { ...to, copied: entity.target };
  return publish(entity, view, {
    ...to,
    convert: (child, key) => convert(child, inside, [...path, key], [view], false),
    write: (id, value) => writeEntity(id, value, to),
  });
}

function linkToKept(view: object, place: CellState, to: Destination): Json | undefined {
  const kept = keptPlace(view, place, to);
  if (kept === undefined) return undefined;
  const { id, scope } = kept.target;
  return toSigil({ id, scope }) as unknown as Json;
}

/** The entity that an element became which was read while its list was a default. */
export function keptPlace(
  view: object,
  { runtime, target, shape }: CellState,
  to: Destination,
): CellState & { target: DocTarget } | undefined {
  const kept = keptIdentityOf(view);
  if (kept === undefined || target.space !== to.space) return undefined;
  const { id, scope } = parseAddressKey(kept.slice(to.space.length + 1));
  const document = to.replica.document({ id, scope });
  to.replica.require(document);
  if (to.transaction.valueOf(document) === undefined) return undefined;
  const entity = new DocTarget(to.space, id, scope);
  return new CellState(runtime, entity, [], shape, undefined) as CellState & { target: DocTarget };
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

/** The whole entity that a view shows; of a part of one, nothing. */
export function entityAt(view: CellState, to: Destination): CellState | undefined {
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
export function linkTo(
  state: CellState,
  to: Destination,
  { through = false, path: at = [] }: Linking = {},
): Json {
  const { target, path } = placed(state);
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
export function scoped(target: DocAddress): { id: string; scope?: "user" | "session" } {
  return target.scope === "space" ? { id: target.id } : { id: target.id, scope: target.scope };
}

function unstorable(to: Destination, path: readonly string[], what: string): PatternError {
  const at = path.length === 0 ? "" : ` at '${path.join(".")}'`;
  return new PatternError("not-storable", `Cannot write ${to.where}${at}: it holds ${what}`);
}
