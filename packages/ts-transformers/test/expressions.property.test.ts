/**
 * Random expressions mean in a body what they mean in JavaScript: many are compiled in one program,
 * evaluated there, and compared with plain evaluation of the same text.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate, instantiate, valueOf } from "./support/interpreter.ts";
import { testCompiler } from "./support/run-case.ts";

const given = {
  a: 3,
  b: -2,
  on: true,
  off: false,
  s: "word",
  xs: [4, 1, 7],
  rows: [{ n: 1, tag: "x", on: true }, { n: 2, tag: "y", on: false }],
  o: { p: 5, q: { r: "deep" } },
};
const TYPES = "a: number; b: number; on: boolean; off: boolean; s: string; xs: number[]; " +
  "rows: { n: number; tag: string; on: boolean }[]; o: { p: number; q: { r: string } }";

type Kind = "number" | "boolean" | "string" | "numbers" | "rows";

/** Texts of expressions of each kind; `depth` bounds them. */
const expressions = fc.letrec<Record<Kind, string>>((tie) => {
  const n = tie("number");
  const c = tie("boolean");
  const t = tie("string");
  const choose = (part: fc.Arbitrary<string>) =>
    fc.tuple(c, part, part).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`);
  const local = (body: fc.Arbitrary<string>, values: string) =>
    fc.tuple(body, fc.constantFrom("", "as const")).map(([text]) =>
      `(() => { const held = ${values}; return held.length + (${text}); })()`
    );
  return {
    number: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("a", "b", "o.p", "7", "xs.length", "s.length", "o.q.r.length", "xs[1]!"),
      fc.tuple(n, fc.constantFrom("+", "-", "*"), n).map(([l, op, r]) => `(${l} ${op} ${r})`),
      choose(n),
      tie("numbers").map((list) => `${list}.reduce((sum, x) => sum + x, 0)`),
      fc.tuple(tie("numbers"), n).map(([list, other]) => `(${list}[0] ?? ${other})`),
      fc.tuple(tie("rows"), n).map(([list, m]) => `${list}.filter((row) => row.n > ${m}).length`),
      n.map((x) => `Math.max(${x}, a)`),
      n.map((x) => `-(${x})`),
      local(n, "[a, b]"),
      t.map((x) => `(${x}).length`),
    ),
    boolean: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("on", "off", "rows[0]!.on", "a > 2"),
      fc.tuple(n, fc.constantFrom("<", ">=", "===", "!=="), n).map(([l, op, r]) =>
        `((${l}) as number ${op} ${r})`
      ),
      fc.tuple(c, fc.constantFrom("&&", "||"), c).map(([l, op, r]) => `(${l} ${op} ${r})`),
      c.map((x) => `!${x}`),
      tie("numbers").map((list) => `${list}.some((x) => x > a)`),
      t.map((x) => `${x}.includes(s)`),
    ),
    string: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("s", "o.q.r", "'lit'", "rows[1]!.tag"),
      fc.tuple(t, n).map(([x, y]) => "`${" + x + "}-${" + y + "}`"),
      fc.tuple(t, t).map(([x, y]) => `(${x} + ${y})`),
      choose(t),
      t.map((x) => `${x}.toUpperCase()`),
      tie("rows").map((list) => `${list}.map((row, i) => row.tag + i + s).join(',')`),
    ),
    numbers: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom("xs", "[a, b]", "rows.map((row) => row.n)", "(xs ?? [])"),
      tie("numbers").map((list) => `[...${list}, a]`),
      fc.tuple(tie("numbers"), n).map(([list, k]) => `${list}.map((x, i) => x * 2 + i + ${k})`),
      fc.tuple(tie("numbers"), n).map(([list, k]) => `${list}.filter((x) => x !== ${k})`),
      tie("numbers").map((list) => `${list}.slice().sort((x, y) => x - y)`),
      choose(tie("numbers")),
      tie("rows").map((list) => `${list}.flatMap((row) => [row.n, row.n + b])`),
    ),
    rows: fc.oneof(
      { maxDepth: 2 },
      fc.constant("rows"),
      tie("rows").map((list) => `${list}.filter((row) => row.on || on)`),
      tie("rows").map((list) => `${list}.map((row) => ({ ...row, n: row.n + a }))`),
      choose(tie("rows")),
    ),
  };
});

function evaluatePlainly(text: string): unknown {
  const body = text.replace(/ as (number|const)\b/g, "").replace(/\]!/g, "]");
  return new Function(...Object.keys(given), `return (${body});`)(...Object.values(given));
}

function compiled(texts: readonly string[], statement: (text: string) => string): unknown[] {
  const names = Object.keys(given).join(", ");
  const main = "/main.tsx";
  const source = `import { computed, pattern } from "commonfabric";
export default pattern<{ ${TYPES} }>(({ ${names} }) => {
  void computed;
  const out: unknown[] = [];
  ${texts.map((text) => `out.push(${statement(text)});`).join("\n  ")}
  return { out };
});
`;
  const { program } = testCompiler().compile({ main, files: { [main]: source } });
  assert.ok(program, source);
  return valueOf(instantiate(evaluate(program).exports.default, given).out) as unknown[];
}

const FORMS: readonly (readonly [name: string, statement: (text: string) => string])[] = [
  ["an expression of the body", (text) => text],
  ["a computed", (text) => `computed(() => ${text})`],
  ["an object's property", (text) => `{ deep: { value: ${text} } }.deep.value`],
];

for (const [name, statement] of FORMS) {
  Deno.test(`compile() keeps the meaning of random expressions as ${name}`, () => {
    const one = fc.oneof(
      expressions.number,
      expressions.boolean,
      expressions.string,
      expressions.numbers,
      expressions.rows,
    );
    fc.assert(
      fc.property(fc.array(one, { minLength: 20, maxLength: 40 }), (texts) => {
        const found = compiled(texts, statement);
        texts.forEach((text, index) => {
          assert.deepEqual(found[index], evaluatePlainly(text), text);
        });
      }),
      { numRuns: 12, seed: 42 },
    );
  });
}
