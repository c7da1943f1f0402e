/** Random bodies mean on the runtime what their text means in plain JavaScript. */

import assert from "node:assert/strict";
import { openFabric } from "@cf/fabric";
import fc from "fast-check";
import { type Input, randomProgram } from "./random-program.ts";

const words = fc.constantFrom("a", "bb", "Cc", "");
const small = fc.integer({ min: -3, max: 5 });
const row = fc.record({
  title: words,
  n: small,
  done: fc.boolean(),
  tags: fc.array(words, { maxLength: 2 }),
  note: words,
}, { requiredKeys: ["title", "n", "done", "tags"], noNullPrototype: true });

const inputs: fc.Arbitrary<Input> = fc.record({
  n: small,
  m: small,
  s: words,
  b: fc.boolean(),
  nums: fc.array(small, { maxLength: 4 }),
  rows: fc.array(row, { maxLength: 4 }),
  o: row,
  maybe: row,
  part: fc.record({ title: words, n: small }, { requiredKeys: [], noNullPrototype: true }),
}, { requiredKeys: ["n", "m", "s", "b", "nums", "rows", "o"], noNullPrototype: true });

const tapes = fc.array(fc.nat(10_000), { minLength: 30, maxLength: 150, size: "max" });
const histories = fc.array(inputs, { minLength: 1, maxLength: 4 });

/** Runs a body over a history of inputs and compares each output after each change. */
async function agree(tape: readonly number[], history: readonly Input[]): Promise<void> {
  const { source, expected } = randomProgram(tape);
  const folder = await Deno.makeTempDir({ prefix: "cf-random-" });
  const problems: string[] = [];
  const fabric = await openFabric({
    store: ":memory:",
    // Some texts have a fallback that can never be reached: TypeScript says so, and they run.
    onFinding: () => {},
    onError: ({ error }) => problems.push(String(error)),
    onDifference: (text) => problems.push(text),
  });
  try {
    await Deno.writeTextFile(`${folder}/body.tsx`, source);
    const [first, ...later] = history;
    const piece = await fabric.run(`${folder}/body.tsx`, { argument: first });
    for (const [step, input] of [first!, ...later].entries()) {
      if (step > 0) {
        for (const name of Object.keys(inputNames) as (keyof Input)[]) {
          await piece.setArgument(name, input[name]);
        }
      }
      await fabric.idle();
      const wanted = expected(input);
      for (const name of Object.keys(wanted)) {
        assert.deepEqual(asJson(await piece.get(name)), wanted[name], `${name} of\n${source}`);
      }
      assert.deepEqual(problems, [], source);
    }
  } finally {
    await fabric.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** JSON has no negative zero. */
function asJson(value: unknown): unknown {
  if (isView(value)) return `${textOf(value.props.title)}|${textOf(value)}`;
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

interface View {
  readonly type: "vnode";
  readonly props: { readonly title?: unknown };
  readonly children: readonly unknown[];
}

function isView(value: unknown): value is View {
  return typeof value === "object" && value !== null && "type" in value && value.type === "vnode";
}

/** What a page shows of a node of a view. */
function textOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(textOf).join("");
  if (isView(node)) return textOf(node.children);
  return node === undefined || node === null || typeof node === "boolean" ? "" : String(node);
}

const inputNames = { n: 0, m: 0, s: 0, b: 0, nums: 0, rows: 0, o: 0, maybe: 0, part: 0 };

Deno.test("a random body gives what its text gives over plain values", async () => {
  await fc.assert(
    fc.asyncProperty(tapes, histories, agree),
    { numRuns: Number(Deno.env.get("CF_RANDOM_PROGRAMS") ?? 60) },
  );
});
