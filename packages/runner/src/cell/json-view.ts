/**
 * The view of an object or array that a document holds.
 *
 * Read by a computation it is live: each property access reads the place anew and subscribes to
 * just that path, so a view may travel from one computation to another and never shows old data.
 * Read by a handler it holds what the handler saw: later writes of the same handler do not change
 * it.
 */

import { isRecord, type Json, jsonEqual } from "@cf/utils";
import { fromSigil, valueAt } from "@cf/protocol";
import { currentContext, runOfReads } from "../context.ts";
import type { Transaction } from "../document/transaction.ts";
import { defaultOfChild } from "./defaults.ts";
import { epoch } from "../reactive/mod.ts";
import { cellOf, keepIdentity, registerView } from "./faces.ts";
import { resolve, targetOf } from "./resolve.ts";
import { isOfKind } from "./kinds.ts";
import { childShape, declaredProperties, orElse, type Shape } from "./schema.ts";
import { CellState } from "./state.ts";
import { isDocTarget } from "./target.ts";
import { ViewHandler, type ViewReader } from "./view-handler.ts";

/** The elements of a list, as a run of a computation read them. */
interface ReadElements {
  readonly run: number;
  readonly epoch: number;
  readonly elements: readonly unknown[];
}

/**
 * Of lists that were read since something last changed: who looks through one often does so again.
 * It lasts no longer than the turn, so that it keeps nothing alive.
 */
const readLists = new Map<CellState, ReadElements>();
let readListsEpoch = 0;

function elementsRead(list: CellState, run: number): readonly unknown[] | undefined {
  if (readListsEpoch !== epoch()) return undefined;
  const known = readLists.get(list);
  return known?.run === run ? known.elements : undefined;
}

function keepElements(list: CellState, read: ReadElements): void {
  if (readLists.size === 0) queueMicrotask(() => readLists.clear());
  else if (readListsEpoch !== read.epoch) readLists.clear();
  readListsEpoch = read.epoch;
  readLists.set(list, read);
}

/** The views that are being checked, each because of the one before. */
let checking: JsonViewHandler[] | undefined;

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
    const outermost = checking === undefined;
    const checked = checking ??= [];
    checked.push(this);
    // What leads back here shows the same if all else does.
    this.#writes = writes;
    let same = false;
    try {
      same = this.#showsSeen();
    } finally {
      if (!same) { for (const one of checked) one.#writes = undefined; }
      if (outermost) checking = undefined;
    }
    return same;
  }

  #showsSeen(): boolean {
    for (const [key, value] of this.#seen ?? []) {
      if (this.#childOfSnapshot(key, this.state.child(key)) !== value) return false;
    }
    return true;
  }

  /** The object or array now, after defaults; subscribes to its kind, or to its keys too. */
  #raw(how?: { keys: boolean }): Json | undefined {
    if (this.#usesSnapshot()) return this.snapshot;
    const { state } = this;
    const found = resolve(state, how);
    const raw = found.kind === "json" ? found.raw : (found.value as Json | undefined);
    if (raw !== undefined) return raw;
    return orElse(found.fallback, () => state.defaultFor(found.missing));
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

  override elements(): readonly unknown[] {
    if (this.#usesSnapshot()) {
      this.#recordLinks();
      return super.elements();
    }
    const run = runOfReads();
    if (run === 0) return super.elements();
    const known = elementsRead(this.state, run);
    if (known !== undefined) return known;
    const now = epoch();
    const elements = super.elements();
    keepElements(this.state, { run, epoch: now, elements });
    return elements;
  }

  /**
   * A handler reads all elements of a list that holds nothing below them: entities are elsewhere. One
   * record says that, where each element would have its own.
   */
  #recordLinks(): void {
    const { runtime, target, path } = this.state;
    const members = this.snapshot;
    if (!isDocTarget(target) || !Array.isArray(members) || members.length < 2) return;
    if (!members.every((member) => !isRecord(member) ? !Array.isArray(member) : "/" in member)) {
      return;
    }
    this.owner!.recordRead(runtime.load(target), path, false);
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
    const around = valueAt(this.owner!.valueOf(runtime.load(target)), path);
    if (around === this.snapshot) return false;
    const now = valueAt(around, [key]);
    return now !== value && !jsonEqual(now, value);
  }

  #childOfSnapshot(key: string, state: CellState): unknown {
    const raw = this.snapshot as Record<string, Json> | readonly Json[];
    const value = Object.hasOwn(raw, key) ? (raw as Record<string, Json>)[key] : undefined;
    const link = fromSigil(value);
    if (link !== undefined && this.#wasReplaced(key, value!)) {
      const { runtime, target } = this.state;
      const to = targetOf(runtime, link, target.space);
      const fallback = state.fallbackBehindLink(0);
      return this.reader.read(
        new CellState(runtime, to, link.path ?? [], state.shape, fallback),
      );
    }
    const plain = !isRecord(value) || link === undefined && cellOf(value) === undefined;
    if (value === undefined || !plain || state.target !== this.state.target) {
      return this.reader.read(state);
    }
    if (state.shape !== state.inner || isOfNoKind(state.shape, value)) {
      return this.reader.read(state);
    }
    if (isDocTarget(state.target)) {
      this.owner!.recordRead(state.runtime.load(state.target), state.path, true);
    }
    return typeof value === "object" && value !== null
      ? jsonView(state, value, this.reader)
      : value;
  }
}

/** Whether `value` is of a kind that nobody who reads it declares. */
function isOfNoKind(shape: Shape | undefined, value: Json): boolean {
  return shape !== undefined && value !== null && !isOfKind(shape, value);
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
