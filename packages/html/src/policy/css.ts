/**
 * Inline styles: text from objects, and which declarations a pattern may make.
 *
 * Styles cannot run script in a current browser; what is kept out is loading from elsewhere by
 * schemes other than images, and the old script-bearing constructs.
 */

import { isUrlAllowed } from "./urls.ts";

const UNITLESS = new Set(
  `animation-iteration-count aspect-ratio border-image-outset border-image-slice
  border-image-width column-count columns fill-opacity flex flex-grow flex-shrink flex-order
  flood-opacity font-weight grid-area grid-column grid-column-end grid-column-start grid-row
  grid-row-end grid-row-start line-clamp line-height opacity order orphans scale stop-opacity
  stroke-dasharray stroke-dashoffset stroke-miterlimit stroke-opacity stroke-width tab-size widows
  z-index zoom -webkit-line-clamp`.split(/\s+/),
);

/**
 * The CSS text of a style object. Keys are camelCase or dashed; numbers get `px` where the
 * property has a length. `undefined`, `null`, booleans and `""` leave the property out.
 */
export function styleText(style: Readonly<Record<string, unknown>>): string {
  let css = "";
  for (const key of Object.keys(style)) {
    const value = style[key];
    if (value === null || value === undefined || typeof value === "boolean" || value === "") {
      continue;
    }
    const name = cssName(key);
    const text = typeof value === "number" && value !== 0 && !name.startsWith("--") &&
        !UNITLESS.has(name)
      ? `${value}px`
      : String(value);
    // A semicolon would begin a second declaration and a brace would end the block.
    if (!/^-{0,2}[a-z][\w-]*$/i.test(name) || /[;{}]/.test(withoutQuoted(text))) continue;
    css += `${css === "" ? "" : " "}${name}: ${text};`;
  }
  return css;
}

/** `css` without the declarations that a pattern may not make. */
export function cleanStyle(css: string): string {
  if (!/url|expression|behavior|binding|image-set|src|@|\\|javascript/i.test(css)) return css;
  return declarations(css).filter(isDeclarationAllowed).map((part) => `${part.trim()};`).join(" ");
}

function isDeclarationAllowed(declaration: string): boolean {
  if (declaration.trim() === "") return false;
  // Escapes and comments could hide any word; neither is needed inline.
  if (/\\|\/\*/.test(declaration)) return false;
  if (/^\s*(?:behavior|-moz-binding|src)\s*:/i.test(declaration)) return false;
  if (/expression\s*\(|javascript\s*:|image-set\s*\(|@import/i.test(declaration)) return false;
  const urls = declaration.match(/url\s*\([^)]*\)?/gi) ?? [];
  return urls.every((call) => {
    const url = call.replace(/^url\s*\(\s*/i, "").replace(/\s*\)$/, "").replace(/^["']|["']$/g, "");
    return isUrlAllowed(url, "load");
  });
}

/** The declarations of `css`, split at semicolons outside quotes and parentheses. */
function declarations(css: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  let quote = "";
  for (let i = 0; i < css.length; i++) {
    const c = css[i]!;
    if (quote !== "") {
      if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if (c === "(") depth++;
    else if (c === ")") depth = Math.max(0, depth - 1);
    else if (c === ";" && depth === 0) {
      parts.push(css.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(css.slice(from));
  return parts;
}

function withoutQuoted(text: string): string {
  return text.replace(/"[^"]*"|'[^']*'|url\([^)]*\)/g, "");
}

function cssName(key: string): string {
  if (key.startsWith("--") || key.includes("-")) return key;
  const dashed = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return /^(?:webkit|moz|ms)-/.test(dashed) ? `-${dashed}` : dashed;
}
