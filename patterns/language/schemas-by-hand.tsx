/** Schemas that the author wrote: positional, before or after the function, older marks included. */
import {
  type Cell,
  handler,
  type JSONSchema,
  lift,
  pattern,
  schema,
  str,
  toSchema,
  Writable,
} from "commonfabric";

const amount = {
  type: "object",
  properties: { amount: { type: "number", default: 1 } },
} as const satisfies JSONSchema;

const counter = {
  type: "object",
  properties: { value: { type: "number", asCell: ["cell"] }, step: { type: "number" } },
  required: ["value"],
} as const satisfies JSONSchema;

const raise = handler(amount, counter, (event, state) => {
  state.value.set(state.value.get() + (event?.amount ?? 1) * (state.step ?? 1));
});

const clear = handler(
  true,
  { type: "object", properties: { value: { type: "number", asCell: true } }, required: ["value"] },
  (_event: unknown, { value }: { value: Cell<number> }) => value.set(0),
);

const twice = handler(
  amount,
  { type: "object", properties: { to: { ...amount, asStream: true } }, required: ["to"] } as const,
  ({ amount }, { to }) => {
    to.send({ amount });
    to.send({ amount });
  },
);

const describe = lift(
  toSchema<{ value: number; step?: number }>(),
  toSchema<string>(),
  ({ value, step }) => `${value} by ${step ?? 1}`,
);

const range = lift(
  schema({ type: "array", items: { type: "number" } }),
  schema({ type: "object", properties: { low: { type: "number" }, high: { type: "number" } } }),
  (list) => ({ low: Math.min(...list), high: Math.max(...list) }),
);

const argument = {
  type: "object",
  properties: {
    value: { type: "number", default: 5 },
    step: { type: "number" },
    list: { type: "array", items: { type: "number" }, default: [3, 1, 2] },
  },
  required: ["value"],
} as const satisfies JSONSchema;

const result = {
  type: "object",
  properties: {
    value: { type: "number" },
    text: { type: "string" },
    range: { type: "object" },
    raise: { asStream: true },
    twice: { asStream: true },
    clear: { asStream: true },
  },
} as const satisfies JSONSchema;

/** The schemas stand before the body. */
export const Before = pattern(argument, result, ({ value, step, list }) => {
  const up = raise({ value, step });
  return {
    value,
    text: describe({ value, step }),
    range: range(list),
    raise: up,
    twice: twice({ to: up }),
    clear: clear({ value }),
  };
});

/** A type says what goes in, and the schemas behind the body say how it is stored. */
export const Behind = pattern<{ value: number; step: number; list: number[] }>(
  ({ value, step, list }) => ({
    value,
    text: str`${describe({ value, step })}!`,
    range: range(list),
    raise: raise({ value, step }),
  }),
  argument,
  true,
);

/** A cell goes in, the result's schema says that its value comes out; a cell's schema has a default. */
export const Inside = pattern(
  ({ value, step }) => {
    const note = new Writable(undefined, { type: "string", default: "none" });
    return { value, note, raise: raise({ value, step }) };
  },
  {
    type: "object",
    properties: {
      value: { type: "number", default: 5, asCell: ["cell"] },
      step: { type: "number" },
    },
    required: ["value"],
  } as const,
  {
    type: "object",
    properties: {
      value: { type: "number" },
      note: { type: "string" },
      raise: { asCell: ["stream"] },
    },
  } as const,
);

export default Before;
