import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { importCycles } from "./import-cycles.ts";

Deno.test("importCycles finds a cycle of value imports over several files, once", () => {
  const files = {
    "tools/a.ts": `import { b } from "./b.ts";\nexport const a = b;`,
    "tools/b.ts": `export { c as b } from "./c.ts";`,
    "tools/c.ts": `import { a } from "./a.ts";\nexport const c = () => a;`,
    "tools/d.ts": `import { a } from "./a.ts";\nexport const d = a;`,
  };
  const found = findingsOf(importCycles, files);
  assert.equal(found.length, 1);
  assert.match(found[0]!, /^tools\/a\.ts:1 value imports form a cycle: /);
});

Deno.test("importCycles lets types go round", () => {
  const files = {
    "tools/a.ts": `import type { B } from "./b.ts";\nexport type A = B[];`,
    "tools/b.ts": `import { type A } from "./a.ts";\nexport type B = A | null;`,
  };
  assert.deepEqual(findingsOf(importCycles, files), []);
});
