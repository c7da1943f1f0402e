/**
 * Defines the `cf-*` elements in the page.
 *
 * @module
 */

export { CATALOGUE } from "./src/elements/catalogue.ts";
