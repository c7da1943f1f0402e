/**
 * The elements of a reactive array with their identities, and how they differ from those found at
 * the last look. What stands where it stood costs a comparison, so that one change of a long list
 * costs what changed.
 */

import { changeBetween, changeInPlace, type Json, type ListChange } from "@cf/utils";
import { fromSigil } from "@cf/protocol";
import { cellOf } from "../cell/faces.ts";
import { identityOf, isEntity } from "../cell/identity.ts";
import { holdsCells, isPlain } from "../cell/read.ts";
import { placeOfValue } from "../cell/place.ts";
import { resolve, type Resolved } from "../cell/resolve.ts";
import { childShape, orElse, type Shape } from "../cell/schema.ts";
import { CellState } from "../cell/state.ts";
import { isDocTarget } from "../cell/target.ts";
import type { Runtime } from "../runtime.ts";
import { listKeyOf } from "./list-key.ts";

/** One element as found. */
export interface Element {
  /** Equal for the same element. */
  readonly key: string;
  /** The element's own place, if it has one. */
  readonly state: CellState | undefined;
  /** The element's value where it has no place. */
  readonly value: unknown;
  /**
   * When the key may become another although the list holds the same member: never; when the
   * member stands elsewhere; when its place stops being a whole document; or whenever what its
   * place leads to changes, which the list has to follow.
   */
  readonly holds: "always" | "here" | "as-entity" | "while-followed";
}

/** The elements now, and what changed since the last look. The list is the same at each look. */
export interface Elements {
  readonly elements: readonly Element[];
  readonly change: ListChange;
}

/** What a list holds, and how one member becomes an element. */
interface Contents {
  /** The place that holds the list: members of another list are other elements. */
  readonly of: string;
  readonly members: readonly unknown[];
  readonly find: (member: unknown, index: number) => Element;
}

/** Looks at the elements of one source again and again. */
export class ElementMemory {
  #of: string | undefined;
  #members: readonly unknown[] = [];
  readonly #elements: Element[] = [];
  /** How many elements hold on a condition. */
  #conditional = 0;
  /** Elements by the object in the list, which may move. */
  #byMember = new WeakMap<object, Element>();

  /** The elements now; subscribes to the list's structure. */
  look(source: CellState): Elements {
    const contents = contentsOf(source);
    const { of, members } = contents;
    const before = this.#elements;
    const isSame = this.#of === of;
    this.#of = undefined; // Until everything is found.
    if (!isSame) this.#byMember = new WeakMap();
    const change = isSame
      ? this.#recheck(changeBetween(this.#members, members), contents)
      : { start: 0, removed: before.length, added: members.length };
    this.#take(contents, change);
    return { elements: this.#elements, change };
  }

  #take(contents: Contents, change: ListChange): void {
    const { start, removed, added } = change;
    const before = this.#elements;
    const found: Element[] = [];
    for (let i = 0; i < added; i++) found.push(this.#find(contents, start + i));
    for (const element of found) if (element.holds !== "always") this.#conditional++;
    for (let i = start; i < start + removed; i++) {
      if (before[i]!.holds !== "always") this.#conditional--;
    }
    changeInPlace(before, change, found);
    this.#of = contents.of;
    this.#members = contents.members;
  }

  #find({ members, find }: Contents, index: number): Element {
    const member = members[index];
    if (typeof member !== "object" || member === null) return find(member, index);
    const known = this.#byMember.get(member);
    if (known !== undefined && (known.holds === "always" || isEntity(known.state!))) return known;
    const element = find(member, index);
    if (element.holds === "always" || element.holds === "as-entity") {
      this.#byMember.set(member, element);
    }
    return element;
  }

  /** `change`, widened over kept members that are another element now. */
  #recheck(change: ListChange, contents: Contents): ListChange {
    if (this.#conditional === 0) return change;
    const before = this.#elements;
    let { start } = change;
    let end = start + change.removed;
    const shift = change.added - change.removed;
    for (let i = 0; i < start; i++) {
      if (!this.#stillHolds(before[i]!, { contents, at: i, shift: 0 })) start = i;
    }
    for (let i = end; i < before.length; i++) {
      if (!this.#stillHolds(before[i]!, { contents, at: i, shift })) end = i + 1;
    }
    return { start, removed: end - start, added: end + shift - start };
  }

  #stillHolds(
    element: Element,
    { contents, at, shift }: { contents: Contents; at: number; shift: number },
  ): boolean {
    switch (element.holds) {
      case "always":
        return true;
      case "here":
        return shift === 0;
      case "as-entity":
        if (isEntity(element.state!)) return true;
    }
    const { members, find } = contents;
    const found = find(members[at + shift], at + shift);
    return found.key === element.key && samePlace(found.state, element.state);
  }
}

/** What the source's list holds now. */
function contentsOf(source: CellState): Contents {
  const found = resolve(source);
  if (found.kind === "live") {
    const value = found.value;
    if (value === undefined || value === null) return defaultContents(source);
    // A copy: what a view or a computation gave may hold something else at the next look.
    const members: unknown[] = Array.isArray(value) ? value.slice() : [];
    const element = childShape(source.inner, "0");
    const { runtime } = source;
    return {
      of: "value",
      members,
      find: (item, at) => valueElement(item, at, { runtime, element }),
    };
  }
  const { raw, target, path, runtime } = found;
  if (raw === undefined) {
    found.document.trackDeep(path);
    return defaultContents(defaultList(source, found));
  }
  const members = Array.isArray(raw) ? raw : [];
  if (Array.isArray(raw)) found.document.trackDeep(path);
  const list = target === source.target && path === source.path
    ? source
    : new CellState(runtime, target, path, source.shape, source.fallbackBehindLink(0));
  return { of: list.key, members, find: (item, at) => storedElement(list, item as Json, at) };
}

/** A list that nobody wrote; a write into it finds around it what is to be stored first. */
function defaultList(source: CellState, found: Resolved & { kind: "json" }): CellState {
  const { runtime, via, target, path, missing } = found;
  const fallback = orElse(found.fallback, () => source.fallbackFor(missing));
  const parent = via.target === target && via.path === path ? via.parent : undefined;
  const inherited = parent !== undefined && missing > 1;
  return new CellState(runtime, target, path, source.shape, fallback, parent, false, inherited);
}

function defaultContents(source: CellState): Contents {
  const members = Array.isArray(source.fallback) ? source.fallback : [];
  return {
    of: `default of ${source.key}`,
    members,
    find: (item, index) => storedElement(source, item as Json, index),
  };
}

/** An element of a stored list or of a default. */
function storedElement(list: CellState, raw: Json, index: number): Element {
  if (typeof raw !== "object" || raw === null) return primitiveElement(raw);
  const { runtime } = list;
  const given = cellOf(raw);
  if (given !== undefined) {
    return { key: identityOf(raw), state: given, value: undefined, holds: "while-followed" };
  }
  const link = "/" in raw ? fromSigil(raw) : undefined;
  if (link !== undefined && isDocTarget(list.target)) {
    const state = runtime.linked(link, list.target.space, childShape(list.inner, "0"));
    // The same text as the identity of a default's element, which becomes this entity when stored.
    return { key: state.key, state, value: undefined, holds: "always" };
  }
  const state = list.child(String(index));
  return { key: identityOf(state), state, value: undefined, holds: "here" };
}

/** An element of a computed array: references and views have a place, others are values. */
function valueElement(
  item: unknown,
  index: number,
  { runtime, element }: { runtime: Runtime; element: Shape | undefined },
): Element {
  if (typeof item !== "object" || item === null) return primitiveElement(item);
  const state = placeOfValue(runtime, item);
  if (state === undefined) return plainElement(item, index);
  const typed = element === undefined ? state : state.withShape(element);
  const holds = isEntity(state) ? "as-entity" : "while-followed";
  return { key: identityOf(item), state: typed, value: undefined, holds };
}

function primitiveElement(item: unknown): Element {
  return {
    key: `${typeof item}:${String(item)}`,
    state: undefined,
    value: item,
    holds: "always",
  };
}

/** Plain objects are told apart by what rows and records usually carry. */
function plainElement(item: object, index: number): Element {
  const key = listKeyOf(item) ?? ownKey(item);
  return key === undefined
    ? { key: `at:${index}`, state: undefined, value: item, holds: "here" }
    : { key, state: undefined, value: item, holds: "always" };
}

function ownKey(item: object): string | undefined {
  if (!isPlain(item) || Array.isArray(item) || holdsCells(item)) return undefined;
  for (const name of ["id", "key", "_id"]) {
    const value = (item as Record<string, unknown>)[name];
    if (typeof value === "string" || typeof value === "number") return `${name}:${value}`;
  }
  return undefined;
}

/** Whether two places are one: a node that was built anew has the id of the one before. */
export function samePlace(a: CellState | undefined, b: CellState | undefined): boolean {
  if (a === b || a === undefined || b === undefined) return a === b;
  return a.key === b.key && (isDocTarget(a.target) || a.target === b.target);
}
