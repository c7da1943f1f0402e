// deno-lint-ignore-file no-explicit-any -- a path too long to follow ends in a cell of anything.
/** What can be done with a cell, one interface per capability; each kind of cell has some. */

import type { Accept } from "./accept.ts";
import type { Cell } from "./cell.ts";
import type { CellOf, ElementOf, KeyOf, ReadValue, ValueAt } from "./cell-path.ts";
import type { Scope } from "./scope.ts";

/** Reading. */
// @ts-ignore cells are covariant; the checker cannot tell through the conditional types inside
export interface Readable<out T> {
  /**
   * The value now, frozen. Inside a computation the path that is read is subscribed to.
   *
   * @example
   * ```ts
   * const count = new Writable(0);
   * const next = computed(() => count.get() + 1);
   * ```
   */
  get(): ReadValue<T>;
  /**
   * The value now, without subscribing to it.
   *
   * @example
   * ```ts
   * const first = computed(() => history.sample()[0]);
   * ```
   */
  sample(): ReadValue<T>;
}

/** Writing: only in handlers and actions, and in computations to cells they do not read. */
export interface Settable<out T> {
  /**
   * Replaces the value. A cell may hold a link to another one, such as `new Writable(input)` or an
   * element that is a cell: `set` and `increment` write *at* it, so that the link is replaced and
   * the other cell keeps its value; what changes a part (`key("name").set`, `update`, `push` and
   * the other list methods) goes *past* the link and changes what both show.
   *
   * @example
   * ```ts
   * const clear = action(() => draft.set(""));
   * ```
   */
  set(value: T | Accept<T>): void;
  /**
   * Replaces the named properties and keeps the others.
   *
   * @example
   * ```ts
   * const finish = action(() => task.update({ done: true }));
   * ```
   */
  update(values: Partial<NonNullable<T>> | Accept<Partial<NonNullable<T>>>): void;
  /**
   * Same as `set`.
   *
   * @example
   * ```ts
   * const reset = action(() => count.send(0));
   * ```
   */
  send(value: T | Accept<T>): void;
  /**
   * Appends to an array. Commits the intent: two who append at once both succeed.
   *
   * @example
   * ```ts
   * const add = action(() => items.push({ title: "Milk" }));
   * ```
   */
  push(...values: (ElementOf<T> | Accept<ElementOf<T>>)[]): void;
  /**
   * Appends those values that the array does not hold yet. Commits the intent.
   *
   * @example
   * ```ts
   * const tag = action(() => tags.addUnique("urgent"));
   * ```
   */
  addUnique(...values: (ElementOf<T> | Accept<ElementOf<T>>)[]): void;
  /**
   * Removes the first element that is the same entity as `element`.
   *
   * @example
   * ```ts
   * const drop = action(() => items.remove(item));
   * ```
   */
  remove(element: ElementOf<T> | Accept<ElementOf<T>>): void;
  /**
   * Removes every element that is the same entity as `element`.
   *
   * @example
   * ```ts
   * const dropAll = action(() => pinned.removeAll(item));
   * ```
   */
  removeAll(element?: ElementOf<T> | Accept<ElementOf<T>>): void;
  /**
   * Removes every element with the same contents as `value`. Commits the intent.
   *
   * @example
   * ```ts
   * const untag = action(() => tags.removeByValue("urgent"));
   * ```
   */
  removeByValue(value: ElementOf<T> | Accept<ElementOf<T>>): void;
  /**
   * Adds to a number; a missing one counts as 0. Commits the intent. Writes where `set` does.
   *
   * @param by What to add, 1 if left out.
   * @example
   * ```ts
   * const vote = action(() => votes.increment(1));
   * ```
   */
  increment(by?: number): void;
}

/** Comparing. */
export interface Comparable {
  /**
   * Whether `other` is the same entity, after resolving links; contents are never compared.
   *
   * @example
   * ```ts
   * const isMine = computed(() => author.equals(me));
   * ```
   */
  equals(other: unknown): boolean;
}

/** Naming and placing. */
export interface Placeable<Self> {
  /**
   * Gives a new cell its lasting identity by a cause of the author's choosing.
   *
   * @example
   * ```ts
   * const settings = new Writable({ theme: "dark" }).for("settings");
   * ```
   */
  for(cause: unknown): Self;
  /**
   * The same cell in another space: one given by its DID, one that this space calls by a name, or
   * the space of another cell or piece.
   *
   * @example
   * ```ts
   * const shared = notes.inSpace(teamSpace);
   * ```
   */
  inSpace(space?: unknown): Self;
  /**
   * The instance of the cell for a scope.
   *
   * @example
   * ```ts
   * const mine = settings.asScope("user");
   * ```
   */
  asScope(scope: Scope): Self;
}

/** Iterating in a body: one sub-graph per element, kept by the element's identity. */
export interface Iterable<out T> {
  /**
   * A reactive list with one result per element.
   *
   * @example
   * ```tsx
   * <ul>{items.map((item) => <li>{item.title}</li>)}</ul>
   * ```
   */
  map<Result>(
    fn: (element: ElementOf<T>, index: number, array: ElementOf<T>[]) => Result,
  ): Result[];
  /**
   * A reactive list of the elements for which `fn` holds.
   *
   * @example
   * ```ts
   * const open = items.filter((item) => !item.done);
   * ```
   */
  filter(
    fn: (element: ElementOf<T>, index: number, array: ElementOf<T>[]) => unknown,
  ): ElementOf<T>[];
  /**
   * A reactive list of all results, joined.
   *
   * @example
   * ```ts
   * const tags = items.flatMap((item) => item.tags);
   * ```
   */
  flatMap<Result>(
    fn: (element: ElementOf<T>, index: number, array: ElementOf<T>[]) => Result | readonly Result[],
  ): Result[];
}

/** Going along a path with a cell of the kind that `key` returns. */
// @ts-ignore cells are covariant; the checker cannot tell through the conditional types inside
export interface Keyed<out T> {
  /**
   * The cell of a property or element; several arguments go several steps.
   *
   * @example
   * ```ts
   * const street = person.key("address", "street");
   * ```
   */
  key(): this;
  key<const K extends KeyOf<T> | keyof T>(key: K): CellOf<ValueAt<T, K>>;
  key<const K extends KeyOf<T> | keyof T, const L extends KeyOf<ValueAt<T, K>>>(
    first: K,
    second: L,
  ): CellOf<ValueAt<ValueAt<T, K>, L>>;
  key<
    const K extends KeyOf<T> | keyof T,
    const L extends KeyOf<ValueAt<T, K>>,
    const M extends KeyOf<ValueAt<ValueAt<T, K>, L>>,
  >(first: K, second: L, third: M): CellOf<ValueAt<ValueAt<ValueAt<T, K>, L>, M>>;
  key(
    a: KeyOf<T>,
    b: PropertyKey,
    c: PropertyKey,
    d: PropertyKey,
    ...more: PropertyKey[]
  ): Cell<any>;
  /**
   * The element of an array whose entity has the id.
   *
   * @example
   * ```ts
   * const chosen = items.elementById(id);
   * ```
   */
  elementById(id: unknown): Cell<ElementOf<T>>;
}
