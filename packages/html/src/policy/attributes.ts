/**
 * Which attributes a pattern may set, and to what.
 *
 * Like the list of elements it is checked where views are rendered and again at the page.
 */

import { cleanStyle } from "./css.ts";
import { isSrcsetAllowed, isUrlAllowed } from "./urls.ts";

const GLOBAL = words(`
  accesskey autocapitalize autofocus class contenteditable dir draggable enterkeyhint hidden id
  inert inputmode lang part popover role slot spellcheck tabindex title translate`);

const HTML = words(`
  abbr accept action align allow allowfullscreen alt autocomplete autoplay border capture
  cellpadding cellspacing checked cite cols colspan controls coords crossorigin datetime decoding
  default dirname disabled download enctype fetchpriority for form formaction formmethod
  formnovalidate headers height high href hreflang ismap kind label list loading loop low max
  maxlength media method min minlength multiple muted name novalidate open optimum pattern ping
  placeholder playsinline popovertarget popovertargetaction poster preload readonly referrerpolicy
  rel required reversed rows rowspan sandbox scope selected shape size sizes span src srcdoc
  srclang srcset start step summary target type usemap value width wrap`);

const SVG = words(`
  accent-height alignment-baseline amplitude azimuth baseFrequency baseline-shift bias clip
  clip-path clip-rule clipPathUnits color color-interpolation color-interpolation-filters cursor cx
  cy d diffuseConstant direction display divisor dominant-baseline dx dy edgeMode elevation
  exponent fill fill-opacity fill-rule filter filterUnits flood-color flood-opacity font-family
  font-size font-size-adjust font-stretch font-style font-variant font-weight fr fx fy g1 g2
  gradientTransform gradientUnits height href in in2 intercept k k1 k2 k3 k4 kernelMatrix
  lengthAdjust letter-spacing lighting-color limitingConeAngle marker-end marker-mid marker-start
  markerHeight markerUnits markerWidth mask maskContentUnits maskUnits method mode numOctaves
  offset opacity operator order orient overflow paint-order path pathLength patternContentUnits
  patternTransform patternUnits points preserveAlpha preserveAspectRatio primitiveUnits r radius
  refX refY result rotate rx ry scale seed shape-rendering side slope spacing specularConstant
  specularExponent spreadMethod startOffset stdDeviation stitchTiles stop-color stop-opacity stroke
  stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
  stroke-opacity stroke-width surfaceScale tableValues target targetX targetY text-anchor
  text-decoration text-rendering textLength transform transform-origin type values vector-effect
  version viewBox visibility width word-spacing x x1 x2 xChannelSelector xlink:href xmlns
  xmlns:xlink y y1 y2 yChannelSelector z`);

const NAVIGATE = words("action cite formaction href");
const LOAD = words("poster src");
/** Named elements of these kinds would shadow properties of `document`. */
const CLOBBERING = words("embed form iframe img object");
const SANDBOX = words(`
  allow-downloads allow-forms allow-modals allow-orientation-lock allow-pointer-lock allow-popups
  allow-presentation allow-scripts`);

/**
 * The value under which attribute `name` of an element `tag` may be set, or `null` when it may
 * not. Names are as the browser has them (`class`, `for`, `viewBox`).
 */
export function allowedAttribute(tag: string, name: string, value: string): string | null {
  if (!isNameAllowed(tag, name)) return null;
  if (name === "style") return cleanStyle(value);
  if (name === "name" && CLOBBERING.has(tag)) return null;
  if (name === "ping" || name === "srcdoc") return null;
  if (name === "srcset") return isSrcsetAllowed(value) ? value : null;
  if (name === "sandbox") {
    return value.split(/\s+/).filter((token) => SANDBOX.has(token)).join(" ");
  }
  if (name === "href" || name === "xlink:href") return allowedReference(tag, value);
  if (NAVIGATE.has(name)) return isUrlAllowed(value, "navigate") ? value : null;
  if (LOAD.has(name)) {
    return isUrlAllowed(value, tag === "iframe" ? "navigate" : "load") ? value : null;
  }
  return value;
}

/** SVG `use` and paint servers refer within the document; images load; anchors navigate. */
function allowedReference(tag: string, value: string): string | null {
  if (tag === "use" || /Gradient$|^(?:pattern|filter|textPath|mpath|symbol)$/.test(tag)) {
    return value.startsWith("#") ? value : null;
  }
  return isUrlAllowed(value, tag === "image" ? "load" : "navigate") ? value : null;
}

function isNameAllowed(tag: string, name: string): boolean {
  if (/^on/i.test(name)) return false;
  if (GLOBAL.has(name) || HTML.has(name) || SVG.has(name) || name === "style") return true;
  if (/^(?:aria|data)-[\w.:-]+$/i.test(name)) return true;
  // What a cf-* element reads is its own affair; it never treats an attribute as markup.
  return tag.startsWith("cf-") && /^[a-z][\w-]*$/i.test(name);
}

/** Attributes that an element gets whatever the pattern says. */
export function forcedAttributes(tag: string): readonly (readonly [string, string])[] {
  return FORCED[tag] ?? NONE;
}

const NONE: readonly (readonly [string, string])[] = [];
const FORCED: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  iframe: [["sandbox", ""], ["referrerpolicy", "no-referrer"], ["loading", "lazy"]],
  a: [["rel", "noopener noreferrer"]],
};

/** Properties, other than those of catalogued elements, that the view sets as properties. */
const PROPERTIES: Readonly<Record<string, ReadonlySet<string>>> = {
  input: words("value checked indeterminate"),
  textarea: words("value"),
  select: words("value selectedIndex"),
  option: words("selected value"),
  audio: words("muted volume currentTime"),
  video: words("muted volume currentTime"),
  details: words("open"),
  dialog: words("open"),
  progress: words("value"),
};

/** Whether `name` of a native element `tag` is set as a property instead of an attribute. */
export function isNativeProperty(tag: string, name: string): boolean {
  return PROPERTIES[tag]?.has(name) ?? false;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
