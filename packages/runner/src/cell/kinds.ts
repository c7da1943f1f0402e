/**
 * The kinds of values that a schema declares. What a document holds of another kind, written by
 * older code or past the types, reads as undefined: code that was written for a number never meets
 * a text. `null` is somebody's own word for nothing and is read as it is.
 */

import { isRecord, type Json } from "@cf/utils";
import { branchesOf, type Shape } from "./schema.ts";

const STRING = 1;
const NUMBER = 2;
const BOOLEAN = 4;
const OBJECT = 8;
const ARRAY = 16;
const ALL = 31;

const BY_NAME: Readonly<Record<string, number>> = {
  string: STRING,
  number: NUMBER,
  integer: NUMBER,
  boolean: BOOLEAN,
  object: OBJECT,
  array: ARRAY,
  null: 0,
  undefined: 0,
};

const NAMES = ["a string", "a number", "a boolean", "an object", "an array"];

const declared = new WeakMap<Shape, number>();

/** Whether `value`, which is neither null nor undefined, is of a kind that the schema declares. */
export function isOfKind(shape: Shape, value: unknown): boolean {
  if (shape.isMixed) return true;
  let kinds = declared.get(shape);
  if (kinds === undefined) declared.set(shape, kinds = kindsOf(shape, new Set()) || ALL);
  return kinds === ALL || (kinds & kindOf(value)) !== 0;
}

/** Whether `value` is of a type by its name in a schema: "integer", "null", "unknown" … */
export function isOfType(type: string, value: Json | undefined): boolean {
  switch (type) {
    case "unknown":
      return true;
    case "undefined":
      return value === undefined;
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return primitiveType(value) === type;
  }
}

function primitiveType(value: unknown): string {
  return typeof value;
}

/** What is there and what is needed, as words. */
export function kindProblem(shape: Shape, value: unknown): string {
  const kinds = kindsOf(shape, new Set());
  const needed = NAMES.filter((_, bit) => (kinds & 1 << bit) !== 0);
  return `it holds ${NAMES[Math.log2(kindOf(value))]}, and its type says ${needed.join(" or ")}`;
}

function kindOf(value: unknown): number {
  switch (typeof value) {
    case "string":
      return STRING;
    case "number":
      return NUMBER;
    case "boolean":
      return BOOLEAN;
    default:
      return Array.isArray(value) ? ARRAY : OBJECT;
  }
}

/** All kinds where the schema leaves it open, none where it is of nothing. `passed` ends recursion. */
function kindsOf(shape: Shape, passed: Set<Shape>): number {
  if (passed.has(shape)) return 0;
  passed.add(shape);
  const { type, enum: values, const: only, default: given, asCell, allOf } = shape.schema;
  const branches = branchesOf(shape);
  if (asCell !== undefined || allOf !== undefined) return ALL;
  let kinds = 0;
  if (type !== undefined) {
    for (const name of typeof type === "string" ? [type] : type) kinds |= BY_NAME[name] ?? ALL;
  } else if (values !== undefined || only !== undefined) {
    for (const value of values ?? [only]) if (value !== null) kinds |= kindOf(value);
  } else if (branches.length === 0) return ALL;
  for (const branch of branches) kinds |= kindsOf(branch, passed);
  return given === undefined || given === null ? kinds : kinds | kindOf(given);
}
