import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { fileDocs } from "./file-docs.ts";

Deno.test("fileDocs wants an opening comment, directives and a shebang aside", () => {
  const files = {
    "a.ts": "/** Why. */\n",
    "b.ts": "#!/usr/bin/env -S deno run\n/** Why. */\n",
    "c.ts": "// deno-lint-ignore-file no-explicit-any\n/** Why. */\n",
    "d.ts": `import "./a.ts";\n/** Too late. */\n`,
    "e.test.ts": "",
  };
  assert.deepEqual(findingsOf(fileDocs, files), ["d.ts:1 no opening comment"]);
});
