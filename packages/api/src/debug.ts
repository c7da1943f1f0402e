/** Texts of values for people who debug. */

/**
 * One line.
 *
 * @example
 * ```ts
 * console.log(toCompactDebugString(state));
 * ```
 */
export declare function toCompactDebugString(value: unknown): string;

/**
 * Several lines, indented.
 *
 * @example
 * ```ts
 * console.log(toIndentedDebugString(state));
 * ```
 */
export declare function toIndentedDebugString(value: unknown): string;
