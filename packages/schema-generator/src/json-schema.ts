/**
 * The JSON Schema dialect this package writes: standard keywords plus those the runtime adds for
 * cells, scopes and labels. See the README for what each keyword means.
 */

import type { Json } from "@cf/utils";

/** The capability with which a cell is handed out. */
export type CellKind =
  | "cell"
  | "stream"
  | "opaque"
  | "comparable"
  | "readonly"
  | "writeonly"
  | "sqlite";

/** Whose instance of a cell or value is meant. */
export type SchemaScope = "space" | "user" | "session" | "any";

/** One level of `asCell`, outermost first. */
export type CellMark = CellKind | { readonly kind: CellKind; readonly scope: SchemaScope };

/** A schema: `true` accepts everything, `false` nothing. */
export type JSONSchema = boolean | JSONSchemaObject;

/** The keywords that {@linkcode typeToSchema} can write. */
export interface JSONSchemaObject {
  $ref?: string;
  $defs?: Record<string, JSONSchema>;
  type?: string | string[];
  enum?: Json[];
  format?: string;
  anyOf?: JSONSchema[];
  allOf?: JSONSchema[];
  items?: JSONSchema;
  properties?: Record<string, JSONSchema>;
  required?: string[];
  additionalProperties?: JSONSchema;
  default?: Json;
  scope?: SchemaScope;
  asCell?: CellMark[];
  description?: string;
  tags?: string[];
  deprecated?: true;
  ifc?: Record<string, Json>;
}

/** The one reference that stands for every view: a view is checked where it is rendered. */
export const VNODE_REF = "urn:commonfabric:vnode";
