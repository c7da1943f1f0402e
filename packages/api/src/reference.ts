// deno-lint-ignore-file no-explicit-any -- `any` stands for types that an author left open.
/** What stands in a body in place of values. */

import type { IsAny } from "./accept.ts";
import type { Cell } from "./cell.ts";
import type { SELF } from "./keys.ts";

/**
 * A reference to a value that may change. To the author it is the value: the compiler makes the
 * difference disappear.
 *
 * @example
 * ```ts
 * function total(prices: Reactive<number[]>): Reactive<number> {
 *   return computed(() => prices.reduce((sum, price) => sum + price, 0));
 * }
 * ```
 */
export type Reactive<T> = T;

/** The cell methods that a reference to a piece offers beside the properties of its result. */
export type ReferenceMethods<T> = Omit<
  Pick<
    Cell<T>,
    | "get"
    | "sample"
    | "key"
    | "set"
    | "update"
    | "equals"
    | "for"
    | "resolveAsCell"
    | "getArgumentCell"
    | "asScope"
    | "inSpace"
  >,
  keyof T
>;

/**
 * The result of a pattern in the body that calls it.
 *
 * @example
 * ```ts
 * const child: PieceReference<CounterOutput> = Counter({ value: 1 });
 * const value = child.key("value");
 * ```
 */
export type PieceReference<T> = IsAny<T> extends true ? any
  : T extends object ? T & ReferenceMethods<T>
  : T;

/** The inputs as a body sees them: each is there, and the pattern's own result with them. */
export type BodyInput<Input, Output> =
  & (IsAny<Input> extends true ? any : Required<Input>)
  & { readonly [SELF]: Output };
