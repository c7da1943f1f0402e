/**
 * Makes `h` and the JSX types global, for programs that are compiled with the classic runtime and
 * do not import `h`. A compiler adds this file to its roots; nothing imports it.
 *
 * @module
 */

import type { Fragment as FragmentElement, h as makeElement, JSXTypes } from "./src/view.ts";

declare global {
  /** Makes an element. */
  const h: typeof makeElement & { readonly fragment: typeof FragmentElement };
  namespace JSX {
    type Element = JSXTypes.Element;
    type ElementType = JSXTypes.ElementType;
    interface ElementChildrenAttribute extends JSXTypes.ElementChildrenAttribute {}
    interface IntrinsicAttributes extends JSXTypes.IntrinsicAttributes {}
    interface IntrinsicElements extends JSXTypes.IntrinsicElements {}
  }
}
