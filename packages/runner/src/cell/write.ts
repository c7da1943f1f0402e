/**
 * Writing a place. Writing *past* a link follows it, writing *at* a link replaces it. Mergeable
 * writes record their intent and read nothing.
 */

import { type Json, shortHash } from "@cf/utils";
import {
  addressKey,
  fromSigil,
  type Operation,
  type Path,
  type Scope,
  valueAt,
} from "@cf/protocol";
import { currentContext, type WriteCount } from "../context.ts";
import type { Document } from "../document/document.ts";
import type { Replica } from "../document/replica.ts";
import type { Transaction } from "../document/transaction.ts";
import { PatternError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { boundAt, divideBound, hasGivenDefault } from "./bound.ts";
import { defaultEntityIds, type Destination, normalize, scoped } from "./normalize.ts";
import { cellOf } from "./faces.ts";
import { pieceOf, placeOfValue } from "./place.ts";
import { readValue } from "./read.ts";
import { placed, resolve, type Resolved, resolveState } from "./resolve.ts";
import { declaresList, defaultOf, orElse } from "./schema.ts";
import { divide, placeOfPart } from "./scoped-parts.ts";
import { share } from "./share.ts";
import { CellState } from "./state.ts";
import type { DocTarget } from "./target.ts";

/** A place that can be written: a path of a loaded document within a transaction. */
export interface Site {
  readonly state: CellState;
  /** The state that led to the place. */
  readonly via: CellState;
  readonly target: DocTarget;
  readonly path: Path;
  /** The default of the place, which reaches down only through what was never written. */
  readonly fallback: Json | undefined;
  readonly document: Document;
  readonly replica: Replica;
  readonly transaction: Transaction;
  readonly destination: Destination;
}

/** Runs `body` in the running transaction, or in one of its own that is committed at once. */
export function writing<T>(state: CellState, body: (transaction: Transaction) => T): T {
  const context = currentContext();
  if (context?.transaction !== undefined) return body(context.transaction);
  return state.runtime.transact("write", body);
}

/** How often a computation has written to each place in its present run. */
const timesWritten = new WeakMap<WriteCount, Map<string, number>>();

/**
 * Names new entities by their event; those of a computation by it and by the place they are
 * written to, so that it may run again. What it appends is new each time.
 */
function entityIds(transaction: Transaction, place: string | undefined): Destination["entityId"] {
  const written = currentContext()?.written;
  if (written !== undefined && written.count++ === 0) timesWritten.delete(written);
  if (written === undefined || place === undefined) {
    return (inner) => transaction.createId(inner.join("/"));
  }
  let times = timesWritten.get(written);
  if (times === undefined) timesWritten.set(written, times = new Map());
  const time = times.get(place) ?? 0;
  times.set(place, time + 1);
  return (inner) => `of:${shortHash(`${written.of}/written/${place}/${time}/${inner.join("/")}`)}`;
}

/** Where values go that a transaction writes into a space. */
interface Going {
  readonly transaction: Transaction;
  readonly space: string;
  /** Who shares the document that is written. */
  readonly scope: Scope;
  /** For messages. */
  readonly where: string;
  /** The place that is set; without it what is written is new each time. */
  readonly place?: string | undefined;
}

/** What `normalize` needs to know about where values go. */
export function destinationOf(
  runtime: Runtime,
  { transaction, space, scope, where, place }: Going,
): Destination {
  return {
    runtime,
    transaction,
    replica: runtime.replica(space),
    space,
    scope,
    where,
    entityId: entityIds(transaction, place),
    storeElement: (element) => storeDefaultElement(element, transaction),
    storeDefault: (place) => storeDefault(place, transaction),
  };
}

function locate(state: CellState, transaction: Transaction, stay: boolean): Site {
  const found = resolve(state, { stay, silent: true });
  if (found.kind === "live") {
    const entity = entityBehind(state.runtime, found, stay);
    if (entity !== undefined) return locate(entity, transaction, stay);
    const why = found.node.unwritable ??
      "it is computed, not stored; write what it is computed from";
    throw new PatternError("derived-value", `Cannot write ${describe(state)}: ${why}`);
  }
  const { target, path, via } = found;
  const fallback = orElse(found.fallback, () => state.fallbackFor(found.missing));
  const replica = state.runtime.replica(target.space);
  const where = describe(state);
  const place = `${addressKey(target)}/${path.join("/")}`;
  const { space, scope } = target;
  const going = { transaction, space, scope, where, place };
  const document = state.runtime.load(target);
  const at = { target, document, path };
  const destination = { ...destinationOf(state.runtime, going), at };
  return { state, via, target, path, fallback, document, replica, transaction, destination };
}

/**
 * Below an entity that a computation read and passed on, the entity is written; so is the entity
 * itself by what is no replacement (`stay`).
 */
function entityBehind(
  runtime: Runtime,
  { node, path }: Resolved & { kind: "live" },
  stay: boolean,
): CellState | undefined {
  let value = node.get();
  for (let depth = 0; depth < path.length || depth === path.length && !stay; depth++) {
    const place = pieceOf(value) === node ? undefined : placeOfValue(runtime, value);
    if (place !== undefined) return place.descend(path.slice(depth));
    const key = path[depth];
    if (key === undefined || typeof value !== "object" || value === null) return undefined;
    if (!Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return undefined;
}

/**
 * Replaces what is at the place, or with `past` at the end of links there; `undefined` removes.
 * With `binds` a cell in `value` is an input: who sets the input sets that cell.
 */
export function setAt(
  state: CellState,
  value: unknown,
  { past = false, binds = false } = {},
): void {
  writing(state, (transaction) => {
    const { rest: own, parts, isAll } = divideBound(state, value);
    for (const { place, value } of parts) setAt(place, value, { past, binds });
    if (isAll) return;
    const site = siteOrTaken(state, own, { transaction, stay: !past });
    if (site === undefined) return;
    const bound = parts.length > 0;
    writeDivided(site, { value: own, to: { ...site.destination, binds, bound } }, (rest, to) => {
      const stored = normalize(rest, to, { asElement: isElement(site) });
      const before = valueAt(transaction.look(site.document), site.path);
      transaction.keep(before);
      const shared = stored === undefined || before === undefined ? stored : share(before, stored);
      replaceAt(site, shared);
    });
  });
}

/** Lets `write` store a value, and stores the parts of it whose type gives them another scope. */
export function writeDivided(
  site: Site,
  { value, to }: { readonly value: unknown; readonly to: Destination },
  write: (rest: unknown, to: Destination) => void,
): void {
  const { state, target, path } = site;
  const { rest, parts } = divide(value, state.shape, target.scope);
  if (parts.length === 0) return write(value, to);
  const born = new Map<string, string>();
  write(rest, { ...to, onEntity: (at, id) => void born.set(at.join("\0"), id) });
  const written = { runtime: state.runtime, target, path, born };
  for (const part of parts) setAt(placeOfPart(part, written), part.value);
}

/** Where a value goes; `undefined` when it goes to a node that took it as a command. */
function siteOrTaken(
  state: CellState,
  value: unknown,
  { transaction, stay }: { transaction: Transaction; stay: boolean },
): Site | undefined {
  try {
    return siteOf(state, transaction, stay);
  } catch (error) {
    const found = resolve(state, { stay, silent: true });
    if (found.kind === "live" && found.node.take?.(found.path, value) === true) return undefined;
    throw error;
  }
}

/** Whether the place is an element of a list, whose objects are entities. */
function isElement({ transaction, document, path }: Site): boolean {
  return path.length > 0 &&
    Array.isArray(valueAt(transaction.look(document), path.slice(0, -1)));
}

function replaceAt(site: Site, value: Json | undefined): void {
  const { path, target } = site;
  if (path.length === 0) {
    emit(site, value === undefined ? { op: "delete" } : { op: "set", value }, target);
  } else if (value === undefined) {
    emit(site, { op: "patch", patches: [{ op: "remove", path }] }, target);
  } else {
    emit(site, { op: "patch", patches: [{ op: "replace", path, value }] }, target);
  }
}

type Bare = Operation extends infer O ? O extends Operation ? Omit<O, "id" | "scope"> : never
  : never;

export function emit(site: Site, operation: Bare, target: DocTarget): void {
  site.transaction.write(
    site.replica,
    site.document,
    { ...operation, ...scoped(target) } as Operation,
  );
}

/**
 * The place to write, after the defaults of missing ancestors were written, which a write below
 * them would hide, and empty lists where lists are declared. Elements of a default list become
 * entities by that, so the place is looked up again.
 */
export function siteOf(state: CellState, transaction: Transaction, stay: boolean): Site {
  const site = locate(state, transaction, stay);
  if (site.path.length === 0 || !neverWritten(site)) return site;
  let filled = false;
  for (const ancestor of [...ancestorsOf(site.via), ...ancestorsOf(state)]) {
    const missing = missingAncestor(ancestor, site);
    if (missing === undefined) continue;
    filled = writeDefault(site, missing) || writeEmptyList(site, missing) || filled;
  }
  return filled ? siteOf(state, transaction, stay) : site;
}

/** Where `ancestor` leads, if that is above `site` in the same document and was never written. */
function missingAncestor(ancestor: CellState, site: Site): CellState | undefined {
  const found = resolve(ancestor, { silent: true, glance: true });
  if (found.kind === "live" || found.raw !== undefined) return undefined;
  if (addressKey(found.target) !== addressKey(site.target)) return undefined;
  if (found.path.length >= site.path.length) return undefined;
  const fallback = orElse(found.fallback, () => ancestor.fallbackFor(found.missing));
  return new CellState(site.state.runtime, found.target, found.path, ancestor.shape, fallback);
}

function ancestorsOf(state: CellState): CellState[] {
  const chain: CellState[] = [];
  for (let up = state.parent; up !== undefined; up = up.parent) chain.unshift(up);
  return chain;
}

function storeDefault(named: CellState, transaction: Transaction): void {
  const place = placed(named);
  const fallback = orElse(place.fallback, () => defaultOf(place.shape));
  if (fallback === undefined) return;
  const site = siteOf(place, transaction, true);
  if (neverWritten(site) && site.target === place.target) writeDefault(site, place);
}

/** Where a site is now, which is elsewhere once what is around it became an entity. */
function placeOf({ state, target, path, fallback }: Site): CellState {
  return new CellState(state.runtime, target, path, state.shape, fallback);
}

function writeDefault(site: Site, place: CellState): boolean {
  const fallback = orElse(place.fallback, () => defaultOf(place.shape));
  if (fallback === undefined || fallback === null) return false;
  const { target } = site;
  const value = normalize(fallback, {
    ...site.destination,
    bound: hasGivenDefault(place),
    entityId: (inner) => defaultEntityIds(target, site.replica)([...place.path, ...inner]),
  })!;
  writeFirst(site, place.path, value);
  return true;
}

/** Below a missing list an index is no property of an object. */
function writeEmptyList(site: Site, place: CellState): boolean {
  const { inner } = place;
  if (inner === undefined || !declaresList(inner)) return false;
  writeFirst(site, place.path, []);
  return true;
}

function writeFirst(site: Site, path: Path, value: Json): void {
  // Who wrote there first must not lose it.
  site.transaction.recordRead(site.document, path, true);
  replaceAt({ ...site, path }, value);
}

/**
 * Makes an element of a list that is still its default an entity, by writing the list. Returns
 * the entity's place.
 */
function storeDefaultElement(element: CellState, transaction: Transaction): CellState {
  const list = element.parent;
  if (list === undefined) return element;
  const site = siteOf(list, transaction, false);
  if (neverWritten(site)) writeDefault(site, placeOf(site));
  return resolveState(element, { silent: true });
}

/** The stored form of the default at a list or number, for operations that start from it. */
export function baseOf(site: Site): Json | undefined {
  const fallback = orElse(site.fallback, () => defaultOf(site.state.shape));
  if (fallback === undefined) return undefined;
  return normalize(fallback, {
    ...site.destination,
    bound: hasGivenDefault(site.state),
    entityId: (inner) => defaultEntityIds(site.target, site.replica)([...site.path, ...inner]),
  });
}

export function neverWritten(site: Site): boolean {
  return valueAt(site.transaction.look(site.document), site.path) === undefined;
}

/** Adds to a number; like `set` at the place itself, where a link is replaced. */
export function increment(state: CellState, by: number): void {
  if (typeof by !== "number" || !Number.isFinite(by)) {
    throw new TypeError(`Cannot increment by ${String(by)}: a finite number is needed`);
  }
  writing(state, (transaction) => {
    const bound = boundAt(state);
    if (bound !== undefined) return increment(bound, by);
    const linked = numberBehindLink(state);
    const site = siteOf(state, transaction, linked !== undefined);
    const base = linked ?? (neverWritten(site) ? baseOf(site) : undefined);
    const start = typeof base === "number" ? { base } : {};
    emit(site, { op: "increment", path: site.path, by, ...start }, site.target);
  });
}

/** The number that a place has from another one: through a link, or as a cell's initial value. */
function numberBehindLink(state: CellState): number | undefined {
  const here = resolve(state, { stay: true, silent: true });
  if (here.kind === "live") return undefined;
  const isLink = here.raw === undefined
    ? cellOf(state.fallbackFor(here.missing)) !== undefined
    : fromSigil(here.raw) !== undefined;
  const value = isLink ? readValue(state) : undefined;
  return typeof value === "number" ? value : undefined;
}

/** Replaces several properties, past a link at the place itself. */
export function update(state: CellState, values: Record<string, unknown>): void {
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw new TypeError("Cannot update: an object with the properties to change is needed");
  }
  writing(state, (transaction) => {
    if (resolve(state, { silent: true }).kind === "live") return updateParts(state, values);
    const bound = Object.keys(values).filter((key) => boundAt(state.child(key)) !== undefined);
    for (const key of bound) setAt(state.child(key), values[key]);
    const rest = Object.entries(values).filter(([key]) => !bound.includes(key));
    if (bound.length > 0 && rest.length === 0) return;
    const site = siteOf(state, transaction, false);
    const base = sameSite(state, site)
      ? state
      : new CellState(state.runtime, site.target, site.path, state.shape, site.fallback);
    if (neverWritten(site) && rest.length > 0) {
      const fallback = baseOf(site);
      // Who wrote there first must not lose it to a default.
      transaction.recordRead(site.document, site.path, true);
      replaceAt({ ...site, state: base }, typeof fallback === "object" && fallback ? fallback : {});
    }
    for (const [key, value] of rest) setAt(base.child(key), value);
  });
}

/** What a piece gives is no place of its own, but its parts can be. */
function updateParts(state: CellState, values: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(values)) setAt(state.child(key), value);
}

function sameSite(state: CellState, site: Site): boolean {
  return state.target === site.target && state.path === site.path;
}

export function describe(state: CellState): string {
  return state.runtime.describe(state);
}
