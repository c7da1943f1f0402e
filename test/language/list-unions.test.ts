/**
 * Each list operator over each way to choose between plain and reactive lists gives what it gives
 * in plain JavaScript, in a body and in a computation, and follows when the choice flips.
 */

import assert from "node:assert/strict";
import { openFabric } from "@cf/fabric";
import type { Json } from "@cf/utils";
import ts from "typescript";

/** Lists of `Row`, in ways that an author writes them. */
const LISTS: readonly string[] = [
  "rows",
  "[o]",
  "[...rows, o]",
  "[o, ...(maybe ?? [])]",
  "[...(flag ? rows : []), o]",
  "(flag ? [o] : rows)",
  "(flag ? rows : [o])",
  "(flag ? [] : [o])",
  "(flag ? [o] : [])",
  "(flag ? rows.filter((r) => r.n > 1) : [o])",
  "(flag ? [o, ...rows] : maybe ?? [])",
  "((flag ? maybe : rows) ?? [])",
  "((flag ? o : null) && rows || [])",
  "(k > 0 ? (flag ? [o] : rows) : (maybe ?? []))",
  "(maybe ?? rows)",
  "(maybe ?? [o])",
  "(maybe || [])",
  "(maybe || rows)",
  "(maybe && [o] || [])",
  "(rows && maybe || [o])",
  "(maybe?.length ? maybe : [o])",
  "(rows.length > 1 ? rows : [])",
  "rows.concat([o])",
  "[o].concat(rows)",
  "[rows, [o]].flat()",
];

/** What is done with a list `X`. */
const OPERATORS: readonly string[] = [
  "X.length",
  "X[0]?.t",
  "X.map((r) => r.n + k)",
  "X.map((r) => r.t).join()",
  "X.map((r, i) => r.n * i).filter((n) => n > 0)",
  "X.filter((r) => r.n > 1).map((r) => r.t)",
  "X.flatMap((r) => r.tags)",
  "X.flatMap((r) => r.n > 1 ? [r.t, r.t] : [])",
  "X.flatMap((r) => [r]).map((r) => r.t)",
  "X.flatMap((r) => r.tags).map((t) => t + '!')",
  "X.map((r) => r.tags).flat()",
  "X.map((r) => r.tags).flatMap((t) => t)",
  "X.map((r) => r.tags)?.flatMap((t) => t)",
  "X.map((r) => r.tags).reverse().flatMap((t) => t)",
  "X.map((r) => r.tags.map((t) => t + k)).flatMap((t) => t)",
  "X.map((r) => ({ ...r, n: r.n + 1 })).flatMap((r) => [r.n, r.t])",
  "X.map((r) => r.n).map((n) => n + 1).flatMap((n) => [n, n])",
  "X.map((r) => [r.t, r.n] as const).flatMap(([t, n]) => [t + n])",
  "X.map((r) => r.t).sort().reverse().flatMap((t) => [t])",
  "X.filter((r) => r.tags.length > 0).flatMap((r) => r.tags.map((t) => t + r.t))",
  "X.some((r) => r.n > 1)",
  "X.find((r) => r.n === 2)?.t",
  "X.reduce((s, r) => s + r.n, 0)",
  "X.slice(0, 1).map((r) => r.t)",
  "X.map((r) => r.n).includes(2)",
  "[...X.map((r) => r.n), 0].flatMap((n) => [n])",
  "Object.fromEntries(X.map((r) => [r.t, r.n]))",
  "(flag ? X.map((r) => r.tags) : [['z']]).flatMap((t) => t)",
];

interface Input {
  readonly flag: boolean;
  readonly k: number;
  readonly o: Json;
  readonly rows: readonly Json[];
  readonly maybe?: readonly Json[];
}

const row = (n: number) => ({ t: `t${n}`, n, tags: n > 1 ? [`g${n}`, "h"] : [] });

const INPUTS: readonly Input[] = [
  { flag: true, k: 1, o: row(2), rows: [1, 2, 3].map(row) },
  { flag: false, k: 2, o: row(2), rows: [3, 1].map(row), maybe: [row(5)] },
  { flag: false, k: 2, o: row(0), rows: [], maybe: [] },
  { flag: true, k: 0, o: row(4), rows: [row(2)], maybe: [1, 2].map(row) },
];
const NAMES = ["flag", "k", "o", "rows", "maybe"] as const;

type Plain = (...inputs: unknown[]) => unknown;

function plain(expression: string): Plain {
  const code = ts.transpile(`return (${expression})`, { target: ts.ScriptTarget.ESNext });
  return new Function(...NAMES, code.replace('"use strict";', "")) as Plain;
}

async function compare(expressions: readonly string[], wrap: (text: string) => string) {
  const folder = await Deno.makeTempDir({ prefix: "cf-lists-" });
  const problems: string[] = [];
  const fabric = await openFabric({
    store: ":memory:",
    onFinding: (text) => problems.push(text),
    onError: ({ error }) => problems.push(String(error)),
    onDifference: (text) => problems.push(text),
  });
  try {
    const outputs = expressions.map((text, i) => `  out${i}: ${wrap(text)},`).join("\n");
    await Deno.writeTextFile(
      `${folder}/lists.tsx`,
      `import { computed, pattern } from "commonfabric";
interface Row { t: string; n: number; tags: string[] }
interface Input { flag: boolean; k: number; o: Row; rows: Row[]; maybe?: Row[] }
void computed;
export default pattern<Input>(({ flag, k, o, rows, maybe }) => ({
${outputs}
}));`,
    );
    const argument = structuredClone(INPUTS[0]);
    const piece = await fabric.run(`${folder}/lists.tsx`, { argument });
    for (const input of INPUTS) {
      for (const name of NAMES) await piece.setArgument([name], input[name]);
      await fabric.idle();
      for (const [i, text] of expressions.entries()) {
        const { flag, k, o, rows, maybe } = structuredClone(input);
        const wanted = JSON.stringify(plain(text)(flag, k, o, rows, maybe));
        assert.equal(JSON.stringify(await piece.get(`out${i}`)), wanted, text);
      }
    }
    assert.deepEqual(problems, []);
  } finally {
    await fabric.close();
    await Deno.remove(folder, { recursive: true });
  }
}

for (
  const [where, wrap] of [
    ["a body", (text: string) => text],
    ["a computation", (text: string) => `computed(() => ${text})`],
  ] as const
) {
  Deno.test(`list operators over chosen lists give what JavaScript gives, in ${where}`, async (t) => {
    for (const list of LISTS) {
      const expressions = OPERATORS.map((operator) => operator.replaceAll("X", list));
      await t.step(list, () => compare(expressions, wrap));
    }
  });
}
