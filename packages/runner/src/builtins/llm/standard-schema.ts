/**
 * Schemas for models: standard JSON Schema, without what only this project's dialect knows. JSON has
 * no `undefined`, so a part that may be undefined may be left out.
 */

import { nested, type Schema, type SchemaObject } from "../../cell/schema.ts";
import { admitsUndefined } from "../validate.ts";

/** Keywords of the dialect that say nothing to a model. */
const OWN_KEYWORDS: ReadonlySet<string> = new Set(["asCell", "scope", "ifc", "tags"]);

/** Keywords whose value has names of the author's, each with a schema. */
const NAMED_SCHEMAS: ReadonlySet<string> = new Set(["properties", "$defs", "patternProperties"]);

const LISTED_SCHEMAS: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);

const INNER_SCHEMAS: ReadonlySet<string> = new Set(["items", "additionalProperties", "not"]);

const TYPES: ReadonlySet<unknown> = new Set([
  "string",
  "number",
  "integer",
  "boolean",
  "null",
  "array",
  "object",
]);

/** `schema`, whose references lead into `root`, as a model's server understands it. */
export function standard(schema: Schema, root: SchemaObject): unknown {
  if (typeof schema !== "object") return schema;
  const kept = Object.entries(schema).flatMap(([keyword, value]) => {
    const now = keywordOf(keyword, value, { schema, root });
    return now === undefined ? [] : [[keyword, now]];
  });
  return Object.fromEntries(kept);
}

function keywordOf(
  keyword: string,
  value: unknown,
  { schema, root }: { schema: SchemaObject; root: SchemaObject },
): unknown {
  if (OWN_KEYWORDS.has(keyword)) return undefined;
  if (keyword === "type") return typeOf(value);
  if (keyword === "required") return requiredOf(schema, root);
  if (NAMED_SCHEMAS.has(keyword)) {
    const named = Object.entries(value as Record<string, Schema>);
    return Object.fromEntries(named.map(([name, inner]) => [name, standard(inner, root)]));
  }
  if (LISTED_SCHEMAS.has(keyword)) {
    const listed = (value as Schema[]).filter((inner) => !isNothing(inner));
    return listed.length === 0 ? undefined : listed.map((inner) => standard(inner, root));
  }
  return INNER_SCHEMAS.has(keyword) ? standard(value as Schema, root) : value;
}

function typeOf(type: unknown): unknown {
  const types = [type].flat().filter((one) => TYPES.has(one));
  if (types.length === 0) return undefined;
  return types.length === 1 ? types[0] : types;
}

/** The properties that cannot be left out. */
export function requiredOf({ properties, required }: SchemaObject, root: SchemaObject): string[] {
  return (required ?? []).filter((key) => {
    const declared = properties !== undefined && Object.hasOwn(properties, key)
      ? properties[key]
      : undefined;
    return !admitsUndefined(nested(declared, root));
  });
}

function isNothing(schema: Schema): boolean {
  return typeof schema === "object" && schema.type === "undefined";
}
