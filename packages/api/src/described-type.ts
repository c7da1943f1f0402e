// deno-lint-ignore-file no-explicit-any -- an open schema describes any value.
/** The type that a schema's keywords describe. */

import type { Cell, ComparableCell, OpaqueCell, ReadonlyCell, WriteonlyCell } from "./cell.ts";
import type { Schema } from "./schema.ts";
import type { SqliteDb } from "./sqlite.ts";
import type { Stream } from "./stream.ts";

/** The type of the values that `S` accepts; `Root` holds the definitions. */
export type Described<S, Root> = S extends true ? any
  : S extends false ? never
  : S extends { readonly asCell: readonly [infer Mark, ...infer Rest] } ? Marked<
      Mark,
      Omit<S, "asCell"> & (Rest extends readonly [] ? unknown : { asCell: Rest }),
      Root
    >
  : S extends { readonly asStream: true } ? Stream<Plain<S, Root>>
  : S extends { readonly asCell: true } ? Cell<Plain<S, Root>>
  : Plain<S, Root>;

type Marked<Mark, Inner, Root> = Mark extends { readonly kind: infer Kind }
  ? Marked<Kind, Inner, Root>
  : Mark extends "cell" ? Cell<Schema<Inner, Root>>
  : Mark extends "stream" ? Stream<Schema<Inner, Root>>
  : Mark extends "readonly" ? ReadonlyCell<Schema<Inner, Root>>
  : Mark extends "writeonly" ? WriteonlyCell<Schema<Inner, Root>>
  : Mark extends "comparable" ? ComparableCell<Schema<Inner, Root>>
  : Mark extends "opaque" ? OpaqueCell<Schema<Inner, Root>>
  : Mark extends "sqlite" ? SqliteDb
  : any;

type Plain<S, Root> = S extends { readonly $ref: "#" } ? Schema<Root, Root>
  : S extends { readonly $ref: `#/$defs/${infer Name}` }
    ? Root extends { readonly $defs: infer Defs }
      ? Name extends keyof Defs ? Schema<Defs[Name], Root> : any
    : any
  : S extends { readonly $ref: string } ? any
  : S extends { readonly const: infer Value } ? Value
  : S extends { readonly enum: readonly (infer Value)[] } ? Value
  : S extends { readonly anyOf: readonly (infer Part)[] } ? Schema<Part, Root>
  : S extends { readonly oneOf: readonly (infer Part)[] } ? Schema<Part, Root>
  : S extends { readonly type: readonly (infer Name)[] } ? ByName<Name, S, Root>
  : S extends { readonly type: infer Name } ? ByName<Name, S, Root>
  : S extends { readonly properties: object } ? ObjectOf<S, Root>
  : any;

type ByName<Name, S, Root> = Name extends "string" ? string
  : Name extends "number" | "integer" ? number
  : Name extends "boolean" ? boolean
  : Name extends "null" ? null
  : Name extends "undefined" ? undefined
  : Name extends "unknown" ? unknown
  : Name extends "array" ? S extends { readonly items: infer Items } ? Schema<Items, Root>[] : any[]
  : Name extends "object" ? ObjectOf<S, Root>
  : any;

type ObjectOf<S, Root> = S extends { readonly properties: infer Properties } ? Flat<
    & {
      -readonly [Key in keyof Properties as Key extends RequiredKeys<S> ? Key : never]: Schema<
        Properties[Key],
        Root
      >;
    }
    & {
      -readonly [Key in keyof Properties as Key extends RequiredKeys<S> ? never : Key]?: Schema<
        Properties[Key],
        Root
      >;
    }
  >
  : S extends { readonly additionalProperties: infer Values } ? Record<string, Schema<Values, Root>>
  : Record<string, any>;

/** A property that has a default is there when it is read, whether or not it is required. */
type RequiredKeys<S> =
  | (S extends { readonly required: readonly (infer Key)[] } ? Key : never)
  | (S extends { readonly properties: infer Properties } ? {
      [Key in keyof Properties]: Properties[Key] extends { readonly default: unknown } ? Key
        : never;
    }[keyof Properties]
    : never);

type Flat<T> = { [Key in keyof T]: T[Key] };
