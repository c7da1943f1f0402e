import assert from "node:assert/strict";
import { findingsOf, manifest } from "../testing/findings-of.ts";
import { deadExports } from "./dead-exports.ts";

Deno.test("deadExports finds a name that nobody imports", () => {
  const files = {
    "tools/a.ts": "export const used = 1;\nexport function unused() {}",
    "tools/b.ts": `import { used } from "./a.ts";\nused;`,
  };
  assert.deepEqual(findingsOf(deadExports, files), [
    "tools/a.ts:2 export unused is never imported",
  ]);
});

Deno.test("deadExports takes entry points, star imports and dynamic imports as use", () => {
  const files = {
    ...manifest("utils"),
    "packages/utils/mod.ts": `export { a } from "./src/a.ts";\nexport * from "./src/b.ts";`,
    "packages/utils/src/a.ts": "export const a = 1;",
    "packages/utils/src/b.ts": "export const b = 1;",
    "tools/c.ts": `const c = await import("./d.ts");`,
    "tools/d.ts": "export const d = 1;",
  };
  assert.deepEqual(findingsOf(deadExports, files), []);
});

Deno.test("deadExports lets a type be named that another signature uses", () => {
  const files = {
    "tools/a.ts": "export interface Options {}\nexport type Lonely = 1;\n" +
      "export function run(options: Options) {}",
    "tools/b.ts": `import { run } from "./a.ts";\nrun({});`,
  };
  assert.deepEqual(findingsOf(deadExports, files), [
    "tools/a.ts:2 export Lonely is never imported",
  ]);
});
