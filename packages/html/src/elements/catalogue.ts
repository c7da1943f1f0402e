/**
 * The catalogue of `cf-*` elements: names, properties, events and bindings.
 *
 * It is data without behaviour, so that a worker and a headless test know the elements without
 * loading them. The elements are tested against it, and their reference page is made from it.
 */

import { CHAT_ENTRIES } from "./catalogue-chat.ts";
import { DISPLAY_ENTRIES } from "./catalogue-displays.ts";
import { INPUT_ENTRIES } from "./catalogue-inputs.ts";
import { LAYOUT_ENTRIES } from "./catalogue-layout.ts";
import { LIST_ENTRIES } from "./catalogue-lists.ts";

/** How a property's value is fitted. */
export type PropertyType = "text" | "number" | "flag" | "data";

/** One property of an element; the attribute of the same name in lower case sets it too. */
export interface PropertyEntry {
  readonly name: string;
  readonly type: PropertyType;
  readonly description: string;
  /** Whether `$name` binds it two-way. */
  readonly binds: boolean;
  /** Fits whatever a pattern gives to the type. */
  readonly convert: (value: unknown) => unknown;
}

/** One element. */
export interface ElementEntry {
  readonly name: string;
  readonly summary: string;
  readonly properties: Readonly<Record<string, PropertyEntry>>;
  /** Event types with what their `detail` holds. */
  readonly events: Readonly<Record<string, string>>;
}

/** The entry of element `name`, if there is one. */
export function catalogued(name: string): ElementEntry | undefined {
  return name.startsWith("cf-") && Object.hasOwn(CATALOGUE, name) ? CATALOGUE[name] : undefined;
}

/** Whether `name` is a `cf-*` element that exists. */
export function isCatalogued(name: string): boolean {
  return catalogued(name) !== undefined;
}

/** Property `property` of element `name`, if both exist. */
export function propertyOf(name: string, property: string): PropertyEntry | undefined {
  const properties = catalogued(name)?.properties;
  return properties !== undefined && Object.hasOwn(properties, property)
    ? properties[property]
    : undefined;
}

/** All elements by name. */
export const CATALOGUE: Readonly<Record<string, ElementEntry>> = Object.fromEntries(
  [...LAYOUT_ENTRIES, ...INPUT_ENTRIES, ...DISPLAY_ENTRIES, ...LIST_ENTRIES, ...CHAT_ENTRIES]
    .map((entry) => [entry.name, entry]),
);
