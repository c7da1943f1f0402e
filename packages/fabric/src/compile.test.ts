import assert from "node:assert/strict";
import { compileSource, findingsOf } from "./compile.ts";
import { CompileError } from "./errors.ts";

const HEAD = `import { pattern, computed, type Writable } from "commonfabric";\n`;

const source = (body: string) => ({
  main: "/main.tsx",
  files: {
    "/main.tsx": `${HEAD}export default pattern<{ xs: Writable<number[]> }>(({ xs }) => {
  ${body}
  return { total: computed(() => xs.get().length) };
});
`,
  },
});

Deno.test("compileSource() runs what does not fit its types, and findingsOf() says it", () => {
  const ready = compileSource(source('const text: string = 5; xs.get("all");'), "main.tsx");
  const findings = findingsOf(ready);
  assert.match(findings[0]!, /^\/main\.tsx:3:9 error TS2322/);
  assert.match(findings[1]!, /^\/main\.tsx:3:34 error TS2554/);
});

Deno.test("compileSource() runs a cell's method on what the types call a value", () => {
  const text = source("const n = 5 as number; console.log(computed(() => n).get());");
  assert.match(findingsOf(compileSource(text, "main.tsx"))[0]!, /error get-on-value/);
});

Deno.test("compileSource() refuses what would not mean what is written", () => {
  const refused = () => compileSource(source("for (const x of xs.get()) { x; }"), "main.tsx");
  assert.throws(
    refused,
    (error) => error instanceof CompileError && /reactive-loop/.test(error.message),
  );
});

Deno.test("compileSource() refuses what cannot be parsed", () => {
  assert.throws(() => compileSource(source("const = 5;"), "main.tsx"), CompileError);
});
