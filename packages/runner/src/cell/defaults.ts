/**
 * Defaults that follow from others: an object whose properties have defaults is there although
 * nobody wrote it, and a place keeps its defaults for a reader who has another schema.
 */

import type { Json } from "@cf/utils";
import { branchesOf, childShape, defaultOf, type Shape, withDefaultsOf } from "./schema.ts";

const declaring = new WeakMap<Shape, boolean>();

/** Whether a schema declares a default, at any depth. */
export function declaresDefaults(shape: Shape | undefined): boolean {
  if (shape === undefined) return false;
  let answer = declaring.get(shape);
  if (answer === undefined) declaring.set(shape, answer = findsDefault(shape, new Set()));
  return answer;
}

/** `passed` ends recursive types. */
function findsDefault(shape: Shape, passed: Set<Shape>): boolean {
  if (passed.has(shape)) return false;
  passed.add(shape);
  const { default: given, properties = {}, items, additionalProperties } = shape.schema;
  if (given !== undefined) return true;
  const keys = Object.keys(properties);
  if (items !== undefined) keys.push("0");
  if (typeof additionalProperties === "object") keys.push("*");
  const parts = [shape.own, ...branchesOf(shape), ...keys.map((key) => childShape(shape, key))];
  return parts.some((part) => part !== undefined && findsDefault(part, passed));
}

/** The schema of a reader for a place that has a schema of its own. */
export function seenBy(reader: Shape | undefined, own: Shape | undefined): Shape | undefined {
  return declaresDefaults(own) ? withDefaultsOf(reader, own) : reader;
}

const EMPTY: Json = Object.freeze({});
const implied = new WeakMap<Shape, Json | undefined>();

/** `{}` for an object of which each required property has a default, so that it can be read. */
export function impliedDefault(shape: Shape | undefined): Json | undefined {
  if (shape === undefined) return undefined;
  if (!implied.has(shape)) {
    implied.set(shape, undefined);
    implied.set(shape, isComplete(shape) ? EMPTY : undefined);
  }
  return implied.get(shape);
}

function isComplete(shape: Shape): boolean {
  const { type, properties, required = [], asCell } = (shape.own ?? shape).schema;
  if (type !== "object" || properties === undefined || asCell?.[0] === "stream") return false;
  const hasDefault = (key: string) => {
    const child = childShape(shape.own ?? shape, key);
    return defaultOf(child) !== undefined || impliedDefault(child) !== undefined;
  };
  return required.every(hasDefault) && Object.keys(properties).some(hasDefault);
}

/** The default of a property: its own, or what follows for one that is always there. */
export function defaultOfChild(parent: Shape | undefined, key: string): Json | undefined {
  const shape = childShape(parent, key);
  const own = defaultOf(shape);
  if (own !== undefined || parent === undefined) return own;
  return isRequired(parent, key) ? impliedDefault(shape) : undefined;
}

function isRequired({ schema, own }: Shape, key: string): boolean {
  return schema.required?.includes(key) === true || own !== undefined && isRequired(own, key);
}
