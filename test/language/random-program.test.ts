/** Random bodies mean on the runtime what their text means in plain JavaScript. */

import assert from "node:assert/strict";
import { openFabric } from "@cf/fabric";
import fc from "fast-check";
import { type Input, randomProgram } from "./random/program.ts";

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

const inputNames = { n: 0, m: 0, s: 0, b: 0, nums: 0, rows: 0, o: 0, maybe: 0, part: 0 };

const tapes = fc.array(fc.nat(10_000), { minLength: 30, maxLength: 150, size: "max" });

/** A change of the argument: all of one input, or one place within. */
type Change = readonly [path: readonly (string | number)[], value: unknown];

const field = fc.oneof(
  fc.tuple(fc.constant("title"), words),
  fc.tuple(fc.constant("n"), small),
  fc.tuple(fc.constant("done"), fc.boolean()),
  fc.tuple(fc.constant("tags"), fc.array(words, { maxLength: 2 })),
  fc.tuple(fc.constant("note"), fc.option(words, { nil: undefined })),
);

const changes: fc.Arbitrary<Change> = fc.oneof(
  inputs.chain((input) =>
    fc.constantFrom(...Object.keys(inputNames)).map((name): Change => [
      [name],
      input[name as keyof Input],
    ])
  ),
  fc.tuple(fc.nat(3), field).map(([at, [name, value]]): Change => [["rows", at, name], value]),
  fc.tuple(fc.nat(3), row).map(([at, value]): Change => [["rows", at], value]),
  fc.tuple(fc.nat(3), small).map(([at, value]): Change => [["nums", at], value]),
  fc.tuple(fc.constantFrom("o", "maybe", "part"), field).map(([record, [name, value]]): Change => [
    [record, name],
    value,
  ]),
);

const histories = fc.array(fc.array(changes, { minLength: 1, maxLength: 3 }), { maxLength: 5 });

/** Makes a change of a plain input; whether it was one: it must not leave a hole, or name nothing. */
function apply(input: Input, [path, value]: Change): boolean {
  let place = input as unknown as Record<string, unknown>;
  for (const part of path.slice(0, -1)) {
    const next = place[part];
    if (typeof next !== "object" || next === null) return false;
    place = next as Record<string, unknown>;
  }
  const last = path.at(-1)!;
  if (Array.isArray(place) && Number(last) > place.length) return false;
  if (value === undefined) delete place[last];
  else place[last] = structuredClone(value);
  return true;
}

/** Runs a body over a history of changes and compares each output after each group of changes. */
async function agree(
  tape: readonly number[],
  first: Input,
  history: readonly (readonly Change[])[],
): Promise<void> {
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
    const piece = await fabric.run(`${folder}/body.tsx`, { argument: structuredClone(first) });
    const input = structuredClone(first);
    for (const group of [[], ...history]) {
      for (const change of group) {
        if (apply(input, change)) await piece.setArgument(change[0], change[1]);
      }
      await fabric.idle();
      const wanted = expected(input);
      for (const name of Object.keys(wanted)) {
        const found = asJson(await piece.get(name));
        assert.deepEqual(
          found,
          wanted[name],
          `${name} after ${JSON.stringify(group)} of\n${source}`,
        );
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

Deno.test("a random body gives what its text gives over plain values", async () => {
  await fc.assert(
    fc.asyncProperty(tapes, inputs, histories, agree),
    { numRuns: Number(Deno.env.get("CF_RANDOM_PROGRAMS") ?? 60) },
  );
});
