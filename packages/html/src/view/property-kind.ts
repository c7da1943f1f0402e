/** What a prop of a view node means: its name decides, once per element name and prop name. */

import { isNativeProperty } from "../policy/attributes.ts";
import { catalogued, propertyOf } from "../elements/catalogue.ts";

/** The meaning of a prop. */
export interface PropertyKind {
  readonly kind: "skip" | "markup" | "event" | "bind" | "attribute" | "property" | "style";
  /** The event type, or the name of the attribute or property. */
  readonly name: string;
}

const SKIP: PropertyKind = { kind: "skip", name: "" };
const SKIPPED = new Set(["key", "ref", "children"]);
const MARKUP = new Set(["innerHTML", "outerHTML", "dangerouslySetInnerHTML"]);

/** Elements that are given a piece, which the renderer shows; it is no property of theirs. */
const PIECE_ELEMENTS = new Set(["cf-render", "cf-cell-link", "cf-drag-source"]);
const PIECE_PROPS = new Set(["cell", "piece", "link"]);

const ALIASES: Readonly<Record<string, string>> = {
  className: "class",
  htmlFor: "for",
  acceptCharset: "accept-charset",
  httpEquiv: "http-equiv",
  defaultValue: "value",
  defaultChecked: "checked",
  xlinkHref: "xlink:href",
};

/** Attributes whose SVG spelling has capitals, and must keep them. */
const CAPITALS =
  /^(?:viewBox|preserveAspectRatio|(?:gradient|pattern|clipPath|mask|filter|primitive|marker)(?:Content)?(?:Units|Transform|Width|Height)|baseFrequency|numOctaves|stdDeviation|refX|refY|pathLength|textLength|lengthAdjust|startOffset|spreadMethod|stitchTiles|surfaceScale|specular(?:Constant|Exponent)|diffuseConstant|edgeMode|kernelMatrix|tableValues|targetX|targetY|[xy]ChannelSelector|limitingConeAngle|preserveAlpha)$/;

/** SVG presentation attributes that JSX may spell in camelCase. */
const DASHED =
  /^(?:(?:stroke|fill|stop|flood|font|text|clip|color|marker|dominant|alignment|baseline|shape|paint|vector|letter|word|lighting)[A-Z]\w*)$/;

const known = new Map<string, Map<string, PropertyKind>>();

/** The meaning of prop `prop` on an element that is rendered as `tag`. */
export function propertyKind(tag: string, prop: string): PropertyKind {
  let byProp = known.get(tag);
  if (byProp === undefined) known.set(tag, byProp = new Map());
  let kind = byProp.get(prop);
  if (kind === undefined) {
    kind = classify(tag, prop);
    // Prop names come from patterns: a cap keeps hostile ones from filling memory.
    if (byProp.size < 256) byProp.set(prop, kind);
  }
  return kind;
}

function classify(tag: string, prop: string): PropertyKind {
  // What an element itself calls `key`, cf-keybind for one, is its own.
  if (SKIPPED.has(prop) && propertyOf(tag, prop) === undefined) return SKIP;
  if (MARKUP.has(prop)) return { kind: "markup", name: prop };
  if (/^on/i.test(prop)) {
    const type = eventType(prop);
    return type === "" ? SKIP : { kind: "event", name: type };
  }
  if (prop.startsWith("$")) {
    return prop.length > 1 ? { kind: "bind", name: bindingName(tag, prop.slice(1)) } : SKIP;
  }
  if (PIECE_PROPS.has(prop) && PIECE_ELEMENTS.has(tag)) return { kind: "bind", name: "cell" };
  if (prop === "style") return { kind: "style", name: "style" };
  const entry = catalogued(tag);
  if (entry !== undefined) {
    const name = ALIASES[prop] ?? prop;
    const property = entry.properties[name] ?? entry.properties[camelCase(name)];
    if (property !== undefined) return { kind: "property", name: property.name };
    return { kind: "attribute", name: attributeName(prop) };
  }
  if (isNativeProperty(tag, ALIASES[prop] ?? prop)) {
    return { kind: "property", name: ALIASES[prop] ?? prop };
  }
  return { kind: "attribute", name: attributeName(prop) };
}

/**
 * The event type of an `on…` prop: `onClick` is `click`, `oncf-change` and `onCfChange` are both
 * `cf-change`.
 */
function eventType(prop: string): string {
  const name = prop.slice(2).replace(/^:/, "");
  if (/^Cf[A-Z]/.test(name)) {
    return name.replace(/[A-Z]/g, (letter, at) => `${at === 0 ? "" : "-"}${letter.toLowerCase()}`);
  }
  const lower = name.toLowerCase();
  return lower === "doubleclick" ? "dblclick" : lower;
}

function bindingName(tag: string, name: string): string {
  const entry = catalogued(tag);
  return entry?.properties[camelCase(name)]?.name ?? name;
}

function attributeName(prop: string): string {
  const alias = ALIASES[prop];
  if (alias !== undefined) return alias;
  if (CAPITALS.test(prop)) return prop;
  if (DASHED.test(prop)) return dashed(prop);
  if (/^(?:aria|data)[A-Z]/.test(prop)) return dashed(prop);
  return prop.includes("-") || prop.includes(":") ? prop : prop.toLowerCase();
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
