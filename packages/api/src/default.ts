/** Defaults. They are transparent to the type checker: the compiler reads them as written. */

import type { NONE } from "./brand.ts";

/**
 * The value a field has while nothing was ever written: `T | Default<V>`, or in the older spelling
 * `Default<T, V>`. `V` is a literal, a tuple, an object type, `{}`, or `typeof CONSTANT`.
 *
 * In a union, arrays and objects vanish, so that reading the field gives the type it is the default
 * of; `""` and the booleans widen, so that a lone `Default<"">` is a string; other literals belong
 * to the union anyway.
 *
 * @example
 * ```ts
 * interface Input {
 *   title: string | Default<"Untitled">;
 *   items: Writable<Item[] | Default<[]>>;
 *   settings: Settings | Default<typeof DEFAULT_SETTINGS>;
 * }
 * ```
 */
export type Default<T, V = typeof NONE> = [V] extends [typeof NONE]
  ? T extends object ? never : T extends "" ? string : T extends boolean ? boolean : T
  : T;

/**
 * A default for each part: what the value leaves out is taken from `V`, at every depth.
 *
 * @example
 * ```ts
 * interface Input { settings: Settings | DeepDefault<{ theme: "light"; page: { size: 20 } }> }
 * ```
 */
export type DeepDefault<T, V = typeof NONE> = Default<T, V>;
