/**
 * List operations over reactive arrays: one sub-graph per element, kept by the element's identity.
 * A moved element keeps its nodes; a removed one is disposed; a changed one re-runs only what read
 * the change.
 */

import { changeInPlace, jsonEqual, type ListChange } from "@cf/utils";
import { holdsCells, presentValue, readValue, wantsCell } from "../cell/read.ts";
import { resolve, resolveState } from "../cell/resolve.ts";
import { childShape } from "../cell/schema.ts";
import { CellState } from "../cell/state.ts";
import type { LiveNode } from "../cell/target.ts";
import { sourceOfValueView } from "../cell/value-view.ts";
import type { ListOperation } from "../cell/cell.ts";
import { runIn } from "../context.ts";
import { followReady, NotReady } from "../errors.ts";
import { Computed, Signal, untracked } from "../reactive/mod.ts";
import type { Frame } from "./frame.ts";
import { type Element, ElementMemory, samePlace } from "./list-elements.ts";
import { type Site, unnamed } from "./site.ts";

type Callback = (item: unknown, ...more: unknown[]) => unknown;

/**
 * The text of a function that cannot see more than its first argument. It gets no more, and is not
 * computed again for an index that it does not read.
 */
const ONE_PARAMETER = /^(?:\(\s*\)|\(?\s*[\w$]+\s*\)?|\(\s*\{[\w$\s,:]*\}\s*\))\s*=>/;

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

/** The live value of `source.map(fn)`, `.filter(fn)` or `.flatMap(fn)`. */
export class ListNode implements LiveNode {
  readonly space: string;
  readonly #name: string;
  readonly #computed: Computed<readonly unknown[]>;
  readonly #entries = new Map<string, Entry>();
  /** What callbacks get as the list. */
  #list: object | undefined;
  /** Whether the callback can see the index and the list. */
  readonly #takesMore: boolean;

  constructor(
    readonly frame: Frame,
    readonly source: CellState,
    readonly operation: ListOperation,
    readonly fn: Callback,
    site: Site,
  ) {
    this.space = frame.space;
    this.#name = frame.claim(site.name ?? unnamed(operation, site));
    this.#takesMore = !ONE_PARAMETER.test(Function.prototype.toString.call(fn));
    const { runtime } = frame;
    const update = () => runIn({ mode: "compute", runtime }, () => this.#update());
    this.#computed = new Computed(() => runtime.compute(this, update));
    frame.onDispose(() => this.#disposeAll());
    if (site.name !== undefined) frame.register(this);
  }

  get id(): string {
    return this.frame.idOf(this.#name);
  }

  get label(): string {
    return this.#name;
  }

  isUndone(): boolean {
    return this.frame.isUndone();
  }

  get(): unknown {
    return this.#computed.get();
  }

  /** Whether there is no list: `list?.map(fn)` is then undefined to an operator that asks. */
  get absent(): boolean {
    const { target, path } = this.source;
    if (target instanceof ListNode && path.length === 0) return target.absent;
    const value = readValue(this.source);
    return value === undefined || value === null;
  }

  pin(): void {
    this.frame.runtime.nodes.register(this);
  }

  #disposeAll(): void {
    for (const entry of this.#entries.values()) entry.frame.dispose();
    this.#entries.clear();
    this.#ordered = [];
    this.#results = [];
    this.#mapped = [];
    this.#complete = false;
  }

  readonly #memory = new ElementMemory();
  /** In the order of the list, as of the last update that came to its end. */
  #ordered: Entry[] = [];
  /** Of `map`: what the entries built, and the frozen copy that readers have. */
  #results: unknown[] = [];
  #mapped: readonly unknown[] = [];
  /** Whether a key occurs more than once, so that which entry is whose depends on the order. */
  #repeats = false;
  #complete = true;

  #update(): readonly unknown[] {
    const { elements, change } = this.#memory.look(this.source);
    const whole = { start: 0, removed: this.#ordered.length, added: elements.length };
    const isLocal = this.#complete && !this.#repeats;
    this.#complete = false;
    const done = isLocal && this.#follow(elements, change) ? change : whole;
    if (done === whole) this.#rebuild(elements);
    this.#complete = true;
    if (this.operation !== "map") return this.#combined();
    if (done.removed === 0 && done.added === 0) return this.#mapped;
    const added = this.#ordered.slice(done.start, done.start + done.added);
    changeInPlace(this.#results, done, added.map(({ result }) => result));
    return this.#mapped = mark(this.#results.slice());
  }

  /** Follows a change of the list, or gives up (`false`) on one that repeats an element. */
  #follow(elements: readonly Element[], change: ListChange): boolean {
    const { start, removed, added } = change;
    const ordered = this.#ordered;
    const leaving = new Map<string, Entry>();
    for (let i = start; i < start + removed; i++) leaving.set(ordered[i]!.key, ordered[i]!);
    const placed: Entry[] = [];
    const taken = new Set<string>();
    for (let i = 0; i < added; i++) {
      const element = elements[start + i]!;
      const { key } = element;
      if (taken.has(key) || this.#entries.has(key) && !leaving.has(key)) return false;
      taken.add(key);
      placed.push(this.#place(key, element, start + i));
    }
    for (const key of leaving.keys()) if (!taken.has(key)) this.#end(key);
    changeInPlace(ordered, change, placed);
    if (removed !== added) this.#renumber(start + added);
    return true;
  }

  /** Places every element; the ones that are left over end. */
  #rebuild(elements: readonly Element[]): void {
    const taken = new Set<string>();
    this.#repeats = false;
    this.#ordered = elements.map((element, index) => {
      const isRepeated = taken.has(element.key);
      if (isRepeated) this.#repeats = true;
      const key = isRepeated ? `${element.key}~${index}` : element.key;
      taken.add(key);
      return this.#place(key, element, index);
    });
    for (const key of [...this.#entries.keys()]) if (!taken.has(key)) this.#end(key);
  }

  #renumber(from: number): void {
    for (let i = from; i < this.#ordered.length; i++) this.#ordered[i]!.index.set(i);
  }

  #end(key: string): void {
    this.#entries.get(key)!.frame.dispose();
    this.#entries.delete(key);
  }

  /**
   * The entry of an element, kept or new. One whose place is another is made anew under the same
   * key: an element of a default became an entity, what its row remembers is kept, but its nodes
   * point at the list.
   */
  #place(key: string, element: Element, index: number): Entry {
    const known = this.#entries.get(key);
    if (known === undefined || !samePlace(known.place, element.state)) {
      if (known !== undefined) this.#end(key);
      const entry = this.#create(key, element, index);
      this.#entries.set(key, entry);
      return entry;
    }
    known.index.set(index);
    if (known.value !== undefined && !isSameData(known.value.peek(), element.value)) {
      known.value.set(element.value);
    }
    return known;
  }

  #combined(): readonly unknown[] {
    const { runtime } = this.frame;
    const entries = this.#ordered;
    if (this.operation === "filter") {
      const chosen: unknown[] = [];
      for (const { result, item } of entries) {
        if ((result as Computed<boolean>).get()) chosen.push(item);
      }
      return mark(chosen);
    }
    return runIn({ mode: "compute", runtime }, () =>
      mark(entries.flatMap(({ result }) => {
        const value = runtime.isReactive(result)
          ? presentValue({ runtime }, result, undefined)
          : result;
        // As it was made, with its own references still inside, so that each can be followed.
        const made = sourceOfValueView(value) ?? value;
        return Array.isArray(made) ? made.slice() : [made];
      })));
  }

  #create(key: string, element: Element, index: number): Entry {
    const frame = this.frame.forElement(`${this.#name}/${key}`);
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
    const more = this.#takesMore
      ? [this.#signalReference(frame, "index", position), this.#list ??= this.#listReference()]
      : [];
    if (this.operation === "filter") {
      entry.result = new Computed(() => {
        const verdict = runIn(
          { mode: "compute", runtime, frame },
          () => presentValue({ runtime }, this.#callFilter([item, ...more]), undefined),
        );
        return Boolean(verdict);
      });
    } else {
      entry.result = this.#build(frame, () => this.fn(item, ...more));
    }
    return entry;
  }

  /** Callbacks compute with the list: they get its value, also where the source is a cell. */
  #listReference(): object {
    const { source } = this;
    const list = wantsCell(source.shape) ? source.withShape(source.inner) : source;
    return source.runtime.faces.reference(list);
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
  #callFilter(given: readonly [unknown, ...unknown[]]): unknown {
    const [item, ...more] = given.map((one) => presentValue(this.frame, one, undefined));
    return this.fn(item, ...more);
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
      pin: () => frame.runtime.nodes.register(node),
    };
    return frame.runtime.faces.reference(
      new CellState(frame.runtime, node, [], shape, undefined),
    );
  }
}

/** Whether two values show the same for ever; references in them look alike and stand for others. */
function isSameData(a: unknown, b: unknown): boolean {
  if (a === b || typeof b !== "object" || b === null) return Object.is(a, b);
  return !holdsCells(b) && jsonEqual(a, b);
}

/** Lists whose elements may be references keep that known, so that reading goes through views. */
function mark(list: unknown[]): readonly unknown[] {
  return Object.freeze(list);
}
