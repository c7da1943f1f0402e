// deno-lint-ignore-file no-explicit-any -- props of any element are of any type.
/** Views: what JSX makes and what can be rendered. */

import type { AnyCell } from "./cell.ts";
import type { UI } from "./keys.ts";
import type { Elements, HtmlAttributes } from "./elements.ts";
import type { AnyText } from "./text.ts";

/**
 * An element of a view, as plain data.
 *
 * @example
 * ```tsx
 * const title: VNode = <h1>{name}</h1>;
 * ```
 */
export interface VNode {
  type: "vnode";
  name: string;
  props: any;
  children?: any;
  [UI]?: VNode;
}

/**
 * Whatever can stand as a child in a view: elements, text, numbers, nothing (`null`, `undefined`,
 * booleans), arrays, references and cells of these, and pieces, which show their `[UI]`.
 *
 * @example
 * ```ts
 * function row(content: RenderNode): VNode {
 *   return <li>{content}</li>;
 * }
 * ```
 */
export type RenderNode =
  | VNode
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | AnyCell<any>
  | { readonly [UI]?: any }
  | readonly RenderNode[];

/**
 * Makes an element; the compiler writes the calls for JSX.
 *
 * @example
 * ```ts
 * const title = h("h1", { class: "big" }, "Hello");
 * ```
 */
export declare function h(name: unknown, props?: unknown, ...children: unknown[]): VNode;

/** The types that JSX is checked with, as the checker looks them up beside `h`. */
export declare namespace h {
  /** Older name of {@linkcode Fragment}. */
  const fragment: typeof Fragment;
  export import JSX = JSXTypes;
}

/**
 * Several elements without one around them; written `<>…</>`.
 *
 * @example
 * ```tsx
 * <>
 *   <dt>Name</dt>
 *   <dd>{name}</dd>
 * </>
 * ```
 */
export declare function Fragment(props: { children?: unknown }): VNode;

/** The types that JSX is checked with. */
export declare namespace JSXTypes {
  /** What any JSX expression is. */
  type Element = VNode;
  /** What may stand as a tag: an element's name, a pattern, a function. */
  type ElementType = keyof IntrinsicElements | ((props: any) => unknown);
  /** Where a component finds its children. */
  interface ElementChildrenAttribute {
    children: unknown;
  }
  /** What every component accepts. */
  interface IntrinsicAttributes {
    key?: unknown;
    children?: unknown;
  }
  /** The elements by name. */
  interface IntrinsicElements extends Elements {
    [custom: `${string}-${string}`]: HtmlAttributes;
  }
}

/**
 * A view of a piece of another kind than its main one, falling back to it.
 *
 * @example
 * ```tsx
 * <cf-grid>{pieces.map((piece) => uiVariant(piece, "tile"))}</cf-grid>
 * ```
 */
export declare function uiVariant(
  piece: unknown,
  kind: "tile" | "chip" | "ui" | AnyText,
): VNode;
