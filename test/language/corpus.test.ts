/** The compiler's corpus of small programs, on the real runtime. */

import assert from "node:assert/strict";
import { testFile } from "@cf/fabric";
import { corpora, sourceOf } from "@cf/ts-transformers/corpus";
import { testOf } from "./subject-test.ts";

/** Cases whose answers only the compiler's own interpreter gives. */
const STAND_INS = new Set([
  "pending and result of a request",
  "a destructured request",
  "toSchema and cfLink",
]);

for (const [name, cases] of Object.entries(corpora)) {
  Deno.test(`language corpus ${name} means the same on the runtime`, async (t) => {
    const folder = await Deno.makeTempDir({ prefix: "cf-corpus-" });
    try {
      for (const test of cases) {
        const runs = test.shows !== undefined || test.out !== undefined;
        if (!runs || STAND_INS.has(test.name)) continue;
        await t.step(test.name, async () => {
          await Deno.writeTextFile(`${folder}/subject.tsx`, sourceOf(test));
          await Deno.writeTextFile(`${folder}/subject.test.tsx`, testOf(test));
          const report = await testFile(`${folder}/subject.test.tsx`);
          const failures = report.steps.filter(({ outcome }) => outcome !== "passed");
          assert.deepEqual([...failures, ...report.problems], []);
        });
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
