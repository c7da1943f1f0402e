/** Joins the schemas of a union's members into the most compact equal schema, in a fixed order. */

import { canonicalJson, type Json } from "@cf/utils";
import type { JSONSchema, JSONSchemaObject } from "./json-schema.ts";

/**
 * The schema that accepts what any of `members` accepts. Literals become one `enum`, bare
 * primitives one `type` list, everything else stands in `anyOf`. The result does not depend on the
 * order of `members`.
 */
export function unionOf(members: readonly JSONSchema[]): JSONSchema {
  if (members.some((member) => member === true)) return true;
  const values: Json[] = [];
  const types = new Set<string>();
  const rest = new Map<string, JSONSchema>();
  for (const member of members.flatMap(partsOf)) {
    if (typeof member === "boolean") continue;
    if (isBareEnum(member)) values.push(...member.enum!);
    else if (isBareType(member)) {
      for (const type of [member.type!].flat()) types.add(type);
    } else rest.set(canonicalJson(member), member);
  }
  const literals = literalsBeyond(values, types);
  if (literals.length > 0 && types.size === 1 && types.delete("null")) literals.push(null);
  const parts: JSONSchema[] = [];
  if (literals.length > 0) parts.push({ enum: literals });
  if (types.size > 0) parts.push(typeList(types));
  for (const key of [...rest.keys()].sort()) parts.push(rest.get(key)!);
  if (parts.length === 0) return false;
  return parts.length === 1 ? parts[0]! : { anyOf: parts };
}

/** A union among the members adds its own: lists in a tuple, a named union. */
function partsOf(member: JSONSchema): readonly JSONSchema[] {
  return typeof member === "object" && isBareUnion(member) ? member.anyOf! : [member];
}

function typeList(types: Set<string>): JSONSchemaObject {
  if (types.has("number")) types.delete("integer");
  const sorted = [...types].sort();
  return { type: sorted.length === 1 ? sorted[0]! : sorted };
}

/** Distinct literals that no bare type covers; both booleans together become the type. */
function literalsBeyond(values: readonly Json[], types: Set<string>): Json[] {
  if (values.includes(true) && values.includes(false)) types.add("boolean");
  const distinct = new Map<string, Json>();
  for (const value of values) {
    const type = value === null ? "null" : typeof value;
    if (types.has(type)) continue;
    if (value === null && (types.size > 0 || values.every((item) => item === null))) {
      types.add("null");
    } else distinct.set(orderKey(value), value);
  }
  return [...distinct.keys()].sort().map((key) => distinct.get(key)!);
}

/** Strings first, then numbers by size, then booleans, then null. */
function orderKey(value: Json): string {
  if (typeof value === "string") return `0${value}`;
  if (typeof value === "number") {
    const bits = new DataView(new ArrayBuffer(8));
    bits.setFloat64(0, value);
    const raw = bits.getBigInt64(0);
    const ordered = raw < 0n ? BigInt.asUintN(64, ~raw) : BigInt.asUintN(64, raw) | (1n << 63n);
    return `1${ordered.toString(16).padStart(16, "0")}${value}`;
  }
  return value === null ? "3" : `2${value}`;
}

/** The schema with the type of each literal in place of the literal. */
export function widened(schema: JSONSchema): JSONSchema {
  if (typeof schema === "boolean") return schema;
  const { enum: values, ...rest } = schema;
  const result: JSONSchemaObject = { ...rest };
  if (values !== undefined) {
    Object.assign(
      result,
      typeList(new Set(values.map((value) => value === null ? "null" : typeof value))),
    );
  }
  if (schema.items !== undefined) result.items = widened(schema.items);
  if (schema.properties !== undefined) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, property]) => [key, widened(property)]),
    );
  }
  return result;
}

/** Whether a schema says nothing but which literals there are. */
export function isLiterals(schema: JSONSchema): boolean {
  if (typeof schema === "boolean") return false;
  return isBareEnum(schema) || (schema.type === "null" && Object.keys(schema).length === 1);
}

function isBareEnum(schema: JSONSchemaObject): boolean {
  return schema.enum !== undefined && Object.keys(schema).length === 1;
}

function isBareType(schema: JSONSchemaObject): boolean {
  if (Object.keys(schema).length !== 1) return false;
  if (schema.type === undefined) return false;
  return [schema.type].flat().every((type) => PRIMITIVES.has(type));
}

function isBareUnion(schema: JSONSchemaObject): boolean {
  return schema.anyOf !== undefined && Object.keys(schema).length === 1;
}

const PRIMITIVES = new Set(["string", "number", "integer", "boolean", "null", "undefined"]);
