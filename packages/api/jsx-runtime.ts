/**
 * The types of the automatic JSX runtime: `"jsx": "react-jsx", "jsxImportSource": "commonfabric"`.
 *
 * @module
 */

import type { JSXTypes, VNode } from "./src/view.ts";

export type { JSXTypes as JSX } from "./src/view.ts";
export { Fragment } from "./src/view.ts";

/** Makes an element with at most one child. */
export declare function jsx(name: JSXTypes.ElementType, props: unknown, key?: unknown): VNode;

/** Makes an element with several children. */
export declare function jsxs(name: JSXTypes.ElementType, props: unknown, key?: unknown): VNode;

/** Makes an element, with its place in the source. */
export declare function jsxDEV(name: JSXTypes.ElementType, props: unknown, key?: unknown): VNode;
