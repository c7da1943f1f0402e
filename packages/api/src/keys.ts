/** The keys under which a pattern's result offers its name, views and tests. */

/**
 * The key of a piece's name.
 *
 * @example
 * ```tsx
 * return { [NAME]: "Shopping list" };
 * ```
 */
export declare const NAME: "$NAME";

/**
 * The key of a piece's main view.
 *
 * @example
 * ```tsx
 * return { [UI]: <p>Hello</p> };
 * ```
 */
export declare const UI: "$UI";

/**
 * The key of a small view, for grids of pieces.
 *
 * @example
 * ```tsx
 * return { [TILE_UI]: <b>{count}</b> };
 * ```
 */
export declare const TILE_UI: "$TILE_UI";

/**
 * The key of a one-line view, for mentions inside text.
 *
 * @example
 * ```tsx
 * return { [CHIP_UI]: <cf-chip label={title} /> };
 * ```
 */
export declare const CHIP_UI: "$CHIP_UI";

/**
 * The key of the files that a piece shows when its space is mounted as a folder.
 *
 * @example
 * ```tsx
 * return { [FS]: { "notes.md": text } };
 * ```
 */
export declare const FS: "$FS";

/**
 * The key of a piece's type name, by which others may recognize it.
 *
 * @example
 * ```tsx
 * return { [TYPE]: "recipe" };
 * ```
 */
export declare const TYPE: "$TYPE";

/**
 * The key of a test pattern's steps.
 *
 * @example
 * ```tsx
 * export default pattern(() => ({ [TESTS]: [{ assertion: assert(() => 1 + 1 === 2) }] }));
 * ```
 */
export declare const TESTS: "$TESTS";

/**
 * The key of a pattern's own result among its inputs.
 *
 * @example
 * ```tsx
 * pattern<Input, Output>(({ title, [SELF]: self }) => ({ title, related: findRelated({ self }) }));
 * ```
 */
export declare const SELF: unique symbol;
