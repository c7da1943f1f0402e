/**
 * Views: frozen objects and arrays that stand for a place.
 *
 * A view read by a computation is live: each property access reads the place anew and subscribes
 * to just that path, so a view may travel from one computation to another and never shows old
 * data. A view read by a handler holds what the handler saw: later writes of the same handler do
 * not change it. Views cannot be written; cells can.
 */

import { isRecord, type Json, jsonEqual } from "@cf/utils";
import { fromSigil, valueAt } from "@cf/protocol";
import { currentContext } from "../context.ts";
import type { Transaction } from "../document/transaction.ts";
import type { Runtime } from "../runtime.ts";
import { NotReady } from "../errors.ts";
import { untracked } from "../reactive/mod.ts";
import { declaresDefaults, defaultOfChild } from "./defaults.ts";
import { cellOf, keepIdentity, registerView, viewOf } from "./faces.ts";
import { resolve, targetOf } from "./resolve.ts";
import {
  cellKindOf,
  childShape,
  declaredProperties,
  defaultOf,
  orElse,
  type Shape,
} from "./schema.ts";
import { CellState } from "./state.ts";
import { isDocTarget } from "./target.ts";

/** The reading functions, handed in so that views do not import their users. */
export interface ViewReader {
  read(state: CellState): unknown;
  presentValue(owner: { runtime: Runtime }, value: unknown, shape: Shape | undefined): unknown;
  /** What an element shows of a cell among its children; `undefined` for anything else. */
  shown(value: unknown): unknown;
  /** A cell that holds a plain value, where `shape` wants one. */
  cellWith(runtime: Runtime, value: unknown, shape: Shape | undefined): object | undefined;
  identityOf(value: unknown): string;
}

/** What the traps of a view are built from. */
abstract class ViewHandler implements ProxyHandler<object> {
  #frozen = false;

  abstract readonly reader: ViewReader;
  abstract keys(): string[];
  /** Whether there is such a property; subscribes to the answer only when asked to. */
  abstract has_(key: string, how?: { keys: boolean }): boolean;
  abstract child(key: string): unknown;
  abstract length(): number;
  /** The view is frozen for good: whoever reads the place next gets another. */
  abstract forget(): void;

  /** All elements, for array methods. */
  elements(): unknown[] {
    const count = this.length();
    const result: unknown[] = [];
    for (let i = 0; i < count; i++) result.push(this.child(String(i)));
    return result;
  }

  get(target: object, key: string | symbol, receiver: unknown): unknown {
    if (this.#frozen) return Reflect.get(target, key, receiver);
    if (Array.isArray(target)) return this.#getFromArray(target, key, receiver);
    if (typeof key === "symbol") return Reflect.get(target, key, receiver);
    if (this.has_(key)) return this.child(key);
    return key in target ? Reflect.get(target, key, receiver) : this.child(key);
  }

  #getFromArray(target: unknown[], key: string | symbol, receiver: unknown): unknown {
    if (key === "length") return this.length();
    if (key === Symbol.iterator) return () => this.elements()[Symbol.iterator]();
    if (typeof key === "symbol") return Reflect.get(target, key, receiver);
    const method = (Array.prototype as unknown as Record<string, unknown>)[key];
    if (!isMethod(method) || key === "constructor") {
      return /^\d+$/.test(key) ? this.child(key) : undefined;
    }
    if (MUTATORS.has(key)) return () => refuse(`call ${key}()`);
    if (SEARCHES.has(key)) return (...args: unknown[]) => this.#search(method, args);
    return (...args: unknown[]) => method.apply(this.elements(), args);
  }

  /** Whoever holds an entity finds it, also when it was read before it changed. */
  #search(method: Method, args: unknown[]): unknown {
    const elements = this.elements();
    const found = method.apply(elements, args);
    const [wanted, ...from] = args;
    if (found !== -1 && found !== false || !isEntity(wanted)) return found;
    const { identityOf } = this.reader;
    const identity = identityOf(wanted);
    const same = (element: unknown) => isEntity(element) && identityOf(element) === identity;
    return method.apply(elements.map((element) => same(element) ? wanted : element), [
      wanted,
      ...from,
    ]);
  }

  has(target: object, key: string | symbol): boolean {
    if (this.#frozen || typeof key === "symbol") return Reflect.has(target, key);
    return this.has_(key, { keys: true }) || Reflect.has(target, key);
  }

  ownKeys(target: object): (string | symbol)[] {
    if (this.#frozen) return Reflect.ownKeys(target);
    return Array.isArray(target) ? [...this.keys(), "length"] : this.keys();
  }

  getOwnPropertyDescriptor(target: object, key: string | symbol): PropertyDescriptor | undefined {
    if (this.#frozen || typeof key === "symbol") {
      return Reflect.getOwnPropertyDescriptor(target, key);
    }
    if (Array.isArray(target) && key === "length") {
      return { value: this.length(), writable: true, enumerable: false, configurable: false };
    }
    if (!this.has_(key, { keys: true })) return undefined;
    return { value: this.#peek(key), writable: false, enumerable: true, configurable: true };
  }

  /**
   * The value for a descriptor. The engine asks for descriptors to list the keys, so asking is no
   * reading; whoever wants the value gets the property.
   */
  #peek(key: string): unknown {
    const transaction = currentContext()?.transaction;
    try {
      return transaction === undefined
        ? untracked(() => this.child(key))
        : transaction.withoutRecording(() => this.child(key));
    } catch (error) {
      if (error instanceof NotReady) return undefined;
      throw error;
    }
  }

  set(_target: object, key: string | symbol): boolean {
    return refuse(`assign to '${String(key)}'`);
  }

  deleteProperty(_target: object, key: string | symbol): boolean {
    return refuse(`delete '${String(key)}'`);
  }

  defineProperty(_target: object, key: string | symbol): boolean {
    return refuse(`define '${String(key)}'`);
  }

  setPrototypeOf(): boolean {
    return refuse("change the prototype");
  }

  isExtensible(target: object): boolean {
    this.#freeze(target);
    return false;
  }

  preventExtensions(target: object): boolean {
    this.#freeze(target);
    return true;
  }

  /** Fills the target, so that the engine can be told the truth about a frozen object. */
  #freeze(target: object): void {
    if (this.#frozen) return;
    const values: [string, unknown][] = this.keys().map((key) => [key, this.child(key)]);
    this.#frozen = true;
    this.forget();
    if (Array.isArray(target)) target.length = 0;
    for (const [key, value] of values) {
      Object.defineProperty(target, key, { value, enumerable: true });
    }
    Object.freeze(target);
  }
}

const MUTATORS = new Set([
  "push",
  "pop",
  "shift",
  "unshift",
  "splice",
  "sort",
  "reverse",
  "fill",
  "copyWithin",
]);

const SEARCHES = new Set(["indexOf", "lastIndexOf", "includes"]);

/** Whether a value was read as an object: lists are told apart by their contents only. */
function isEntity(value: unknown): boolean {
  return viewOf(value) !== undefined && !Array.isArray(value);
}

type Method = (...args: unknown[]) => unknown;

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}

function refuse(action: string): never {
  throw new TypeError(
    `Cannot ${action}: values read from cells are frozen; write through the cell, or copy first`,
  );
}

class JsonViewHandler extends ViewHandler {
  constructor(
    readonly state: CellState,
    readonly reader: ViewReader,
    /** What the owning handler saw; `undefined` for live views. */
    readonly snapshot: Json | undefined,
    readonly owner: Transaction | undefined,
  ) {
    super();
    this.#writes = owner?.writes;
  }

  /** The objects that the owning handler took out: it gets the same ones again. */
  #seen: Map<string, object> | undefined;
  /** How many writes the owning handler had made when the view last showed what is there. */
  #writes: number | undefined;

  /** Whether a handler that reads the place again may get this view: it would show the same. */
  stillShows(raw: Json): boolean {
    if (raw !== this.snapshot && !jsonEqual(raw, this.snapshot)) return false;
    const writes = this.owner!.writes;
    if (this.#writes === writes) return true;
    for (const [key, value] of this.#seen ?? []) {
      if (this.#childOfSnapshot(key, this.state.child(key)) !== value) return false;
    }
    this.#writes = writes;
    return true;
  }

  /** The object or array now, after defaults; subscribes to its kind, or to its keys too. */
  #raw(how?: { keys: boolean }): Json | undefined {
    if (this.#usesSnapshot()) return this.snapshot;
    const { state } = this;
    const found = resolve(state, how);
    const raw = found.kind === "json" ? found.raw : (found.value as Json | undefined);
    if (raw !== undefined) return raw;
    if (found.kind === "json") return orElse(found.fallback, () => state.defaultFor(found.missing));
    return orElse(state.fallback, () => defaultOf(state.shape));
  }

  #usesSnapshot(): boolean {
    return this.owner !== undefined && currentContext()?.transaction === this.owner;
  }

  keys(): string[] {
    const raw = this.#raw({ keys: true });
    if (typeof raw !== "object" || raw === null) return [];
    const keys = Object.keys(raw);
    if (Array.isArray(raw)) return keys;
    for (const key of this.#defaultedKeys()) {
      if (!Object.hasOwn(raw, key) && this.child(key) !== undefined) keys.push(key);
    }
    return keys;
  }

  /** Declared properties that exist although nothing was written: defaults, cells, scopes. */
  #defaultedKeys(): string[] {
    return declaredProperties(this.state.shape).filter((key) => {
      if (defaultOfChild(this.state.shape, key) !== undefined) return true;
      const schema = childShape(this.state.shape, key)?.schema;
      return schema?.asCell !== undefined || schema?.scope !== undefined;
    });
  }

  has_(key: string, how?: { keys: boolean }): boolean {
    const raw = this.#raw(how);
    if (typeof raw !== "object" || raw === null) return false;
    if (Object.hasOwn(raw, key)) return true;
    return !Array.isArray(raw) && this.#defaultedKeys().includes(key) &&
      this.child(key) !== undefined;
  }

  forget(): void {
    this.state.viewFace = undefined;
  }

  length(): number {
    const raw = this.#raw({ keys: true });
    return Array.isArray(raw) ? raw.length : 0;
  }

  child(key: string): unknown {
    const state = this.state.child(key);
    if (!this.#usesSnapshot()) return this.reader.read(state);
    const known = this.#seen?.get(key);
    if (known !== undefined) return known;
    const value = this.#childOfSnapshot(key, state);
    // What was looked at without recording is looked at again by whoever reads it.
    if (typeof value === "object" && value !== null && this.owner!.isRecording) {
      (this.#seen ??= new Map()).set(key, value);
    }
    return value;
  }

  /** Whether the owning handler has written something else where it saw the link `value`. */
  #wasReplaced(key: string, value: Json): boolean {
    const { runtime, target, path } = this.state;
    if (!isDocTarget(target)) return false;
    const now = valueAt(this.owner!.valueOf(runtime.load(target)), path.concat(key));
    return now !== value && !jsonEqual(now, value);
  }

  #childOfSnapshot(key: string, state: CellState): unknown {
    const raw = this.snapshot as Record<string, Json> | readonly Json[];
    const value = Object.hasOwn(raw, key) ? (raw as Record<string, Json>)[key] : undefined;
    const link = fromSigil(value);
    if (link !== undefined && this.#wasReplaced(key, value!)) {
      const { runtime, target } = this.state;
      const to = targetOf(runtime, link, target.space);
      return this.reader.read(
        new CellState(runtime, to, link.path ?? [], state.shape, state.fallback),
      );
    }
    const plain = !isRecord(value) || link === undefined && cellOf(value) === undefined;
    if (value === undefined || !plain || state.target !== this.state.target) {
      return this.reader.read(state);
    }
    if (state.shape !== state.inner) return this.reader.read(state);
    if (isDocTarget(state.target)) {
      this.owner!.recordRead(state.runtime.load(state.target), state.path, true);
    }
    return typeof value === "object" && value !== null
      ? jsonView(state, value, this.reader)
      : value;
  }
}

/** The view of an object or array that `state`'s place holds as `raw`. */
export function jsonView(state: CellState, raw: Json, reader: ViewReader): object {
  const owner = currentContext()?.transaction;
  if (owner !== undefined) return viewOfHandler(owner, { state, raw, reader });
  if (state.viewFace !== undefined && Array.isArray(state.viewFace) === Array.isArray(raw)) {
    return state.viewFace;
  }
  const handler = new JsonViewHandler(state, reader, undefined, undefined);
  return state.viewFace = proxyOf(handler, raw);
}

function proxyOf(handler: JsonViewHandler, raw: Json): object {
  const view = new Proxy(Array.isArray(raw) ? [] : {}, handler);
  registerView(view, handler.state);
  return view;
}

const given = new WeakMap<Transaction, Map<string, { handler: JsonViewHandler; view: object }[]>>();

/**
 * What a handler reads twice is one object as long as it is the same entity and nothing in it
 * changed, so that `===` finds again what was read before.
 */
function viewOfHandler(
  owner: Transaction,
  { state, raw, reader }: { state: CellState; raw: Json; reader: ViewReader },
): object {
  if (!owner.isRecording) return proxyOf(new JsonViewHandler(state, reader, raw, owner), raw);
  let views = given.get(owner);
  if (views === undefined) given.set(owner, views = new Map());
  // An element of a list that is still its default has the name of the entity that it becomes.
  const inList = /^\d+$/.test(state.path.at(-1) ?? "");
  const name = inList ? reader.identityOf(state) : state.key;
  let alike = views.get(name);
  if (alike === undefined) views.set(name, alike = []);
  const index = alike.findIndex(({ handler }) =>
    handler.state.shape === state.shape && handler.reader === reader
  );
  const known = alike[index];
  if (known?.handler.stillShows(raw)) return known.view;
  const handler = new JsonViewHandler(state, reader, raw, owner);
  const made = { handler, view: proxyOf(handler, raw) };
  if (inList && !Array.isArray(raw)) keepIdentity(made.view, name);
  if (known === undefined) alike.push(made);
  else alike[index] = made;
  return made.view;
}

class ValueViewHandler extends ViewHandler {
  /** The cells of plain values, by key: one each, however often they are read. */
  #cells: Map<string, object> | undefined;

  constructor(
    readonly runtime: Runtime,
    readonly value: Record<string, unknown>,
    readonly shape: Shape | undefined,
    readonly reader: ViewReader,
  ) {
    super();
  }

  keys(): string[] {
    const keys = Object.keys(this.value);
    if (Array.isArray(this.value)) return keys;
    const present = keys.filter((key) => this.has_(key));
    if (!declaresDefaults(this.shape)) return present;
    for (const key of Object.keys(this.shape?.schema.properties ?? {})) {
      if (!present.includes(key) && this.#defaultOf(key) !== undefined) present.push(key);
    }
    return present;
  }

  /** A reference that reads as nothing stands for a property that is not there. */
  has_(key: string): boolean {
    if (!Object.hasOwn(this.value, key)) return this.#defaultOf(key) !== undefined;
    const value = this.value[key];
    if (value === undefined || cellOf(value) === undefined) return true;
    try {
      return this.child(key) !== undefined;
    } catch {
      return true; // What cannot be read is there: its reader gets the error.
    }
  }

  forget(): void {
    valueViews.get(this.value)?.delete(this.shape);
  }

  length(): number {
    return (this.value as unknown as unknown[]).length;
  }

  child(key: string): unknown {
    const held = Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    const value = held === undefined ? this.#defaultOf(key) : held;
    if (value === undefined) return undefined;
    if (isBinding(key, this.value)) return value;
    const { runtime, reader } = this;
    const shape = childShape(this.shape, key);
    const known = this.#cells?.get(key);
    if (known !== undefined) return known;
    const shown = childLists.has(this.value) ? reader.shown(value) : undefined;
    if (shown !== undefined) return shown;
    const presented = isLiteral(value) && cellKindOf(shape) === undefined && declaresDefaults(shape)
      ? valueView(value, { runtime, shape, reader })
      : reader.presentValue(this, value, shape);
    const cell = reader.cellWith(runtime, presented, shape);
    if (cell === undefined) return presented;
    (this.#cells ??= new Map()).set(key, cell);
    return cell;
  }

  /** What a property is that whoever made the value left out. */
  #defaultOf(key: string): Json | undefined {
    if (Array.isArray(this.value) || !declaresDefaults(this.shape)) return undefined;
    const shape = childShape(this.shape, key);
    return cellKindOf(shape) === undefined ? defaultOfChild(this.shape, key) : undefined;
  }
}

/** Whether a value is an object or array that an author wrote, as opposed to a cell or a view. */
function isLiteral(value: unknown): value is object {
  return isRecord(value) && cellOf(value) === undefined && viewOf(value) === undefined &&
      Object.getPrototypeOf(value) === Object.prototype || Array.isArray(value);
}

/** What `NAME`, `UI` and the other keys of a result are called. */
const RESULT_KEYS: ReadonlySet<string> = new Set(
  ["$NAME", "$UI", "$TILE_UI", "$CHIP_UI", "$FS", "$TYPE", "$TESTS"],
);

/** Bindings (`$value`) in the properties of an element stay cells. */
function isBinding(key: string, value: object): boolean {
  return key.startsWith("$") && !RESULT_KEYS.has(key) && !("$UI" in value);
}

const childLists = new WeakSet<object>();

/**
 * Registers the children of an element: whoever looks at the view gets what the cells among them
 * show. Cells in properties stay cells.
 */
export function registerChildren(children: object): void {
  childLists.add(children);
}

const valueViews = new WeakMap<object, Map<Shape | undefined, object>>();

/** The view of a plain value that holds references: they are read through on access. */
export function valueView(
  given: object,
  { runtime, shape, reader }: { runtime: Runtime; shape: Shape | undefined; reader: ViewReader },
): object {
  const value = sources.get(given) ?? given;
  let known = valueViews.get(value);
  if (known === undefined) valueViews.set(value, known = new Map());
  let view = known.get(shape);
  if (view === undefined) {
    const handler = new ValueViewHandler(runtime, value as Record<string, unknown>, shape, reader);
    known.set(shape, view = new Proxy(Array.isArray(value) ? [] : {}, handler));
    sources.set(view, value);
  }
  return view;
}

const sources = new WeakMap<object, object>();

/** The body value behind a value view. */
export function sourceOfValueView(view: unknown): object | undefined {
  return typeof view === "object" && view !== null ? sources.get(view) : undefined;
}
