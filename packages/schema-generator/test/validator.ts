/** Ajv, taught the dialect: what the runtime stores for cells, and types that JSON does not have. */

import { Ajv, type ValidateFunction } from "ajv";
import { type JSONSchema, type JSONSchemaObject, VNODE_REF } from "../mod.ts";

/** Keywords that say something without restricting values. */
const ANNOTATIONS = ["asCell", "scope", "tags", "ifc"];

const VNODE: JSONSchemaObject = {
  type: "object",
  properties: { type: { enum: ["vnode"] }, name: { type: "string" } },
  required: ["name", "type"],
};

/** A validator of the JSON values that may stand where `schema` is expected. */
export function validatorOf(schema: JSONSchema): ValidateFunction {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, validateFormats: false });
  for (const keyword of ANNOTATIONS) ajv.addKeyword(keyword);
  ajv.addSchema(VNODE, VNODE_REF);
  return ajv.compile(forJson(schema) as object);
}

/** The schema in terms of JSON alone. */
function forJson(schema: JSONSchema): JSONSchema {
  if (typeof schema === "boolean") return schema;
  const outer = schema.asCell?.[0];
  const kind = typeof outer === "object" ? outer.kind : outer;
  // What is kept for these is the runtime's own.
  if (kind === "stream" || kind === "sqlite" || kind === "opaque") {
    return { ...(schema.$defs && { $defs: eachOf(schema.$defs) }) };
  }
  const result: JSONSchemaObject = { ...schema, ...withJsonType(schema) };
  if (schema.type === "unknown") delete result.type;
  if (schema.items !== undefined) result.items = forJson(schema.items);
  if (schema.additionalProperties !== undefined) {
    result.additionalProperties = forJson(schema.additionalProperties);
  }
  if (schema.anyOf !== undefined) result.anyOf = schema.anyOf.map(forJson);
  if (schema.properties !== undefined) result.properties = eachOf(schema.properties);
  if (schema.$defs !== undefined) result.$defs = eachOf(schema.$defs);
  return result;
}

/** JSON has no `undefined`: a type that allows nothing else allows nothing. */
function withJsonType(schema: JSONSchemaObject): JSONSchemaObject {
  if (schema.type === undefined || schema.type === "unknown") return {};
  const types = [schema.type].flat().filter((type) => type !== "undefined");
  return types.length === 0 ? { type: "null", anyOf: [false] } : { type: types };
}

function eachOf(schemas: Record<string, JSONSchema>): Record<string, JSONSchema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, each]) => [name, forJson(each)]));
}
