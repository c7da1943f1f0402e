/**
 * What a pattern author imports as `commonfabric/schema`: the type that a JSON Schema describes.
 *
 * @module
 */

export type { JSONSchema, Schema } from "./src/schema.ts";
