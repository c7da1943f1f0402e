/**
 * The view: renders view nodes that follow reactive references, in a page and headless.
 *
 * This entry is for the side where patterns run; `@cf/html/dom` applies the operations to a
 * document, and `@cf/html/elements` defines the `cf-*` elements there.
 *
 * @module
 */

export { isVNode, type VNode } from "@cf/utils";
export {
  CATALOGUE,
  type ElementEntry,
  type PropertyEntry,
  type PropertyType,
} from "./src/elements/catalogue.ts";
export { TreeApplier } from "./src/tree/tree-applier.ts";
export { TreeElement, type TreeNode, type TreeText } from "./src/tree/tree-node.ts";
export {
  type EventPayload,
  type EventTargetPayload,
  Namespace,
  Op,
  type ViewApplier,
  type ViewBatch,
  type ViewEvent,
} from "./src/view/operations.ts";
export type { Reactivity } from "./src/view/reactivity.ts";
export { render, type RenderedView, type RenderOptions } from "./src/view/renderer.ts";
