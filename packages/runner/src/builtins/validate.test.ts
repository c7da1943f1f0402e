import assert from "node:assert/strict";
import fc from "fast-check";
import { Ajv } from "ajv";
import type { Json } from "@cf/utils";
import type { Schema } from "../cell/schema.ts";
import { conform } from "./validate.ts";

function misfitOf(value: Json | undefined, schema: Schema): string | undefined {
  const outcome = conform(value, schema);
  return "problem" in outcome ? `${outcome.problem.path}: ${outcome.problem.reason}` : undefined;
}

Deno.test("conform() names the path of what does not fit", () => {
  const schema: Schema = {
    type: "object",
    properties: { list: { type: "array", items: { $ref: "#/$defs/Item" } } },
    required: ["list"],
    $defs: { Item: { type: "object", properties: { n: { type: "number" } }, required: ["n"] } },
  };
  assert.equal(
    misfitOf({ list: [{ n: 1 }, { n: "2" }] }, schema),
    "list.1.n: a string, a number is needed",
  );
  assert.equal(misfitOf({ list: [{}] }, schema), "list.0.n: missing, a number is needed");
  assert.equal(misfitOf({}, schema), "list: missing, an array is needed");
  assert.equal(misfitOf([], schema), ": an array, an object is needed");
  assert.equal(misfitOf({ list: [] }, schema), undefined);
});

Deno.test("conform() fills in defaults and lets undefined and unknown be", () => {
  const schema: Schema = {
    type: "object",
    properties: {
      tags: { type: "array", default: [] },
      maybe: { type: ["string", "undefined"] },
      whatever: { type: "unknown" },
      cell: { type: "number", asCell: ["cell"] },
    },
    required: ["tags", "maybe", "cell"],
  };
  assert.deepEqual(conform({ cell: 1, whatever: [null] }, schema), {
    value: { cell: 1, whatever: [null], tags: [] },
  });
});

Deno.test("conform() takes the branch of a union that fits and tells of the nearest one", () => {
  const schema: Schema = {
    anyOf: [
      {
        type: "object",
        properties: { kind: { enum: ["a"] }, n: { type: "number" } },
        required: ["kind", "n"],
      },
      { type: "null" },
    ],
  };
  assert.equal(misfitOf(null, schema), undefined);
  assert.equal(misfitOf({ kind: "a", n: 1 }, schema), undefined);
  assert.equal(misfitOf({ kind: "a", n: true }, schema), "n: a boolean, a number is needed");
  assert.equal(misfitOf({ kind: "b", n: 1 }, schema), 'kind: "b", one of "a" is needed');
});

Deno.test("a required property of any kind must be there", () => {
  const schema = { type: "object", properties: { b: true }, required: ["b"] } as const;
  assert.equal(misfitOf({}, schema), "b: missing, a value is needed");
  assert.equal(misfitOf({ b: null }, schema), undefined);
});

const leaf = fc.constantFrom<Schema>(
  { type: "string" },
  { type: "number" },
  { type: "integer" },
  { type: "boolean" },
  { type: "null" },
  { type: ["string", "null"] },
  { enum: ["a", 1, null] },
  { type: "number", minimum: 0, maximum: 3 },
  { type: "string", minLength: 1, maxLength: 2 },
  true,
);

const schemas = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("schema")),
      required: fc.subarray(["a", "b"]),
      additionalProperties: fc.constantFrom<Schema>(true, false, { type: "string" }),
    }),
  ),
})).schema;

const values = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Json>("a", "abc", "", 1, 2.5, -1, null, true),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value")),
  ),
})).value;

Deno.test("conform() agrees with Ajv on random schemas and values", () => {
  fc.assert(
    fc.property(schemas, values, (schema, value) => {
      const expected = new Ajv({ strict: false }).validate(schema as never, value);
      assert.equal(misfitOf(value, schema) === undefined, expected);
    }),
    { numRuns: 200 },
  );
});
