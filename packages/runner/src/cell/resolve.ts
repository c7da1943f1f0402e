/**
 * Finding what is at a place: walks a path, passes through links, and records what was read with
 * the running computation or transaction.
 */

import type { Json } from "@cf/utils";
import { fromSigil, type Link, type Path } from "@cf/protocol";
import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import { seenBy } from "./defaults.ts";
import { readNode } from "./derived-reads.ts";
import { cellOf, isClosedToPaths } from "./faces.ts";
import { cellKindOf, orElse, type Shape } from "./schema.ts";
import { CellState } from "./state.ts";
import { DocTarget, isDerivedId, isDocTarget, type LiveNode, type Target } from "./target.ts";
import type { Runtime } from "../runtime.ts";
import type { Document } from "../document/document.ts";

/** What a place holds after all links were followed. */
export type Resolved =
  | {
    readonly kind: "json";
    readonly runtime: Runtime;
    /** The state that led there, whose ancestors know the defaults around it. */
    readonly via: CellState;
    readonly target: DocTarget;
    readonly document: Document;
    readonly path: Path;
    /** `undefined` where nothing is. */
    readonly raw: Json | undefined;
    /** How many steps at the end of the path lead nowhere; more than all in a new document. */
    readonly missing: number;
    /** The default of a reference that was passed through. */
    readonly fallback?: Json | undefined;
    /** The schema of that reference, whose defaults hold for every reader. */
    readonly own?: Shape | undefined;
  }
  | {
    readonly kind: "live";
    readonly node: LiveNode;
    readonly path: Path;
    readonly value: unknown;
    /** How many steps at the end of the path lead nowhere. */
    readonly missing: number;
    /** The default of a reference that was passed through. */
    readonly fallback?: Json | undefined;
    /** The schema of a reference that was passed through: what it says the value is. */
    readonly own?: Shape | undefined;
  };

const HOPS_MAX = 100;

/** How a place is looked up. */
export interface Lookup {
  /** A link at the very end is not followed. */
  readonly stay?: boolean;
  /** Nothing is recorded, for writers whose intent does not depend on what they pass through. */
  readonly silent?: boolean;
  /** Only which object it is gets recorded, not what is in it. */
  readonly identity?: boolean;
  /** The keys of what is there are recorded too. */
  readonly keys?: boolean;
  /**
   * A transaction reads the links on the way, and not what they lead to: it asks where to write, or
   * where what it then reads is.
   */
  readonly wayOnly?: boolean;
  /** What is found is only looked at: the transaction's next write may change it in place. */
  readonly glance?: boolean;
}

/** What is at `state`'s place. */
export function resolve(state: CellState, how: Lookup = {}): Resolved {
  const { stay = false } = how;
  let { target, path } = located(state, how);
  const { runtime } = state;
  let holder: Document | undefined;
  for (let hops = 0; hops < HOPS_MAX; hops++) {
    if (!isDocTarget(target)) {
      if (holder !== undefined) target.ledBy?.(holder);
      return takenBy(state, resolveLive(target, path, how), how);
    }
    const document = runtime.load(target, holder);
    const step = walk(document, path, how);
    const isKnown = how.identity === true && isWholeEntity(target, path, step);
    if (!how.silent && !isKnown) observeStep(document, state, step, how);
    if (step.link === undefined) {
      const given = step.missing > 0 && hops === 0 ? cellOfDefault(state, stay, step) : undefined;
      if (given !== undefined) return resolveThrough(given, how);
      return {
        kind: "json",
        runtime,
        via: state,
        target,
        document,
        path,
        raw: step.raw,
        missing: step.missing,
      };
    }
    target = hops === 0
      ? targetFrom(state, step.link, { space: target.space, raw: step.raw! })
      : targetOf(runtime, step.link, target.space);
    path = joined(step.link.path, step.rest);
    holder = document;
  }
  throw new PatternError(
    "link-cycle",
    `Cannot read ${state.key.replaceAll("\0", "/")}: its links lead back to themselves`,
  );
}

/** The target of the first link from a state, which is the same as long as the link is. */
function targetFrom(
  state: CellState,
  link: Link,
  { space, raw }: { readonly space: string; readonly raw: Json },
): Target {
  const { lastLink } = state;
  if (lastLink !== undefined && lastLink.raw === raw) return lastLink.target;
  const target = targetOf(state.runtime, link, space);
  if (isDocTarget(target)) state.lastLink = { raw, target };
  return target;
}

/** Where `state` is stored: a part with a scope of its own, in the document that it is a part of. */
function located(state: CellState, how: Lookup): { readonly target: Target; readonly path: Path } {
  const { outer, target } = state;
  if (outer === undefined || !isDocTarget(target)) return state;
  const around = resolve(outer, { ...how, stay: false, keys: false, wayOnly: true });
  const path = joined(around.path, state.path.slice(outer.path.length));
  if (around.kind === "live") return { target: around.node, path };
  const { space, id } = around.target;
  const isHere = space === target.space && id === target.id &&
    around.path.length === outer.path.length;
  return isHere ? state : { target: new DocTarget(space, id, target.scope), path };
}

/** The place of a part with a scope of its own, as it can be named by a link. */
export function placed(state: CellState): CellState {
  if (state.outer === undefined) return state;
  const { target, path } = located(state, { silent: true });
  if (target === state.target) return state;
  return new CellState(state.runtime, target, path, state.shape, state.fallback);
}

const NOWHERE: Path = [];

/** Most links lead to a whole document and end a path, which needs no new array. */
function joined(link: Path | undefined, rest: Path): Path {
  if (rest.length === 0) return link ?? NOWHERE;
  return link === undefined || link.length === 0 ? rest : link.concat(rest);
}

/** What a place holds or has as its default. */
export function heldAt(state: CellState, found: Resolved): Json | undefined {
  const raw = found.kind === "json" ? found.raw : found.value as Json | undefined;
  if (raw !== undefined) return raw;
  return orElse(found.fallback, () => state.fallbackFor(found.missing));
}

/** The target that a link names. */
export function targetOf(runtime: Runtime, link: Link, space: string): Target {
  const inSpace = link.space ?? space;
  if (isDerivedId(link.id)) return runtime.nodes.at(inSpace, link.id);
  const holds = link.through === true ? "given" : undefined;
  return new DocTarget(inSpace, link.id, link.scope ?? "space", false, holds);
}

interface Step {
  /** The path to the link, or to the end. */
  readonly at: Path;
  readonly raw: Json | undefined;
  readonly link: Link | undefined;
  readonly rest: Path;
  readonly missing: number;
}

/** Walks as far as the document goes: to the end of the path, or to the first link on it. */
function walk(document: Document, path: Path, { stay, glance }: Lookup): Step {
  const transaction = currentContext()?.transaction;
  let raw: Json | undefined = transaction === undefined
    ? document.value
    : transaction.look(document);
  // What was written and is gone does not begin again with its initial value.
  let missing = raw === undefined && isErased(document) ? Infinity : 0;
  for (let depth = 0; depth <= path.length; depth++) {
    if (raw === undefined) missing++;
    const last = depth === path.length;
    if (typeof raw === "object" && raw !== null && !(last && stay)) {
      const link = "/" in raw ? fromSigil(raw) : undefined;
      if (link !== undefined) {
        const at = last ? path : path.slice(0, depth);
        return { at, raw, link, rest: path.slice(depth), missing: 0 };
      }
    }
    if (last) break;
    raw = typeof raw === "object" && raw !== null && Object.hasOwn(raw, path[depth]!)
      ? (raw as Record<string, Json>)[path[depth]!]
      : undefined;
  }
  if (glance !== true) transaction?.keep(raw);
  return { at: path, raw, link: undefined, rest: [], missing };
}

function isErased(document: Document): boolean {
  const transaction = currentContext()?.transaction;
  return document.isErased || transaction?.documents.has(document) === true;
}

/**
 * Whether a step ends at an entity, which stays what it is. A cell that holds an object, and a
 * property that does, may come to lead to another.
 */
function isWholeEntity(target: DocTarget, path: Path, { raw, link }: Step): boolean {
  const isObject = typeof raw === "object" && raw !== null && link === undefined;
  return isObject && path.length === 0 && target.holdsCell === undefined;
}

/** Records what a step looked at: the link it found, or what is at the end. */
function observeStep(document: Document, state: CellState, step: Step, how: Lookup): void {
  const { at, raw } = step;
  if (raw === undefined) {
    document.trackAbsent(at, state.defaultFor(step.missing), state.defaultFor(1));
  } else document.trackKind(at);
  if (how.keys && step.link === undefined) document.trackKeys(at);
  if (how.wayOnly && step.link === undefined) return;
  currentContext()?.transaction?.recordRead(document, at, true);
}

/** Where a value named a place that holds nothing, `state`'s reader takes defaults of its own. */
function takenBy(state: CellState, found: Resolved, how: Lookup): Resolved {
  if (found.kind === "live" || found.raw !== undefined || how.silent) return found;
  const { document, path, missing, fallback } = found;
  const taken = fallback === undefined ? state.defaultFor(missing) : undefined;
  if (taken !== undefined) document.trackAbsent(path, taken, state.defaultFor(1));
  return found;
}

/** A default may hold cells: those that a body gave in a literal. */
function cellOfDefault(state: CellState, stay: boolean, step: Step): CellState | undefined {
  let up: CellState | undefined = state;
  for (let above = 0; above < step.missing && up !== undefined; above++, up = up.parent) {
    if (stay && above === 0) continue;
    const cell = cellOf(up.fallbackFor(step.missing - above));
    if (cell !== undefined) return cell.descend(state.path.slice(state.path.length - above));
  }
  return undefined;
}

/** What is at a place that another value named, with the default that the place has there. */
function resolveThrough(place: CellState, how: Lookup): Resolved {
  const inner = resolve(place, how);
  if (inner.kind === "live") {
    const fallback = inner.value === undefined ? defaultThrough(place, inner) : undefined;
    const own = place.inner ?? inner.own;
    return fallback === undefined && own === undefined ? inner : { ...inner, fallback, own };
  }
  // Who passed through may have a default further up, of which the place itself knows nothing.
  if (inner.raw === undefined && inner.missing > 1) inner.document.inheritAt(inner.path);
  const fallback = defaultThrough(place, inner);
  const own = seenBy(place.inner, inner.own);
  return fallback === undefined && own === undefined ? inner : { ...inner, fallback, own };
}

/** The default of what a place leads to, or else the place's own. */
function defaultThrough(place: CellState, inner: Resolved): Json | undefined {
  return orElse(inner.fallback, () => place.fallbackFor(inner.missing));
}

/** Follows a path through computed values, references and cells. */
function resolveLive(node: LiveNode, path: Path, how: Lookup): Resolved {
  if (node.stored !== undefined && currentContext()?.transaction !== undefined) {
    const place = node.stored();
    if (place !== undefined) return resolveThrough(place.descend(path), how);
  }
  let value = readNode(node);
  let missing = 0;
  for (let depth = 0;; depth++) {
    if (value === undefined) missing++;
    const state = cellOf(value);
    if (state !== undefined) return resolveThrough(state.descend(path.slice(depth)), how);
    if (depth === path.length) return { kind: "live", node, path, value, missing };
    value = propertyOf(value, path[depth]!);
  }
}

function propertyOf(value: unknown, key: string): unknown {
  if (typeof value === "string" && key === "length") return value.length;
  if (typeof value !== "object" || value === null) return undefined;
  if (isClosedToPaths(value)) return undefined;
  if (!Object.hasOwn(value, key) && !isGetterOf(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** Whether an object of a class computes the property, as a set does its size. */
function isGetterOf(value: object, key: string): boolean {
  if (key in Object.prototype) return false;
  for (let at = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
    const property = Object.getOwnPropertyDescriptor(at, key);
    if (property !== undefined) return property.get !== undefined;
  }
  return false;
}

/**
 * The place of a cell that holds a cell: links are followed up to the one that stands for what it
 * holds. A link to a place where nothing was written yet leads to the outer cell.
 */
export function resolveOuter(state: CellState, how: Lookup = {}): CellState {
  const here = resolve(state, { ...how, stay: true, wayOnly: true });
  if (here.kind === "live") return resolveState(state, how);
  // A cell that was never written holds the cell that it was made with.
  const fallback = orElse(
    state.fallbackBehindLink(here.missing),
    () => sameAs(here.via, here) ? here.via.fallback : undefined,
  );
  const place = sameAs(state, here)
    ? state
    : new CellState(state.runtime, here.target, here.path, state.shape, fallback);
  const link = fromSigil(here.raw);
  if (link === undefined) return place;
  const target = targetOf(state.runtime, link, here.target.space);
  const next = new CellState(state.runtime, target, link.path ?? [], state.shape, undefined);
  const there = resolve(next, { ...how, stay: true, wayOnly: true });
  if (there.kind === "live") return place;
  const leadsOn = there.raw === undefined || fromSigil(there.raw) !== undefined;
  return leadsOn ? resolveOuter(next, how) : place;
}

/**
 * The place that a cell at `state` stands for, which is where it sets: past the links by which
 * inputs were given, and past the one by which a cell or an entity is stored where data declares
 * or lists it. A link that was set as a value stays, so that setting again replaces it. `own` is
 * what the place itself declares.
 */
export function resolveHandle(
  state: CellState,
  how: Lookup & { readonly own?: Shape | undefined; readonly hops?: number } = {},
): CellState {
  const { own, hops = 0 } = how;
  const here = resolve(state, { ...how, stay: true, wayOnly: true });
  if (here.kind === "live") return resolveState(state, how);
  const { via, target, path } = here;
  const place = sameAs(state, here) ? state : placeOf(state, here);
  const declared = via === state ? own : via.shape;
  const isCell = declared !== undefined && cellKindOf(declared) !== undefined;
  const isInput = target.holdsInputs && path.length === 1;
  // What is still its default has the cells themselves.
  const isGiven = here.raw === undefined && !isInput && (path.length > 0 || isCell) &&
    cellOf(heldAt(state, here)) !== undefined;
  if (isGiven) return resolveState(state);
  const link = fromSigil(here.raw);
  if (link === undefined || hops > HOPS_MAX) return place;
  const isStored = !isInput && (isCell || path.length > 0 && /^\d+$/.test(path.at(-1)!));
  if (!link.through && !isStored) return place;
  const next = targetOf(state.runtime, link, target.space);
  const { runtime, shape } = state;
  const fallback = state.fallbackBehindLink(0);
  const linked = new CellState(runtime, next, link.path ?? [], shape, fallback);
  return resolveHandle(linked, { ...how, own: undefined, hops: hops + 1 });
}

function sameAs(state: CellState, found: { target: DocTarget; path: Path }): boolean {
  return state.target === found.target && state.path === found.path;
}

/** The place that `state` leads to after all links, as a state with the same shape. */
export function resolveState(state: CellState, options?: { silent?: boolean }): CellState {
  const found = resolve(state, options);
  if (found.kind === "live") {
    if (found.node === state.target && found.path === state.path) return state;
    const fallback = state.fallbackBehindLink(found.missing);
    return new CellState(state.runtime, found.node, found.path, state.shape, fallback);
  }
  return sameAs(state, found) ? state : placeOf(state, found);
}

/** The place that was found from `state`, seen with its schema. */
function placeOf(state: CellState, found: Resolved & { kind: "json" }): CellState {
  const shape = seenBy(state.shape, found.own);
  const parent = sameAs(found.via, found) ? found.via.parent : undefined;
  const isBelow = parent !== undefined;
  const fallback = orElse(
    found.fallback,
    () => isBelow ? state.fallback : state.fallbackBehindLink(found.missing),
  );
  return new CellState(
    state.runtime,
    found.target,
    found.path,
    shape,
    fallback,
    parent,
    false,
    isBelow && found.fallback === undefined && state.inherited,
  );
}
