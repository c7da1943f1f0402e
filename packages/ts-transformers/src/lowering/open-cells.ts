/** Schemas of types that leave open what is a cell, after the uses of the function that takes them. */

import { isRecord, type Json } from "@cf/utils";
import type { UsedPath } from "../analysis/cell-uses.ts";

type JsonObject = { readonly [key: string]: Json };

/** `schema` with a cell at each of the paths. */
export function withCellsAt(schema: Json, paths: readonly UsedPath[]): Json {
  // Longer paths first: what is a cell itself may hold cells.
  const ordered = [...paths].sort((a, b) => b.length - a.length);
  return ordered.reduce<Json>((all, path) => put(all, path, definitionsOf(schema)), schema);
}

function definitionsOf(schema: Json): JsonObject {
  return isRecord(schema) && isRecord(schema.$defs) ? (schema.$defs as JsonObject) : {};
}

function put(schema: Json, path: UsedPath, definitions: JsonObject): Json {
  const here = inPlace(schema, definitions);
  const [key, ...rest] = path;
  if (key === undefined) return here.asCell === undefined ? { ...here, asCell: ["cell"] } : here;
  if (key !== "*") {
    const properties = isRecord(here.properties) ? (here.properties as JsonObject) : {};
    const inner = put(properties[key] ?? true, rest, definitions);
    return { ...objectOf(here), properties: { ...properties, [key]: inner } };
  }
  const items = put(here.items ?? true, rest, definitions);
  if (here.type === "array") return { ...here, items };
  return {
    ...here,
    items,
    additionalProperties: put(here.additionalProperties ?? true, rest, definitions),
  };
}

function objectOf(schema: JsonObject): JsonObject {
  return schema.type === undefined && schema.anyOf === undefined
    ? { type: "object", ...schema }
    : schema;
}

/** A schema as an object, with the definition that it refers to in its place. */
function inPlace(schema: Json, definitions: JsonObject): JsonObject {
  if (!isRecord(schema)) return {};
  const { $ref, ...beside } = schema as JsonObject;
  if (typeof $ref !== "string") return schema as JsonObject;
  const named = definitions[$ref.replace("#/$defs/", "")];
  return isRecord(named) ? { ...(named as JsonObject), ...beside } : (schema as JsonObject);
}
