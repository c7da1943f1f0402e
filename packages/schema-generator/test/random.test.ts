/**
 * Random schemas, written as TypeScript: the schema that comes back accepts exactly the values that
 * the random one accepts.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { JSONSchema, JSONSchemaObject } from "../mod.ts";
import { errorsOf, programOf, schemaOf } from "./program.ts";
import { validatorOf } from "./validator.ts";

/** A random schema with its TypeScript. */
interface Sample {
  readonly schema: JSONSchema;
  /** A type in which `⟦ … ⟧` stands for a name of what is inside. */
  readonly source: string;
}

/** `source` with a name in place of each `⟦ … ⟧`, behind the declarations of these names. */
function withNames(source: string): { declarations: string; source: string } {
  const declarations: string[] = [];
  const names = new Map<string, string>();
  const name = (_: string, inner: string) => {
    const known = names.get(inner);
    if (known !== undefined) return known;
    const fresh = `Name${names.size}`;
    names.set(inner, fresh);
    declarations.push(
      inner.startsWith("{") && names.size % 2 === 0
        ? `interface ${fresh} ${inner}`
        : `type ${fresh} = ${inner};`,
    );
    return fresh;
  };
  let rest = source;
  while (rest.includes("⟦")) rest = rest.replaceAll(/⟦([^⟦⟧]*)⟧/g, name);
  return { declarations: declarations.join("\n"), source: rest };
}

const LITERALS = ["a", "b c", "", 0, -1, 2.5, true, false, null] as const;

const primitive: fc.Arbitrary<Sample> = fc.constantFrom(
  { schema: { type: "string" }, source: "string" },
  { schema: { type: "number" }, source: "number" },
  { schema: { type: "boolean" }, source: "boolean" },
  { schema: { type: "null" }, source: "null" },
  { schema: true, source: "any" },
);

const literals: fc.Arbitrary<Sample> = fc.uniqueArray(fc.constantFrom(...LITERALS), {
  minLength: 1,
  maxLength: 4,
}).map((values) => ({
  schema: { enum: values },
  source: values.map((value) => JSON.stringify(value)).join(" | "),
}));

const KEYS = ["name", "a-b", "x", "1"];

function objectOf(property: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> {
  const entry = fc.record({
    sample: property,
    optional: fc.boolean(),
    saysUndefined: fc.boolean(),
  });
  return fc.dictionary(fc.constantFrom(...KEYS), entry, { maxKeys: 3 }).map((entries) => {
    const schema: JSONSchemaObject = { type: "object", properties: {}, required: [] };
    const lines = Object.entries(entries).map(([key, entry]) => {
      const { sample, optional, saysUndefined } = entry;
      schema.properties![key] = sample.schema;
      if (!optional) schema.required!.push(key);
      const missing = optional && saysUndefined ? " | undefined" : "";
      return `${JSON.stringify(key)}${optional ? "?" : ""}: ${sample.source}${missing};`;
    });
    return { schema, source: `{ ${lines.join(" ")} }` };
  });
}

/** An object's schema without one of its properties. */
function without(schema: JSONSchemaObject, key: string): JSONSchemaObject {
  const { [key]: _, ...properties } = schema.properties!;
  return { ...schema, properties, required: schema.required!.filter((each) => each !== key) };
}

const { sample: samples } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    primitive,
    literals,
    tie("sample").map(({ schema, source }) => ({
      schema: { type: "array", items: schema },
      source: `(${source})[]`,
    })),
    tie("sample").map(({ schema, source }) => ({
      schema: { type: "object", additionalProperties: schema },
      source: `Record<string, ${source}>`,
    })),
    objectOf(tie("sample")),
    tie("sample").map(({ schema, source }) => ({ schema, source: `⟦${source}⟧` })),
    fc.array(tie("sample"), { minLength: 2, maxLength: 3 }).map((parts) => ({
      schema: { anyOf: parts.map((part) => part.schema) },
      source: parts.map((part) => `(${part.source})`).join(" | "),
    })),
    fc.array(tie("sample"), { minLength: 1, maxLength: 3 }).map((parts) => ({
      schema: { type: "array", items: { anyOf: parts.map((part) => part.schema) } },
      source: `[${parts.map((part) => part.source).join(", ")}]`,
    })),
    objectOf(tie("sample")).map(({ schema, source }) => ({
      schema: { ...schema as JSONSchemaObject, required: [] },
      source: `Partial<${source}>`,
    })),
    objectOf(tie("sample")).map(({ schema, source }) => ({
      schema: without(schema as JSONSchemaObject, "x"),
      source: `Omit<${source}, "x">`,
    })),
  ),
}));

/** Ways to write the same type. */
const spellings: readonly ((source: string) => string)[] = [
  (source) => `export type Root = ${source};`,
  (source) => `type Alias = ${source}; export type Root = Alias;`,
  (source) => `type Id<T> = T; export type Root = Id<Id<${source}>>;`,
  (source) => `interface Box { inner: ${source} } export type Root = Box["inner"];`,
  (source) => `type First<T, U> = { t: T; u: U }; export type Root = First<${source}, 1>["t"];`,
  (source) => `import { PerUser } from "commonfabric"; export type Root = PerUser<${source}>;`,
];

const values = fc.oneof(
  fc.constantFrom<unknown>(...LITERALS, "other", 7, [], {}),
  fc.array(fc.constantFrom<unknown>(...LITERALS, [], {}), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom<unknown>(...LITERALS, [], {}, ["a"])),
);

Deno.test("typeToSchema() of a random type accepts the same values as the schema it came from", () => {
  const cases = fc.sample(
    fc.tuple(samples, fc.constantFrom(...spellings), fc.array(values, { minLength: 40 })),
    { numRuns: 500, seed: 4 },
  );
  const files = new Map(
    cases.map(([sample, spell], index) => {
      const { declarations, source } = withNames(sample.source);
      return [`/random/${index}.ts`, `${declarations}\n${spell(source)}`];
    }),
  );
  const program = programOf([], files);
  let accepted = 0;
  cases.forEach(([sample, , candidates], index) => {
    const file = `/random/${index}.ts`;
    assert.deepEqual(errorsOf(program, file), []);
    const actual = schemaOf(program, file);
    const [wanted, got] = [validatorOf(sample.schema), validatorOf(actual)];
    for (const value of candidates) {
      const expected = wanted(value);
      if (expected) accepted++;
      assert.equal(
        got(value),
        expected,
        `${files.get(file)}\n${JSON.stringify(value)}\n${JSON.stringify(actual)}`,
      );
    }
  });
  assert.ok(accepted > cases.length, "most random schemas meet values they accept");
});
