import assert from "node:assert/strict";
import { evaluate, instantiate, recordedOperands, valueOf } from "./support/interpreter.ts";
import { testCompiler } from "./support/run-case.ts";

Deno.test("compile() of assert records each operand that was evaluated, by number", () => {
  const { program } = testCompiler().compile({
    main: "/a.tsx",
    files: {
      "/a.tsx": `import { assert, pattern, valueEqual } from "commonfabric";
export default pattern<{ n: number; xs: string[] }>(({ n, xs }) => ({
  holds: assert(() => n + 1 === 4 && xs.length < 1 || valueEqual(xs, ["b"])),
}));
`,
    },
  });
  const { exports, sites } = evaluate(program!);
  const output = instantiate(exports.default, { n: 3, xs: ["a"] });
  assert.equal(valueOf(output.holds), false);
  assert.deepEqual(recordedOperands(), [[0, 4], [1, 4], [2, 1], [3, 1], [4, ["a"]], [5, ["b"]]]);
  const { site } = sites.find(({ kind }) => kind === "assert")!;
  assert.deepEqual(site.operands, ["n + 1", "4", "xs.length", "1", "xs", '["b"]']);
  assert.deepEqual(site.operators, ["===", "<", "valueEqual"]);
  assert.equal(site.line, "/a.tsx:3");
});

Deno.test("compile() of assert records what a function is asked about, and in and instanceof", () => {
  const { program } = testCompiler().compile({
    main: "/a.tsx",
    files: {
      "/a.tsx": `import { assert, pattern } from "commonfabric";
export default pattern<{ xs: string[] }>(({ xs }) => ({
  holds: assert(() => Array.isArray(xs) && /a/.test(xs[0]!) && Object.is(xs[0], "a") && "0" in xs &&
    xs instanceof Array && [1].find((one) => one === 1) && Object.hasOwn({ a: 1 }, "b")),
}));
`,
    },
  });
  const { exports, sites } = evaluate(program!);
  const output = instantiate(exports.default, { xs: ["a"] });
  assert.equal(valueOf(output.holds), false);
  const { site } = sites.find(({ kind }) => kind === "assert")!;
  assert.deepEqual(site.operators, [".isArray", ".test", "Object.is", "in", "instanceof", "==="]);
  assert.deepEqual(site.operands, [
    ...'xs,,xs[0]!,,xs[0],"a","0",xs,xs,Array,one,1'.split(","),
  ]);
  const seen = recordedOperands();
  assert.deepEqual(seen.map(([index]) => index), [0, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
});

Deno.test("compile() of assert records what conditions without a comparison ask about", () => {
  const { program } = testCompiler().compile({
    main: "/a.tsx",
    files: {
      "/a.tsx": `import { assert, pattern } from "commonfabric";
export default pattern<{ xs: string[]; done?: boolean }>(({ xs, done }) => ({
  holds: assert(() => !done && xs.includes("a") && ["b", "c"].includes(xs[0]!) && xs?.some(Boolean)),
}));
`,
    },
  });
  const { exports, sites } = evaluate(program!);
  const output = instantiate(exports.default, { xs: ["a"] });
  assert.equal(valueOf(output.holds), false);
  assert.deepEqual(recordedOperands(), [[0, undefined], [2, ["a"]], [4, "a"]]);
  const { site } = sites.find(({ kind }) => kind === "assert")!;
  assert.deepEqual(site.operands, ["done", "", "xs", "", "xs[0]!", ""]);
  assert.deepEqual(site.operators, ["!", ".includes", ".includes"]);
});
