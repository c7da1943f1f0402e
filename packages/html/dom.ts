/**
 * The page's side of the view: applies view operations to a document and reports events.
 *
 * @module
 */

export { DomApplier, type DomApplierOptions } from "./src/dom/dom-applier.ts";
