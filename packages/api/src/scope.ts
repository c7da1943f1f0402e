/** Whose instance of a value is meant. The wrappers are transparent: the compiler reads them. */

/**
 * The scopes by name.
 *
 * @example
 * ```ts
 * const scope: Scope = "user";
 * ```
 */
export type Scope = "space" | "user" | "session" | "any";

/**
 * A value that everyone in the space shares.
 *
 * @example
 * ```ts
 * interface Input { board: PerSpace<Writable<Card[]>> }
 * ```
 */
export type PerSpace<T> = T;

/**
 * A value of which each user has an instance.
 *
 * @example
 * ```ts
 * interface Input { filter: PerUser<Writable<string | Default<"">>> }
 * ```
 */
export type PerUser<T> = T;

/**
 * A value of which each session has an instance.
 *
 * @example
 * ```ts
 * interface Input { selection: PerSession<Writable<string[]>> }
 * ```
 */
export type PerSession<T> = T;

/**
 * A value of whatever scope the caller passes.
 *
 * @example
 * ```ts
 * interface Input { target: PerAny<Writable<string>> }
 * ```
 */
export type PerAny<T> = T;
