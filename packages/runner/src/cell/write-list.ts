/**
 * Writing lists by intent: what is to be appended or taken out, so that writers at the same time
 * merge.
 */

import { type Json, jsonEqual } from "@cf/utils";
import { type SigilLink, valueAt } from "@cf/protocol";
import { PatternError } from "../errors.ts";
import { isSame, isSameOrEqual } from "./element-match.ts";
import { currentContext } from "../context.ts";
import { type Destination, normalize } from "./normalize.ts";
import { divide } from "./scoped-parts.ts";
import { CellState } from "./state.ts";
import {
  baseOf,
  describe,
  destinationOf,
  emit,
  neverWritten,
  type Site,
  siteOf,
  writeDivided,
  writing,
} from "./write.ts";

/** Appends values to a list. */
export function push(state: CellState, values: readonly unknown[]): void {
  if (values.length === 0) return;
  writing(state, (transaction) => {
    const site = siteOf(state, transaction, false);
    requireList(site, "push");
    const base = listBase(site);
    writeDivided(site, { value: values, to: appending(site) }, (rest, to) => {
      const stored = normalize(rest, to) as Json[];
      emit(site, { op: "append", path: site.path, values: stored, ...base }, site.target);
    });
  });
}

/** Where appended values go: also a computation appends new ones each time. */
function appending({ state, transaction, destination }: Site): Destination {
  if (currentContext()?.written === undefined) return destination;
  const { space, scope, where } = destination;
  return destinationOf(state.runtime, { transaction, space, scope, where });
}

/** Appends the values that are not in the list: the same entity, or equal contents. */
export function addUnique(state: CellState, values: readonly unknown[]): void {
  writing(state, (transaction) => {
    const site = siteOf(state, transaction, false);
    requireList(site, "addUnique");
    const base = listBase(site);
    const present = listAt(site, base.base);
    const list = listState(site);
    const { shape } = state;
    const missing = values.filter((value) => {
      const [shared] = divide([value], shape, site.target.scope).rest as readonly unknown[];
      return !present.some(isSameOrEqual(list, shared));
    });
    if (missing.length === 0) return;
    writeDivided(site, { value: missing, to: appending(site) }, (rest, to) => {
      const stored = normalize(rest, to) as Json[];
      emit(site, { op: "add-unique", path: site.path, values: stored, ...base }, site.target);
    });
  });
}

/** Appends a link unless the list holds it as it stands. What links lead to is not looked at. */
export function addLink(state: CellState, link: SigilLink): void {
  writing(state, (transaction) => {
    const site = siteOf(state, transaction, false);
    requireList(site, "addUnique");
    const base = listBase(site);
    if (listAt(site, base.base).some((item) => jsonEqual(item, link))) return;
    emit(site, { op: "add-unique", path: site.path, values: [toJson(link)], ...base }, site.target);
  });
}

/** Removes a link, as it stands in the list. What links lead to is not looked at. */
export function removeLink(state: CellState, link: SigilLink): void {
  writing(state, (transaction) => {
    const site = siteOf(state, transaction, false);
    requireList(site, "remove");
    const base = listBase(site);
    if (!listAt(site, base.base).some((item) => jsonEqual(item, link))) return;
    emit(
      site,
      { op: "remove-by-value", path: site.path, value: toJson(link), ...base },
      site.target,
    );
  });
}

/** Removes elements that are `value`: the first, or with `all` every one. */
export function remove(state: CellState, value: unknown, all: boolean): void {
  writing(state, (transaction) => {
    const site = siteOf(state, transaction, false);
    requireList(site, "remove");
    const base = listBase(site);
    const items = listAt(site, base.base);
    const matches = isSame(listState(site), value);
    const first = items.findIndex(matches);
    if (first < 0) return;
    const { path } = site;
    const another = items.findIndex((item, index) => index > first && matches(item, index));
    if (all || another < 0) {
      const operation = { op: "remove-by-value" as const, path, value: items[first]! };
      emit(site, { ...operation, ...base }, site.target);
      return;
    }
    transaction.recordRead(site.document, path, false);
    const splice = { op: "splice" as const, path, index: first, remove: 1, add: [] };
    emit(site, { op: "patch", patches: [splice] }, site.target);
  });
}

/** Removes every element whose contents equal `value`. */
export function removeByValue(state: CellState, value: unknown): void {
  writing(state, (transaction) => {
    const site = siteOf(state, transaction, false);
    requireList(site, "removeByValue");
    const base = listBase(site);
    // All are found before the first one leaves, since the others stand elsewhere then.
    const leaving = listAt(site, base.base).filter(isSameOrEqual(listState(site), value));
    for (const item of new Set(leaving)) {
      emit(site, { op: "remove-by-value", path: site.path, value: item, ...base }, site.target);
    }
  });
}

function toJson(link: SigilLink): Json {
  return link as unknown as Json;
}

function requireList(site: Site, verb: string): void {
  const value = valueAt(site.transaction.look(site.document), site.path);
  if (value === undefined || Array.isArray(value)) return;
  throw new PatternError(
    "not-a-list",
    `Cannot ${verb} to ${describe(site.state)}: it holds ${value === null ? "null" : typeof value}`,
  );
}

function listAt(site: Site, base: readonly Json[] | undefined): readonly Json[] {
  const value = valueAt(site.transaction.valueOf(site.document), site.path);
  return Array.isArray(value) ? value : base ?? [];
}

function listState({ state, target, path, fallback }: Site): CellState {
  return new CellState(state.runtime, target, path, state.shape, fallback);
}

function listBase(site: Site): { base?: readonly Json[] } {
  if (!neverWritten(site)) return {};
  const base = baseOf(site);
  return Array.isArray(base) ? { base } : {};
}
