// deno-lint-ignore-file no-explicit-any -- `any` here means a cell of whatever content.
/** Cells: typed places in a space's data, and the capabilities with which they are handed out. */

import type { Accept } from "./accept.ts";
import type { CELL } from "./brand.ts";
import type {
  Comparable,
  Iterable,
  Keyed,
  Placeable,
  Readable,
  Settable,
} from "./cell-capabilities.ts";
import type { JSONSchema } from "./schema.ts";

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

/**
 * Makes cells of one scope.
 *
 * @example
 * ```ts
 * const theme = new Writable.perUser("light");
 * ```
 */
export interface ScopedCellConstructor {
  /** A cell that holds `value` until it is written. */
  new <T>(value?: T | NoInfer<Accept<T>>, schema?: JSONSchema): Cell<T>;
  /** Same as `new`. */
  of<T>(value?: T | NoInfer<Accept<T>>, schema?: JSONSchema): Cell<T>;
  /** The cell that a cause names, whether or not it was made before. */
  for<T = any>(cause: unknown): Cell<T>;
}

/**
 * Makes cells.
 *
 * @example
 * ```ts
 * const make: CellConstructor = Writable;
 * const count = make.of(0);
 * ```
 */
export interface CellConstructor extends ScopedCellConstructor {
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
