/**
 * Turns a TypeScript type into a JSON Schema of the dialect that the runtime reads.
 *
 * @module
 */

export type { SchemaDiagnostic, SchemaDiagnosticCode } from "./src/diagnostic.ts";
export {
  type CellKind,
  type CellMark,
  type JSONSchema,
  type JSONSchemaObject,
  type SchemaScope,
  VNODE_REF,
} from "./src/json-schema.ts";
export { isApiFile, type IsLibraryFile } from "./src/library.ts";
export { typeToSchema, type TypeToSchemaOptions } from "./src/type-to-schema.ts";
