import assert from "node:assert/strict";
import { findingsOf, manifest } from "../testing/findings-of.ts";
import { layering, LAYERS } from "./layering.ts";

const both = { ...manifest("utils"), ...manifest("space"), "packages/space/mod.ts": "" };

Deno.test("layering refuses an import from a layer above, of a type too", () => {
  const source = `/** U. */\nimport type { Space } from "@cf/space";\nexport type { Space };`;
  assert.deepEqual(findingsOf(layering, { ...both, "packages/utils/src/u.ts": source }), [
    "packages/utils/src/u.ts:2 utils imports @cf/space",
  ]);
});

Deno.test("layering refuses import() types and dynamic imports from a layer above", () => {
  const source = `export type S = import("@cf/space").Space;\nawait import("@cf/space");`;
  assert.deepEqual(findingsOf(layering, { ...both, "packages/utils/src/u.ts": source }), [
    "packages/utils/src/u.ts:1 utils imports @cf/space",
    "packages/utils/src/u.ts:2 utils imports @cf/space",
  ]);
});

Deno.test("layering lets tests import what they drive", () => {
  const source = `import { Space } from "@cf/space";`;
  assert.deepEqual(findingsOf(layering, { ...both, "packages/utils/src/u.test.ts": source }), []);
});

Deno.test("layering refuses a relative import into another package", () => {
  const source = `import { a } from "../../utils/src/a.ts";`;
  const files = { ...both, "packages/utils/src/a.ts": "export const a = 1;" };
  assert.deepEqual(findingsOf(layering, { ...files, "packages/space/src/s.ts": source }), [
    "packages/space/src/s.ts:1 ../../utils/src/a.ts leaves the package",
  ]);
});

Deno.test("layering keeps the reactive core free of everything else", () => {
  const source = `import { assert } from "@cf/utils";\nimport { node } from "./node.ts";`;
  const path = "packages/runner/src/reactive/graph.ts";
  const node = { "packages/runner/src/reactive/node.ts": "export const node = 1;" };
  assert.deepEqual(findingsOf(layering, { ...manifest("runner"), ...node, [path]: source }), [
    `${path}:1 packages/runner/src/reactive/ stands alone but imports @cf/utils`,
  ]);
});

Deno.test("layering refuses a package that has no layer", () => {
  assert.deepEqual(findingsOf(layering, { "packages/extra/src/a.ts": "" }), [
    "packages/extra/src/a.ts:1 package extra has no layer",
  ]);
});

Deno.test("layering lets patterns import only what an author has", () => {
  const source = `import { UI } from "commonfabric";\nimport { x } from "@cf/runner";`;
  assert.deepEqual(findingsOf(layering, { "patterns/a.tsx": source }), [
    "patterns/a.tsx:2 a pattern imports @cf/runner",
  ]);
});

Deno.test("LAYERS has no cycle: each package imports only packages with a smaller table", () => {
  const closure = (name: string): Set<string> =>
    new Set(LAYERS[name]!.flatMap((below) => [below, ...closure(below)]));
  for (const name of Object.keys(LAYERS)) assert.ok(!closure(name).has(name), name);
});
