/** What objects of JavaScript's own classes are stored as: text, plain data, or not at all. */

import type { Json } from "@cf/utils";
import { faceOf, ownerOf, viewOf } from "./faces.ts";
import { isPlain } from "./read.ts";
import { sourceOfValueView } from "./value-view.ts";

/** The stored form of such an object, or why there is none; `undefined` for any other object. */
export type OwnForm = { readonly json: Json } | { readonly refused: string };

/** Classes whose objects would be lost as JSON, and what to store instead. */
const REFUSED: readonly (readonly [new (...args: never[]) => object, string])[] = [
  [Map, "a Map; use an array or an object"],
  [Set, "a Set; use an array or an object"],
  [WeakMap, "a WeakMap; use an object"],
  [WeakSet, "a WeakSet; use an array"],
  [RegExp, "a RegExp; store its source as text"],
  [Promise, "a Promise; cells hold what it resolves to"],
  [ArrayBuffer, "bytes; store them as base64 text"],
];

/** How `value` is stored if it is of one of JavaScript's own classes. */
export function formOfOwnClass(value: object): OwnForm | undefined {
  if (value instanceof Date) {
    const isValid = !Number.isNaN(value.getTime());
    return isValid ? { json: value.toISOString() } : { refused: "a Date that is not valid" };
  }
  if (value instanceof URL) return { json: value.href };
  if (value instanceof Error) return { json: { name: value.name, message: value.message } };
  if (ArrayBuffer.isView(value)) return { refused: "bytes; store them as base64 text" };
  const refused = REFUSED.find(([type]) => value instanceof type);
  return refused && { refused: refused[1] };
}

/**
 * A plain value with the objects of such classes in their stored form; the value itself where it
 * has none. `refuse` makes the error for what cannot be stored. What stands for a place or a node
 * of the graph is left as it is.
 */
export function withOwnForms(
  value: unknown,
  refuse: (what: string) => Error,
  seen: Set<object> = new Set(),
): unknown {
  if (typeof value !== "object" || value === null || seen.has(value)) return value;
  if (faceOf(value) !== undefined || viewOf(value) !== undefined) return value;
  if (ownerOf(value) !== undefined || sourceOfValueView(value) !== undefined) return value;
  const own = formOfOwnClass(value);
  if (own !== undefined) {
    if ("refused" in own) throw refuse(own.refused);
    return own.json;
  }
  if (!isPlain(value)) return value;
  seen.add(value);
  let changed: Record<string, unknown> | undefined;
  for (const [key, child] of Object.entries(value)) {
    const form = withOwnForms(child, refuse, seen);
    if (form === child) continue;
    changed ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
    changed[key] = form;
  }
  return changed ?? value;
}
