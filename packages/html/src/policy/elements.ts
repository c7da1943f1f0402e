/**
 * Which elements a pattern may render.
 *
 * The list is checked twice with this one function: where a view is rendered, so that every
 * holder of the tree sees the same structure, and where operations reach the page, because the
 * worker that sends them runs code that nobody vouches for.
 */

import { isCatalogued } from "../elements/catalogue.ts";
import { Namespace } from "../view/operations.ts";

/** What becomes of an element name. */
export type ElementVerdict =
  /** Rendered under `tag`. */
  | { readonly kind: "render"; readonly tag: string; readonly entersNamespace?: number }
  /** Unknown: a neutral element takes its place and keeps the children. */
  | { readonly kind: "neutral"; readonly tag: string }
  /** Dangerous with whatever is inside it: nothing is rendered. */
  | { readonly kind: "drop" };

const HTML = words(`
  a abbr address article aside audio b bdi bdo blockquote br button canvas caption cite code col
  colgroup data datalist dd del details dfn dialog div dl dt em fieldset figcaption figure footer
  form h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img input ins kbd label legend li main map area
  mark menu meter nav ol optgroup option output p picture pre progress q rp rt ruby s samp search
  section select small source span strong sub summary sup table tbody td textarea tfoot th thead
  time tr track u ul var video wbr svg math`);

const SVG = words(`
  svg g path rect circle ellipse line polyline polygon text tspan textPath defs use symbol marker
  linearGradient radialGradient stop pattern clipPath mask title desc image a foreignObject filter
  feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
  feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
  feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
  feSpotLight feTile feTurbulence switch view`);

const MATH = words(`
  math mi mn mo ms mtext mrow mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup
  munder mover munderover mmultiscripts mprescripts mtable mtr mtd mspace semantics`);

const DANGEROUS = words(`
  script style link meta base template noscript object embed applet frame frameset title head
  html body xml animate set animateMotion animateTransform annotation annotation-xml slot`);

const LISTS = [HTML, SVG, MATH] as const;
const verdicts = [
  new Map<string, ElementVerdict>(),
  new Map<string, ElementVerdict>(),
  new Map<string, ElementVerdict>(),
] as const;

/** What becomes of an element called `name` inside `namespace` (a code of `Namespace`). */
export function elementVerdict(name: string, namespace: number): ElementVerdict {
  const known = verdicts[namespace as 0 | 1 | 2];
  let verdict = known.get(name);
  if (verdict === undefined) {
    verdict = judge(name, namespace);
    // Names come from patterns: the cache must not grow with them.
    if (verdict.kind === "render") known.set(name, verdict);
  }
  return verdict;
}

function judge(name: string, namespace: number): ElementVerdict {
  const lower = name.toLowerCase();
  if (lower === "svg") return { kind: "render", tag: "svg", entersNamespace: Namespace.svg };
  if (lower === "math") return { kind: "render", tag: "math", entersNamespace: Namespace.math };
  const list = LISTS[namespace as 0 | 1 | 2];
  if (namespace === Namespace.svg) {
    if (list.has(name)) {
      return name === "foreignObject"
        ? { kind: "render", tag: name, entersNamespace: Namespace.html }
        : { kind: "render", tag: name };
    }
  } else if (list.has(lower)) {
    return { kind: "render", tag: lower };
  }
  if (DANGEROUS.has(lower) || DANGEROUS.has(name)) return { kind: "drop" };
  if (namespace === Namespace.html && isCatalogued(lower)) return { kind: "render", tag: lower };
  return { kind: "neutral", tag: namespace === Namespace.svg ? "g" : neutralTag(lower) };
}

function neutralTag(name: string): string {
  return name.startsWith("cf-") ? "div" : "span";
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
