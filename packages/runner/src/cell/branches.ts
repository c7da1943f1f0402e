/** Which branch of a union a value is of. */

import { isRecord, type Json } from "@cf/utils";
import { fromSigil } from "@cf/protocol";
import { isOfKind, isOfType } from "./kinds.ts";
import { branchesOf, nested, type Shape, withDefaultsOf } from "./schema.ts";

/** How far into a value it is looked. */
type Depth = typeof KIND | typeof KEYS | typeof PARTS;
const KIND = 0;
const KEYS = 1;
const PARTS = 2;

/** Of a record's entries so many are looked at: the first ones tell. */
const OTHERS_MAX = 8;

/**
 * The branch of a union that fits `value`: by the kinds of its parts, else by its constants and
 * required keys alone, else by its own kind.
 */
export function chooseBranch(shape: Shape, value: Json): Shape {
  const { anyOf, oneOf } = shape.schema;
  if (anyOf === undefined && oneOf === undefined) return shape;
  const candidates = branchesOf(shape);
  const fitting = candidates.find((branch) => fits(branch, value, PARTS)) ??
    candidates.find((branch) => fits(branch, value, KEYS)) ??
    candidates.find((branch) => fits(branch, value, KIND));
  return fitting === undefined
    ? shape
    : withDefaultsOf(chooseBranch(fitting, value), shape.own && chooseBranch(shape.own, value))!;
}

function fits(shape: Shape, value: Json, depth: Depth): boolean {
  const { schema } = shape;
  if (schema.const !== undefined && schema.const !== value) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if (schema.anyOf !== undefined) {
    return branchesOf(shape).some((branch) => fits(branch, value, depth));
  }
  if (schema.type !== undefined && !isOfTypes(schema.type, value)) return false;
  if (Array.isArray(value)) return depth !== PARTS || hasFittingElement(shape, value);
  if (!isRecord(value) || depth === KIND) return true;
  for (const key of schema.required ?? []) if (!Object.hasOwn(value, key)) return false;
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const inner = nested(property, shape.root);
    if (inner === undefined || !Object.hasOwn(value, key)) continue;
    const constants = inner.schema.enum ??
      (inner.schema.const !== undefined ? [inner.schema.const] : undefined);
    if (constants !== undefined && !constants.includes(value[key])) return false;
  }
  return depth !== PARTS || hasFittingParts(shape, value);
}

/** Whether the first element that says what it is fits. */
function hasFittingElement({ schema, root }: Shape, value: readonly Json[]): boolean {
  const items = nested(schema.items, root);
  const first = value.find((element) => element !== null && fromSigil(element) === undefined);
  return items === undefined || first === undefined || fits(items, first, PARTS);
}

function hasFittingParts(shape: Shape, value: Readonly<Record<string, Json>>): boolean {
  const { properties, additionalProperties } = shape.schema;
  let others = 0;
  for (const key in value) {
    const part = value[key]!;
    const isNamed = properties !== undefined && Object.hasOwn(properties, key);
    if (!isNamed && ++others > OTHERS_MAX) break;
    const declared = nested(isNamed ? properties[key] : additionalProperties, shape.root);
    if (declared === undefined || part === null || fromSigil(part) !== undefined) continue;
    if (!isOfKind(declared, part)) return false;
  }
  return true;
}

function isOfTypes(type: string | readonly string[], value: Json): boolean {
  return typeof type === "string"
    ? isOfType(type, value)
    : type.some((one) => isOfType(one, value));
}
