/** What is said about a value besides its type, and how it is written into a schema. */

import type { Json } from "@cf/utils";
import type { CellMark, JSONSchema, JSONSchemaObject, SchemaScope } from "./json-schema.ts";

/** Collected while aliases and wrappers are peeled off a type, outermost first. */
export interface Notes {
  default?: Json;
  /** The default is also written beside each property it has a value for. */
  deepDefault?: boolean;
  scope?: SchemaScope;
  ifc?: Record<string, Json>;
  description?: string;
  tags?: string[];
  deprecated?: true;
}

/** Adds `more` to `notes`; what `notes` says already wins, tags and labels are united. */
export function mergeNotes(notes: Notes, more: Notes): void {
  if (more.default !== undefined && notes.default === undefined) {
    notes.default = more.default;
    if (more.deepDefault) notes.deepDefault = true;
  }
  notes.scope ??= more.scope!;
  notes.description ??= more.description!;
  if (notes.scope === undefined) delete notes.scope;
  if (notes.description === undefined) delete notes.description;
  if (more.deprecated) notes.deprecated = true;
  if (more.tags !== undefined) {
    notes.tags = [...new Set([...(notes.tags ?? []), ...more.tags])].sort();
  }
  if (more.ifc !== undefined) notes.ifc = mergeLabels(notes.ifc ?? {}, more.ifc);
}

function mergeLabels(a: Record<string, Json>, b: Record<string, Json>): Record<string, Json> {
  const merged = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const present = merged[key];
    merged[key] = Array.isArray(present) && Array.isArray(value) ? [...present, ...value] : value;
  }
  return merged;
}

/** The schema with the notes written into it. */
export function withNotes(schema: JSONSchema, notes: Notes): JSONSchema {
  if (Object.keys(notes).length === 0) return schema;
  const result: JSONSchemaObject = schema === true
    ? {}
    : schema === false
    ? { enum: [] }
    : { ...schema };
  if (notes.default !== undefined) result.default = notes.default;
  if (notes.scope !== undefined) setScope(result, notes.scope);
  if (notes.ifc !== undefined) result.ifc = mergeLabels(notes.ifc, result.ifc ?? {});
  if (notes.description !== undefined) result.description = notes.description;
  if (notes.tags !== undefined) {
    result.tags = [...new Set([...(result.tags ?? []), ...notes.tags])].sort();
  }
  if (notes.deprecated) result.deprecated = true;
  return result;
}

/** A scope around a cell names the cell's instance; around a plain value, the value's. */
function setScope(schema: JSONSchemaObject, scope: SchemaScope): void {
  const outer = schema.asCell?.[0];
  if (outer === undefined) schema.scope = scope;
  else {
    const kind = typeof outer === "string" ? outer : outer.kind;
    schema.asCell = [{ kind, scope }, ...schema.asCell!.slice(1)];
  }
}

/** The schema of a cell around what `schema` describes. */
export function withCellMark(schema: JSONSchema, mark: CellMark): JSONSchema {
  if (typeof schema === "boolean") return { asCell: [mark] };
  return { ...schema, asCell: [mark, ...(schema.asCell ?? [])] };
}
