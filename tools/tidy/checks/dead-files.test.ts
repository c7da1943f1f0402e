import assert from "node:assert/strict";
import { findingsOf, manifest } from "../testing/findings-of.ts";
import { deadFiles } from "./dead-files.ts";

const base = {
  ...manifest("utils"),
  "packages/utils/mod.ts": `export { a } from "./src/a.ts";`,
  "packages/utils/src/a.ts": `export const a = new URL("./worker.ts", import.meta.url);`,
  "packages/utils/src/worker.ts": `import "./used-by-worker.ts";`,
  "packages/utils/src/used-by-worker.ts": ``,
};

Deno.test("deadFiles follows imports, exports and the paths of workers", () => {
  assert.deepEqual(findingsOf(deadFiles, base), []);
});

Deno.test("deadFiles finds a file that nothing reaches", () => {
  assert.deepEqual(findingsOf(deadFiles, { ...base, "packages/utils/src/b.ts": "" }), [
    "packages/utils/src/b.ts:1 nothing reaches this file",
  ]);
});

Deno.test("deadFiles finds a file that only its test reaches, unless it is made for tests", () => {
  const files = {
    ...base,
    "packages/utils/src/b.ts": "export const b = 1;",
    "packages/utils/test/b-cases.ts": "export const cases = [];",
    "packages/utils/src/b.test.ts": `import "./b.ts";\nimport "../test/b-cases.ts";`,
  };
  assert.deepEqual(findingsOf(deadFiles, files), [
    "packages/utils/src/b.ts:1 only tests reach this file",
  ]);
});

Deno.test("deadFiles counts a module that a task names as reached", () => {
  const config = `{ "tasks": { "x": "deno run tools/x/main.ts" } }`;
  assert.deepEqual(findingsOf(deadFiles, { "deno.json": config, "tools/x/main.ts": "" }), []);
});
