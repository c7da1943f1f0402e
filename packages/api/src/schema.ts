// deno-lint-ignore-file no-explicit-any -- an open schema describes any value.
/** JSON Schemas as authors write and receive them, and the types they describe. */

import type { SCHEMA } from "./brand.ts";
import type { Described } from "./described-type.ts";

/**
 * The keywords of a schema: standard ones and those for cells, scopes and labels.
 *
 * @example
 * ```ts
 * const title: JSONSchemaObject = { type: "string", default: "Untitled" };
 * ```
 */
export interface JSONSchemaObject {
  readonly [keyword: string]: any;
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: JSONSchema };
  readonly type?: string | readonly string[];
  readonly properties?: { readonly [name: string]: JSONSchema };
  readonly required?: readonly string[];
  readonly items?: JSONSchema;
  readonly additionalProperties?: JSONSchema;
  readonly anyOf?: readonly JSONSchema[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly asCell?: readonly unknown[] | boolean;
  readonly scope?: string;
  readonly tags?: readonly string[];
}

/**
 * A JSON Schema.
 *
 * @example
 * ```ts
 * const model = { type: "object", properties: { title: { type: "string" } } } satisfies JSONSchema;
 * ```
 */
export type JSONSchema = boolean | JSONSchemaObject;

/**
 * A schema that remembers the TypeScript type it was made from.
 *
 * @example
 * ```ts
 * const event: TypedSchema<{ amount: number }> = toSchema<{ amount: number }>();
 * ```
 */
export type TypedSchema<T> = JSONSchemaObject & { readonly [SCHEMA]?: T };

/**
 * The schema of a type, written by the compiler.
 *
 * @example
 * ```ts
 * const schema = toSchema<{ title: string; done: boolean }>();
 * ```
 */
export declare function toSchema<T>(options?: JSONSchemaObject): TypedSchema<T>;

/**
 * Returns its argument with literal types, so that {@linkcode Schema} can be derived from it.
 *
 * @example
 * ```ts
 * const model = schema({ type: "object", properties: { title: { type: "string" } } });
 * type Model = Schema<typeof model>;
 * ```
 */
export declare function schema<const S extends JSONSchema>(value: S): S;

/**
 * The TypeScript type that a schema describes; `S` must have literal types (`as const` or
 * {@linkcode schema}).
 *
 * @example
 * ```ts
 * type Names = Schema<{ readonly type: "array"; readonly items: { readonly type: "string" } }>;
 * ```
 */
export type Schema<S, Root = S> = 0 extends 1 & S ? any
  : S extends { readonly [SCHEMA]?: infer T } & { [SCHEMA]?: unknown }
    ? unknown extends T ? Described<S, Root> : T
  : Described<S, Root>;
