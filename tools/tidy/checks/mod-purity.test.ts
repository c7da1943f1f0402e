import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { modPurity } from "./mod-purity.ts";

const PATH = "packages/a/mod.ts";

Deno.test("modPurity takes a doc block and exports from files", () => {
  const text = `/**\n * A.\n *\n * @module\n */\n\nexport { a } from "./src/a.ts";\n`;
  assert.deepEqual(findingsOf(modPurity, { [PATH]: text }), []);
});

Deno.test("modPurity refuses code, imports and a missing doc block", () => {
  const text = `import "./src/a.ts";\nexport const a = 1;\n`;
  assert.deepEqual(findingsOf(modPurity, { [PATH]: text }), [
    `${PATH}:1 mod.ts has no module doc block`,
    `${PATH}:2 mod.ts holds code`,
    `${PATH}:1 mod.ts holds code`,
  ]);
});
