import assert from "node:assert/strict";
import { findingsOf, manifest } from "../testing/findings-of.ts";
import { packageReadme } from "./package-readme.ts";

Deno.test("packageReadme wants one page in each package", () => {
  const files = {
    ...manifest("utils"),
    ...manifest("space"),
    ...manifest("api"),
    "packages/space/README.md": "# Space\n",
    "packages/api/README.md": "line\n".repeat(101),
  };
  assert.deepEqual(findingsOf(packageReadme, files), [
    "packages/api/README.md:100 101 lines, a page is at most 100",
    "packages/utils/README.md:1 packages/utils has no README.md",
  ]);
});
