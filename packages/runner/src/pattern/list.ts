/**
 * List operations over reactive arrays: one sub-graph per element, kept by the element's identity.
 * A moved element keeps its nodes; a removed one is disposed; a changed one re-runs only what read
 * the change.
 */

import type { Json, JsonObject } from "@cf/utils";
import { fromSigil } from "@cf/protocol";
import { cellOf } from "../cell/faces.ts";
import { identityOf } from "../cell/identity.ts";
import { holdsCells, isPlain, presentValue } from "../cell/read.ts";
import { placeOfValue } from "../cell/place.ts";
import { resolve, resolveState } from "../cell/resolve.ts";
import { childShape, orElse, type Shape } from "../cell/schema.ts";
import { CellState } from "../cell/state.ts";
import { isDocTarget, type LiveNode } from "../cell/target.ts";
import type { ListOperation } from "../cell/cell.ts";
import { runIn } from "../context.ts";
import { followReady, NotReady } from "../errors.ts";
import { Computed, Signal, untracked } from "../reactive/mod.ts";
import type { Frame } from "./frame.ts";
import type { Site } from "./site.ts";
import { listKeyOf } from "./list-key.ts";
import { jsonEqual } from "@cf/utils";

type Callback = (item: unknown, index: unknown, list: unknown) => unknown;

/** An element's sub-graph. */
interface Entry {
  readonly key: string;
  readonly frame: Frame;
  readonly item: unknown;
  /** Where the element is, if it has a place of its own. */
  readonly place: CellState | undefined;
  /** The element's value where it is no entity of its own. */
  readonly value: Signal<unknown> | undefined;
  readonly index: Signal<number>;
  /** What the callback built; for `filter`, the computed verdict. */
  result: unknown;
}

/** One element of the source as found: its key, and a reference or a value. */
interface Found {
  readonly key: string;
  /** The element's own place, if it has one. */
  readonly state: CellState | undefined;
  readonly value: unknown;
}

/** The live value of `source.map(fn)`, `.filter(fn)` or `.flatMap(fn)`. */
export class ListNode implements LiveNode {
  readonly space: string;
  readonly #name: string;
  readonly #computed: Computed<readonly unknown[]>;
  #entries = new Map<string, Entry>();

  constructor(
    readonly frame: Frame,
    readonly source: CellState,
    readonly operation: ListOperation,
    readonly fn: Callback,
    site: Site,
  ) {
    this.space = frame.space;
    this.#name = frame.claim(site.name ?? `(${operation})`);
    this.#computed = new Computed(() => frame.runtime.compute(this, () => this.#update()));
    frame.onDispose(() => this.#disposeAll());
    if (site.name !== undefined) frame.register(this);
  }

  get id(): string {
    return this.frame.idOf(this.#name);
  }

  get label(): string {
    return this.#name;
  }

  get(): unknown {
    return this.#computed.get();
  }

  pin(): void {
    this.frame.runtime.registerNode(this);
  }

  #disposeAll(): void {
    for (const entry of this.#entries.values()) entry.frame.dispose();
    this.#entries.clear();
  }

  #update(): readonly unknown[] {
    const found = elementsOf(this.source, this.#memory);
    const before = this.#found;
    const entries = this.#isAppended(found) ? this.#append(found) : this.#rebuild(found);
    if (this.operation === "map" && entries === this.#ordered && before.length > 0) {
      const added = entries.slice(before.length).map(({ result }) => result);
      return this.#mapped = mark(this.#mapped.concat(added));
    }
    this.#ordered = entries;
    return this.#mapped = this.#results(entries);
  }

  readonly #memory = new ElementMemory();
  #found: readonly Found[] = [];
  #ordered: Entry[] = [];
  #mapped: readonly unknown[] = [];

  /** Whether `found` is what was there, and perhaps more at the end. */
  #isAppended(found: readonly Found[]): boolean {
    const before = this.#found;
    return found.length >= before.length && before.every((element, i) => element === found[i]);
  }

  #append(found: readonly Found[]): Entry[] {
    for (let index = this.#found.length; index < found.length; index++) {
      this.#ordered.push(this.#place(found[index]!, index, this.#entries));
    }
    this.#found = found;
    return this.#ordered;
  }

  #rebuild(found: readonly Found[]): Entry[] {
    const next = new Map<string, Entry>();
    const ordered = found.map((element, index) => this.#place(element, index, next));
    for (const entry of this.#entries.values()) entry.frame.dispose();
    this.#entries = next;
    this.#found = found;
    return ordered;
  }

  /** The entry of an element, kept or new, put into `entries` under its key. */
  #place(element: Found, index: number, entries: Map<string, Entry>): Entry {
    const key = entries.has(element.key) ? `${element.key}~${index}` : element.key;
    const known = this.#entries.get(key);
    this.#entries.delete(key);
    const entry = known !== undefined && samePlace(known.place, element.state)
      ? known
      : this.#replace(known, element, { key, index });
    entry.index.set(index);
    if (entry.value !== undefined && !jsonEqual(entry.value.peek(), element.value)) {
      entry.value.set(element.value);
    }
    entries.set(key, entry);
    return entry;
  }

  #results(entries: readonly Entry[]): readonly unknown[] {
    const { runtime } = this.frame;
    if (this.operation === "map") return mark(entries.map(({ result }) => result));
    if (this.operation === "filter") {
      return mark(
        entries.filter(({ result }) => (result as Computed<boolean>).get())
          .map(({ item }) => item),
      );
    }
    return mark(entries.flatMap(({ result }) => {
      const value = runIn(
        { mode: "compute", runtime },
        () => presentValue({ runtime }, result, undefined),
      );
      return Array.isArray(value) ? [...value] : [value];
    }));
  }

  /**
   * An element of a default became an entity: what its row remembers is kept under the same key,
   * but its nodes point at the list.
   */
  #replace(old: Entry | undefined, element: Found, at: { key: string; index: number }): Entry {
    old?.frame.dispose();
    return this.#create(at.key, element, at.index);
  }

  #create(key: string, element: Found, index: number): Entry {
    const frame = this.frame.nested(`${this.#name}/${key}`);
    const { runtime } = frame;
    const value = element.state === undefined ? new Signal(element.value) : undefined;
    const position = new Signal(index);
    const item = element.state === undefined
      ? this.#signalReference(frame, "item", value!, () => this.#storedElement(position))
      : runtime.faces.reference(element.state);
    const entry: Entry = {
      key,
      frame,
      item,
      place: element.state,
      value,
      index: position,
      result: undefined,
    };
    const indexReference = this.#signalReference(frame, "index", position);
    const list = runtime.faces.reference(this.source);
    if (this.operation === "filter") {
      entry.result = new Computed(() => {
        const verdict = runIn(
          { mode: "compute", runtime, frame },
          () => presentValue({ runtime }, this.#callFilter(item, indexReference, list), undefined),
        );
        return Boolean(verdict);
      });
    } else {
      entry.result = this.#build(frame, () => this.fn(item, indexReference, list));
    }
    return entry;
  }

  #build(frame: Frame, body: () => unknown): unknown {
    const { runtime } = frame;
    try {
      return untracked(() => runIn({ mode: "body", runtime, frame }, body));
    } catch (error) {
      frame.dispose();
      if (error instanceof NotReady) followReady(error);
      throw error;
    }
  }

  /** A predicate is a computation: it takes values. */
  #callFilter(item: unknown, index: unknown, list: unknown): unknown {
    const owner = this.frame;
    return this.fn(
      presentValue(owner, item, undefined),
      presentValue(owner, index, undefined),
      presentValue(owner, list, undefined),
    );
  }

  /** Where a primitive of a stored list is written: at the index it has now. */
  #storedElement(position: Signal<number>): CellState | undefined {
    if (resolve(this.source, { silent: true }).kind === "live") return undefined;
    return resolveState(this.source, { silent: true }).child(String(position.peek()));
  }

  #signalReference(
    frame: Frame,
    name: string,
    signal: { get(): unknown },
    stored?: () => CellState | undefined,
  ): object {
    const { space } = this;
    const shape = name === "item" ? childShape(this.source.inner, "0") : undefined;
    const node: LiveNode = {
      space,
      id: frame.idOf(`(${name})`),
      get: () => signal.get(),
      ...(stored === undefined ? {} : { stored }),
      pin: () => frame.runtime.registerNode(node),
    };
    return frame.runtime.faces.reference(
      new CellState(frame.runtime, node, [], shape, undefined),
    );
  }
}

function samePlace(a: CellState | undefined, b: CellState | undefined): boolean {
  return a === b || a !== undefined && b !== undefined && a.key === b.key;
}

/** Lists whose elements may be references keep that known, so that reading goes through views. */
function mark(list: unknown[]): readonly unknown[] {
  return Object.freeze(list);
}

/**
 * The elements found last time. An item that stands where it stood costs a comparison, a stored
 * link that moved costs a look-up.
 */
class ElementMemory {
  #raw: readonly Json[] = [];
  #found: Found[] = [];
  readonly #byLink = new WeakMap<object, Found>();

  recall(raw: readonly Json[], find: (item: Json, index: number) => Found): Found[] {
    const before = this.#raw;
    const known = this.#found;
    const found = new Array<Found>(raw.length);
    for (let index = 0; index < raw.length; index++) {
      const item = raw[index]!;
      const kept = isLink(item) && index < before.length && item === before[index];
      found[index] = kept ? known[index]! : this.#look(item, index, find);
    }
    this.#raw = raw;
    return this.#found = found;
  }

  #look(item: Json, index: number, find: (item: Json, index: number) => Found): Found {
    if (!isLink(item)) return find(item, index);
    let element = this.#byLink.get(item);
    if (element === undefined) this.#byLink.set(item, element = find(item, index));
    return element;
  }
}

/** Elements that are stored links do not depend on where they stand. */
function isLink(item: Json): item is JsonObject {
  return typeof item === "object" && item !== null && "/" in item;
}

/** The elements of a reactive array with their identities; subscribes to the list's structure. */
function elementsOf(source: CellState, memory: ElementMemory): Found[] {
  const found = resolve(source);
  const shape = source.inner;
  if (found.kind === "live") {
    const value = found.value;
    if (value === undefined || value === null) return fallbackElements(source);
    if (!Array.isArray(value)) return [];
    return elementsOfArray(source, value, shape);
  }
  const { raw, target, path, runtime } = found;
  if (raw === undefined) {
    const fallback = orElse(found.fallback, () => source.fallbackFor(found.missing));
    found.document.trackDeep(path);
    return fallbackElements(new CellState(runtime, target, path, source.shape, fallback));
  }
  if (!Array.isArray(raw)) return [];
  found.document.trackDeep(path);
  const list = target === source.target && path === source.path
    ? source
    : new CellState(runtime, target, path, source.shape, source.fallback);
  return memory.recall(raw, (item, index) => elementOf(list, item, index, shape));
}

function fallbackElements(source: CellState): Found[] {
  const fallback = source.fallback;
  if (!Array.isArray(fallback)) return [];
  return fallback.map((item, index) => elementOf(source, item, index, source.inner));
}

function elementOf(list: CellState, raw: Json, index: number, shape: Shape | undefined): Found {
  const { runtime } = list;
  if (typeof raw !== "object" || raw === null) {
    return { key: `${typeof raw}:${String(raw)}`, state: undefined, value: raw };
  }
  const given = cellOf(raw);
  if (given !== undefined) return { key: identityOf(raw), state: given, value: undefined };
  const link = "/" in raw ? fromSigil(raw) : undefined;
  if (link !== undefined && isDocTarget(list.target)) {
    const state = runtime.linked(link, list.target.space, childShape(shape, "0"));
    // The same text as the identity of a default's element, which becomes this entity when stored.
    const key = state.key;
    return { key, state, value: undefined };
  }
  const state = list.child(String(index));
  return { key: identityOf(state), state, value: undefined };
}

/** Elements of a computed array: references and views have a place, others are values. */
function elementsOfArray(
  source: CellState,
  list: readonly unknown[],
  shape: Shape | undefined,
): Found[] {
  const element = childShape(shape, "0");
  return list.map((item, index) => {
    if (typeof item !== "object" || item === null) {
      return { key: `${typeof item}:${String(item)}`, state: undefined, value: item };
    }
    const state = placeOfValue(source.runtime, item);
    if (state !== undefined) {
      const typed = element === undefined ? state : state.withShape(element);
      return { key: identityOf(item), state: typed, value: undefined };
    }
    return { key: valueKey(item, index), state: undefined, value: item };
  });
}

/** Plain objects are told apart by what rows and records usually carry. */
function valueKey(item: object, index: number): string {
  const known = listKeyOf(item);
  if (known !== undefined) return known;
  if (isPlain(item) && !Array.isArray(item) && !holdsCells(item)) {
    for (const name of ["id", "key", "_id"]) {
      const value = (item as Record<string, unknown>)[name];
      if (typeof value === "string" || typeof value === "number") return `${name}:${value}`;
    }
  }
  return `at:${index}`;
}
