/**
 * What a schema looks at in an object before its reader gets to see it: whether required
 * properties are there, and which branch of a union it is. Readers of the object hear when the
 * answer may change, and of no other property.
 */

import { impliedDefault } from "./defaults.ts";
import { branchesOf, childShape, defaultOf, type Shape } from "./schema.ts";

/** The properties of an object that decide how it reads. */
export interface Distinctions {
  /** Whether these are there matters. */
  readonly present: readonly string[];
  /** Their values matter. */
  readonly telling: readonly string[];
}

const known = new WeakMap<Shape, Distinctions | undefined>();

/** What the schema looks at in an object; `undefined` if nothing. */
export function distinctionsOf(shape: Shape): Distinctions | undefined {
  if (!known.has(shape)) known.set(shape, findDistinctions(shape));
  return known.get(shape);
}

function findDistinctions(shape: Shape): Distinctions | undefined {
  const present = new Set<string>();
  const telling = new Set<string>();
  const { anyOf, oneOf } = shape.schema;
  const isUnion = anyOf !== undefined || oneOf !== undefined;
  collect(shape, { present, telling }, isUnion ? [] : undefined);
  if (present.size === 0 && telling.size === 0) return undefined;
  return { present: [...present], telling: [...telling] };
}

/** `within` holds the unions around, so that a recursive one ends; `undefined` outside of one. */
function collect(
  shape: Shape,
  found: { present: Set<string>; telling: Set<string> },
  within: readonly Shape[] | undefined,
): void {
  if (within === undefined) {
    for (const key of requiredOf(shape)) found.present.add(key);
    return;
  }
  if (within.includes(shape)) return;
  for (const key of shape.schema.required ?? []) found.present.add(key);
  for (const key of Object.keys(shape.schema.properties ?? {})) {
    const property = childShape(shape, key)?.schema;
    if (property?.enum !== undefined || property?.const !== undefined) found.telling.add(key);
  }
  for (const branch of branchesOf(shape)) collect(branch, found, [...within, shape]);
}

const required = new WeakMap<Shape, readonly string[]>();

/**
 * The properties without which an object reads as undefined: required ones to which the schema
 * gives no default, which may not be undefined, and where no cell is delivered.
 */
export function requiredOf(shape: Shape): readonly string[] {
  let names = required.get(shape);
  if (names === undefined) {
    names = (shape.schema.required ?? []).filter((key) => {
      const property = childShape(shape, key);
      return property !== undefined && !mayBeAbsent(property);
    });
    required.set(shape, names);
  }
  return names;
}

function mayBeAbsent(shape: Shape): boolean {
  const { schema } = shape;
  if (defaultOf(shape) !== undefined || schema.asCell !== undefined) return true;
  if (impliedDefault(shape) !== undefined) return true;
  if (schema.scope !== undefined) return true;
  const { type } = schema;
  if (type === undefined) return schema.anyOf === undefined || branchesOf(shape).some(mayBeAbsent);
  if (type === "undefined" || type === "unknown") return true;
  return Array.isArray(type) && type.includes("undefined");
}
