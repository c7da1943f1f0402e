/** One sum in four spellings: a lift, a computed, an expression, and a lift with older schemas. */
import { Cell, cell, computed, lift, pattern, schema, str, toSchema, Writable } from "commonfabric";

interface Range {
  from: number;
  to: number;
}
const sumOf = lift(({ from, to }: Range) => from + to);
const typed = lift<Range, number>((range) => range.from + range.to);
const old = lift(
  schema({
    type: "object",
    properties: { from: { type: "number" }, to: { type: "number" } },
    required: ["from", "to"],
  }),
  schema({ type: "number" }),
  ({ from, to }) => from + to,
);
const both = lift(toSchema<Range>(), toSchema<number>(), (range: Range) => range.from + range.to);
const cells = lift(({ a, b }: { a: Cell<number>; b: Cell<number> }) => a.get() + b.get());
const one = lift((n: number) => n + 1);

export default pattern<{ range: Range }>(({ range }) => {
  const a = cell(range.from);
  const b = Writable.of(5);
  const c = Cell.of<number>(7).for("seven");
  const byName = new Writable<Record<string, number>>({});
  return {
    sums: [
      sumOf(range),
      typed({ from: range.from, to: range.to }),
      old(range),
      both(range),
      range.from + range.to,
    ],
    total: computed(() => sumOf({ from: 1, to: range.to }) as number),
    cells: cells({ a: b, b: c }),
    chain: one(one(one(range.from))),
    text: str`from ${range.from} to ${range.to}`,
    sampled: computed(() => `${b.sample()}-${c.get()}`),
    a,
    b,
    c,
    byName,
  };
});
