/**
 * The design's style sheets as text, for whoever serves the page.
 *
 * @module
 */

export { CONTENT_CSS, TOKENS_CSS } from "./src/elements/page-styles.ts";
