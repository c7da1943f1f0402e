/** Schemas that an author wrote say more than the types they stand beside: here, the defaults. */
import { handler, type JSONSchema, lift, pattern } from "commonfabric";

const ARGUMENT = {
  type: "object",
  properties: {
    value: { type: "number", default: 3, asCell: ["cell"] },
    names: { type: "array", items: { type: "string" }, default: ["first"] },
  },
} as const satisfies JSONSchema;

const RESULT = {
  type: "object",
  properties: {
    value: { type: "number" },
    label: { type: "string" },
    names: { type: "array", items: { type: "string" } },
    add: { asCell: ["stream"] },
  },
} as const satisfies JSONSchema;

const numbered = lift(
  { type: "number" } as const,
  { type: "string" } as const,
  (value) => `#${value}`,
);

const add = handler(
  {
    type: "object",
    properties: { by: { type: "number", default: 10 } },
    required: ["by"],
  } as const,
  {
    type: "object",
    properties: { value: { type: "number", asCell: ["cell"] } },
    required: ["value"],
  } as const,
  ({ by }, { value }) => {
    value.set(value.get() + by);
  },
);

// deno-lint-ignore no-explicit-any -- the schema says what the input is.
export const Untyped = pattern(({ value, names }: any) => ({ value, names }), ARGUMENT, RESULT);

export default pattern(
  ({ value, names }) => ({ value, names, label: numbered(value), add: add({ value }) }),
  ARGUMENT,
  RESULT,
);
