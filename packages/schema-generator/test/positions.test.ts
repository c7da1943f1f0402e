/**
 * Every arrow of the dialect in every position: what a type becomes by itself, it becomes wherever
 * it stands, behind aliases, inside generics, mapped types, lists and wrappers.
 */

import assert from "node:assert/strict";
import type { JSONSchema, JSONSchemaObject } from "../mod.ts";
import { errorsOf, programOf, schemaOf } from "./program.ts";

const LIBRARY = `import type { AnyCell, Cell, ComparableCell, Confidential, Default, DeepDefault,
  OpaqueCell, PerSession, PerUser, Reactive, ReadonlyCell, SqliteDb, Stream, VNode, Writable,
  WriteonlyCell } from "commonfabric";
export interface Item { id: number; title?: string }
export interface Tree { name: string; kids: Tree[] }
export interface Box<T> { held: T }
export type Numbers = Cell<number[]>;
export type Three = Two; export type Two = One; export type One = Writable<Item[] | Default<[]>>;
const START = { id: 1 };
`;

const ITEM: JSONSchema = {
  type: "object",
  properties: { id: { type: "number" }, title: { type: "string" } },
  required: ["id"],
};
const NUMBERS: JSONSchemaObject = { type: "array", items: { type: "number" } };
const DEFINED: JSONSchema = {
  $defs: {
    Item: ITEM,
    Tree: {
      type: "object",
      properties: {
        kids: { type: "array", items: { $ref: "#/$defs/Tree" } },
        name: { type: "string" },
      },
      required: ["kids", "name"],
    },
  },
};
const ITEMS = { $ref: "#/$defs/Item" };
const TREE = { $ref: "#/$defs/Tree" };

/** A type as it is written, and what it becomes. */
const ARROWS: Record<string, JSONSchema> = {
  "string": { type: "string" },
  "any": true,
  "never": false,
  "unknown": { type: "unknown" },
  "undefined": { type: "undefined" },
  "void": { asCell: ["opaque"] },
  "null": { type: "null" },
  '"a"': { enum: ["a"] },
  '"b" | "a"': { enum: ["a", "b"] },
  "string | number": { type: ["number", "string"] },
  "number | null": { type: ["null", "number"] },
  "number[]": NUMBERS,
  "string[][]": { type: "array", items: { type: "array", items: { type: "string" } } },
  "[string, number]": { type: "array", items: { type: ["number", "string"] } },
  "Record<string, boolean>": { type: "object", additionalProperties: { type: "boolean" } },
  "Item": ITEMS,
  "Tree": TREE,
  "Item[]": { type: "array", items: ITEMS },
  "Item | null": { anyOf: [{ type: "null" }, ITEMS] },
  "Item | string": { anyOf: [{ type: "string" }, ITEMS] },
  "Box<string>": {
    type: "object",
    properties: { held: { type: "string" } },
    required: ["held"],
  },
  "Box<Tree>": { type: "object", properties: { held: TREE }, required: ["held"] },
  "Reactive<Item>": ITEMS,
  "Cell<string>": { type: "string", asCell: ["cell"] },
  "Writable<Item>": { ...ITEMS, asCell: ["cell"] },
  "Writable<Item | null>": { anyOf: [{ type: "null" }, ITEMS], asCell: ["cell"] },
  "ReadonlyCell<string>": { type: "string", asCell: ["readonly"] },
  "WriteonlyCell<string>": { type: "string", asCell: ["writeonly"] },
  "ComparableCell<string>": { type: "string", asCell: ["comparable"] },
  "OpaqueCell<string>": { type: "string", asCell: ["opaque"] },
  "Cell<Cell<boolean>>": { type: "boolean", asCell: ["cell", "cell"] },
  "Stream<Cell<number>>": { type: "number", asCell: ["stream", "cell"] },
  "Stream<void>": { asCell: ["stream", "opaque"] },
  "Stream<{ n: number }>": {
    type: "object",
    properties: { n: { type: "number" } },
    required: ["n"],
    asCell: ["stream"],
  },
  "SqliteDb": { asCell: ["sqlite"] },
  "PerUser<SqliteDb>": { asCell: [{ kind: "sqlite", scope: "user" }] },
  "PerUser<string>": { type: "string", scope: "user" },
  "PerUser<Writable<number>>": { type: "number", asCell: [{ kind: "cell", scope: "user" }] },
  "Writable<PerSession<number>>": { type: "number", scope: "session", asCell: ["cell"] },
  "Numbers": { ...NUMBERS, asCell: ["cell"] },
  "Writable<Numbers>": { ...NUMBERS, asCell: ["cell", "cell"] },
  "Numbers[]": { type: "array", items: { ...NUMBERS, asCell: ["cell"] } },
  "Three": { type: "array", items: ITEMS, default: [], asCell: ["cell"] },
  'string | Default<"x">': { type: "string", default: "x" },
  'Default<string, "x">': { type: "string", default: "x" },
  "number | null | Default<null>": { type: ["null", "number"], default: null },
  "Item | Default<{ id: 3 }>": { ...ITEMS, default: { id: 3 } },
  "Item | Default<typeof START>": { ...ITEMS, default: { id: 1 } },
  "Record<string, number> | Default<{}>": {
    type: "object",
    additionalProperties: { type: "number" },
    default: {},
  },
  "PerUser<Writable<Item[] | Default<[]>>>": {
    type: "array",
    items: ITEMS,
    default: [],
    asCell: [{ kind: "cell", scope: "user" }],
  },
  'Confidential<string, ["medical"]>': { type: "string", ifc: { confidentiality: ["medical"] } },
  "VNode": { $ref: "urn:commonfabric:vnode" },
  "Date": { type: "string", format: "date-time" },
};

type Path = readonly (string | number)[];

/** Where a type may stand: the whole, and the way from its schema to the type's. */
const POSITIONS: Record<string, { whole: string; path: Path }> = {
  "a property": { whole: "{ p: T }", path: ["properties", "p"] },
  "an optional property": { whole: "{ p?: T }", path: ["properties", "p"] },
  "a readonly property": { whole: "{ readonly p: T }", path: ["properties", "p"] },
  "a property of a property": {
    whole: "{ o: { p: T } }",
    path: ["properties", "o", "properties", "p"],
  },
  "a list": { whole: "{ l: (T)[] }", path: ["properties", "l", "items"] },
  "a list of lists": { whole: "{ l: (T)[][] }", path: ["properties", "l", "items", "items"] },
  "a readonly list": { whole: "{ l: readonly (T)[] }", path: ["properties", "l", "items"] },
  "a list of objects": {
    whole: "{ l: { p: T }[] }",
    path: ["properties", "l", "items", "properties", "p"],
  },
  "a tuple": { whole: "{ l: [T] }", path: ["properties", "l", "items"] },
  "a record": {
    whole: "{ r: Record<string, T> }",
    path: ["properties", "r", "additionalProperties"],
  },
  "an index": {
    whole: "{ r: { [name: string]: T } }",
    path: ["properties", "r", "additionalProperties"],
  },
  "an object in a cell": { whole: "Writable<{ p: T }>", path: ["properties", "p"] },
  "a list in a cell": { whole: "{ c: Writable<(T)[]> }", path: ["properties", "c", "items"] },
  "an event": { whole: "{ s: Stream<{ p: T }> }", path: ["properties", "s", "properties", "p"] },
  "a scoped object": {
    whole: "{ u: PerUser<{ p: T }> }",
    path: ["properties", "u", "properties", "p"],
  },
  "a generic interface": { whole: "Box<T>", path: ["properties", "held"] },
  "generics in generics": {
    whole: "Box<Box<T>>",
    path: ["properties", "held", "properties", "held"],
  },
  "a generic alias": { whole: "Held<T>", path: ["properties", "held"] },
  "a mapped type": { whole: "Same<{ p: T }>", path: ["properties", "p"] },
  "Readonly": { whole: "Readonly<{ p: T }>", path: ["properties", "p"] },
  "Pick": { whole: 'Pick<{ p: T; q: 1 }, "p">', path: ["properties", "p"] },
  "Omit": { whole: 'Omit<{ p: T; q: 1 }, "q">', path: ["properties", "p"] },
  "Partial": { whole: "Partial<{ p: T }>", path: ["properties", "p"] },
  "an intersection": { whole: "{ p: T } & { q: 1 }", path: ["properties", "p"] },
  "a conditional type": { whole: "Chosen<{ p: T }>", path: ["properties", "p"] },
  "an indexed access": { whole: '{ p: { x: T }["x"] }', path: ["properties", "p"] },
};

const FURTHER = `type Held<T> = { held: T };
type Same<T> = { [K in keyof T]: T[K] };
type Chosen<T> = T extends string ? never : T;
`;

/** The schema at the end of a path; references on the way are followed. */
function at(root: JSONSchema, path: Path): JSONSchema {
  let schema: unknown = root;
  for (const step of path) schema = (followed(root, schema) as Record<string, unknown>)?.[step];
  return schema as JSONSchema;
}

/** What a reference refers to, with what stands beside it. */
function followed(root: JSONSchema, schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref, ...beside } = schema as JSONSchemaObject;
  const name = /^#\/\$defs\/(.*)$/.exec($ref ?? "")?.[1];
  if (name === undefined) return schema;
  return { ...followed(root, (root as JSONSchemaObject).$defs?.[name]) as object, ...beside };
}

/** A schema as text, with its keys sorted; an alias gives a type one more name. */
function meaning(root: JSONSchema, schema: JSONSchema): string {
  return JSON.stringify(sorted(followed(root, schema))).replace(/#\/\$defs\/\w+/g, "#");
}

Deno.test("typeToSchema() gives a tuple the union of its parts, whatever they are unions of", () => {
  const pairs = [
    ["[Item | null, string]", "(Item | null | string)[]"],
    ['["a" | null, Item | "b"]', '("a" | "b" | null | Item)[]'],
    ["[Item | number, Tree | string]", "(Item | Tree | number | string)[]"],
  ];
  const texts = new Map(
    pairs.flatMap((types, at): [string, string][] =>
      types.map((type, which) => [`/${at}-${which}.ts`, `${LIBRARY}export type Root = ${type};`])
    ),
  );
  const program = programOf([], texts);
  for (const at of pairs.keys()) {
    assert.deepEqual(schemaOf(program, `/${at}-0.ts`), schemaOf(program, `/${at}-1.ts`));
  }
});

/** The type behind three aliases, the last in a generic. */
const ALIASES = `type A1 = ⟪T⟫; type A2 = A1; type Id<T> = T; type A3 = Id<A2>;`;

for (const [position, { whole, path }] of Object.entries(POSITIONS)) {
  Deno.test(`typeToSchema() means the same in ${position}`, () => {
    const texts = new Map<string, string>();
    const cases: { file: string; type: string; expected: JSONSchema }[] = [];
    for (const [index, [type, expected]] of Object.entries(ARROWS).entries()) {
      const filled = (name: string) => whole.replace(/\bT\b/, name);
      const direct = `/direct-${index}.ts`;
      texts.set(direct, `${LIBRARY}${FURTHER}export type Root = ${filled(type)};`);
      cases.push({ file: direct, type, expected });
      const named = `/named-${index}.ts`;
      texts.set(
        named,
        `${LIBRARY}${FURTHER}${ALIASES.replace("⟪T⟫", type)}\nexport type Root = ${filled("A3")};`,
      );
      cases.push({ file: named, type, expected });
    }
    const program = programOf([], texts);
    const wrong: string[] = [];
    for (const { file, type, expected } of cases) {
      assert.deepEqual(errorsOf(program, file), []);
      const root = schemaOf(program, file);
      const found = at(root, path);
      // Without undefined, an optional property of nothing else says nothing.
      if (position.startsWith("an optional") || position === "Partial") {
        if (["undefined", "void", "never"].includes(type)) continue;
      }
      if (meaning(root, found) !== meaning(DEFINED, expected)) {
        wrong.push(`${file} ${type}: ${JSON.stringify(found)}`);
      }
      if (JSON.stringify(root).includes('"#/$defs/Item"')) {
        assert.deepEqual(at(root, ["$defs", "Item"]), ITEM);
      }
    }
    assert.deepEqual(wrong, []);
  });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, each]) => [
      key,
      sorted(each),
    ]),
  );
}
