// deno-lint-ignore-file no-explicit-any -- `any` here means a cell of whatever content.
/** Cells: typed places in a space's data, and the capabilities with which they are handed out. */

import type { Accept, IsAny } from "./accept.ts";
import type { CELL } from "./brand.ts";
import type { JSONSchema } from "./schema.ts";
import type { Scope } from "./scope.ts";

/**
 * A cell of any kind. It offers nothing by itself; it is what functions accept that only pass a
 * cell on.
 *
 * @example
 * ```ts
 * function label(target: AnyCell<{ title: string }>) {}
 * ```
 */
export interface AnyCell<out T = any> {
  /** The kind of cell and what it holds; exists only for the type checker. */
  readonly [CELL]: { value(value: T): T };
}

/** The value of a cell as it is read: frozen, with the cells inside it still cells. */
export type ReadValue<T> = IsAny<T> extends true ? any
  : unknown extends T ? T
  : T extends AnyCell<any> ? T
  : T extends (...args: any[]) => unknown ? T
  : Readonly<T>;

/** The elements of an array type; of a type that may be missing, those of the array. */
export type ElementOf<T> = IsAny<T> extends true ? any
  : NonNullable<T> extends readonly (infer Element)[] ? Element
  : never;

/** What a cell's value is made of: itself without nothing, or what the cell in its place holds. */
type Content<T> = T extends AnyCell<infer Value> ? Content<Value> : NonNullable<T>;

/** Every key that some member of a union has. */
type KeyOf<T> = IsAny<T> extends true ? any
  : unknown extends T ? PropertyKey
  : KeyOfPart<Content<T>>;

type KeyOfPart<T> = T extends readonly unknown[] ? number | `${number}` | keyof T
  : T extends object ? keyof T | (keyof T extends never ? PropertyKey : never)
  : T extends string ? number | keyof T
  : never;

type ValueAt<T, Key> = IsAny<T> extends true ? any
  : unknown extends T ? any
  : ValueAtPart<Content<T>, Key>;

type ValueAtPart<T, Key> = T extends readonly (infer Element)[]
  ? Key extends number | `${number}` ? Element : Key extends keyof T ? T[Key] : never
  : Key extends keyof T ? T[Key]
  : T extends object ? keyof T extends never ? any : never
  : never;

/** A cell inside another is the place it links to, so it is not wrapped again. */
type CellOf<T> = IsAny<T> extends true ? Cell<any>
  : [T] extends [AnyCell<any>] ? T
  : [NonNullable<T>] extends [AnyCell<infer Value>] ? Cell<Value>
  : Cell<T>;

/** Reading. */
// @ts-ignore cells are covariant; the checker cannot tell through the conditional types inside
interface Readable<out T> {
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
interface Settable<out T> {
  /**
   * Replaces the value.
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
   * Adds to a number; a missing one counts as 0. Commits the intent.
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
interface Comparable {
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
interface Placeable<Self> {
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
   * The same cell in another space, or in a new one.
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
interface Iterable<out T> {
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
interface Keyed<out T> {
  /**
   * The cell of a property or element; several arguments go several steps.
   *
   * @example
   * ```ts
   * const street = person.key("address", "street");
   * ```
   */
  key(): this;
  key<K extends KeyOf<T>>(key: K): CellOf<ValueAt<T, K>>;
  key<K extends KeyOf<T>, L extends KeyOf<ValueAt<T, K>>>(
    first: K,
    second: L,
  ): CellOf<ValueAt<ValueAt<T, K>, L>>;
  key<
    K extends KeyOf<T>,
    L extends KeyOf<ValueAt<T, K>>,
    M extends KeyOf<ValueAt<ValueAt<T, K>, L>>,
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

/**
 * A cell that can be read and written. `Writable` is the same type and reads better in inputs.
 *
 * @example
 * ```ts
 * interface Input { title: Writable<string | Default<"">> }
 * ```
 */
// @ts-ignore cells are covariant; the checker cannot tell through the conditional types inside
export interface Cell<out T = any>
  extends
    AnyCell<T>,
    Readable<T>,
    Settable<T>,
    Comparable,
    Keyed<T>,
    Iterable<T>,
    Placeable<Cell<T>> {
  /**
   * The cell at the end of all links, so that writing to it cannot replace a link.
   *
   * @example
   * ```ts
   * const target = computed(() => chosen.resolveAsCell());
   * ```
   */
  resolveAsCell(): Cell<T>;
  /**
   * The argument of the piece whose result this is.
   *
   * @example
   * ```ts
   * const argument = child.getArgumentCell<{ title: string }>();
   * ```
   */
  getArgumentCell<Argument = any>(): Cell<Argument>;
}

/**
 * The same as {@linkcode Cell}: a place to read and write.
 *
 * @example
 * ```ts
 * const draft = new Writable("");
 * ```
 */
export type Writable<T = any> = Cell<T>;

/**
 * A cell that can only be read.
 *
 * @example
 * ```ts
 * interface Input { clock: ReadonlyCell<number> }
 * ```
 */
// @ts-ignore cells are covariant; the checker cannot tell through the conditional types inside
export interface ReadonlyCell<out T = any>
  extends AnyCell<T>, Readable<T>, Comparable, Keyed<T>, Iterable<T> {}

/**
 * A cell that can only be written.
 *
 * @example
 * ```ts
 * interface State { log: WriteonlyCell<string[]> }
 * ```
 */
// @ts-ignore cells are covariant; the checker cannot tell through the conditional types inside
export interface WriteonlyCell<out T = any> extends AnyCell<T>, Settable<T>, Keyed<T> {}

/**
 * A cell that can only be compared: enough to tell which one is meant.
 *
 * @example
 * ```ts
 * interface Input { selected: ComparableCell<Item> }
 * ```
 */
// @ts-ignore cells are covariant; the checker cannot tell through the conditional types inside
export interface ComparableCell<out T = any> extends AnyCell<T>, Comparable, Keyed<T> {}

/**
 * A cell that can only be passed on.
 *
 * @example
 * ```ts
 * interface Input { attachment: OpaqueCell<unknown> }
 * ```
 */
// @ts-ignore cells are covariant; the checker cannot tell through the conditional types inside
export interface OpaqueCell<out T = any> extends AnyCell<T>, Comparable, Keyed<T> {}

/** Makes cells of one scope. */
export interface ScopedCellConstructor {
  new <T>(value?: T | NoInfer<Accept<T>>, schema?: JSONSchema): Cell<T>;
}

/** Makes cells. */
export interface CellConstructor extends ScopedCellConstructor {
  /** Same as `new`. */
  of<T>(value?: T | NoInfer<Accept<T>>, schema?: JSONSchema): Cell<T>;
  /** The cell that a cause names, whether or not it was made before. */
  for<T = any>(cause: unknown): Cell<T>;
  /** Makes a cell that all users of the space share. */
  readonly perSpace: ScopedCellConstructor;
  /** Makes a cell of which each user has an instance. */
  readonly perUser: ScopedCellConstructor;
  /** Makes a cell of which each session has an instance. */
  readonly perSession: ScopedCellConstructor;
  /** Whether both are the same entity, after resolving links. */
  equals(a: unknown, b: unknown): boolean;
}

/**
 * Makes a cell in a pattern's body or in a handler.
 *
 * @example
 * ```ts
 * const draft = new Writable("");
 * const items = new Writable<Item[]>([]);
 * const theme = new Writable.perUser("light");
 * ```
 */
export declare const Writable: CellConstructor;

/**
 * Same as {@linkcode Writable}.
 *
 * @example
 * ```ts
 * const count = Cell.of(0);
 * ```
 */
export declare const Cell: CellConstructor;

/**
 * Older spelling of `new Writable(value)`.
 *
 * @example
 * ```ts
 * const count = cell(0);
 * ```
 */
export declare function cell<T>(value?: T | NoInfer<Accept<T>>, schema?: JSONSchema): Cell<T>;

/**
 * Whether `a` and `b` are the same entity, after resolving links; contents are never compared.
 *
 * @example
 * ```ts
 * const index = items.get().findIndex((other) => equals(other, item));
 * ```
 */
export declare function equals(a: unknown, b: unknown): boolean;

/**
 * Whether `a` and `b` have the same contents.
 *
 * @example
 * ```ts
 * valueEqual({ x: 1 }, { x: 1 }); // true
 * ```
 */
export declare function valueEqual(a: unknown, b: unknown): boolean;

/**
 * The id of the entity that a value, reference or cell belongs to.
 *
 * @example
 * ```ts
 * const id = getEntityId(item)?.["/"];
 * ```
 */
export declare function getEntityId(value: unknown): { "/": string } | undefined;
