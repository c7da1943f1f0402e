import assert from "node:assert/strict";
import type { NavigationTarget } from "./host.ts";
import { runFixture } from "./test/run-fixture.ts";

Deno.test("compileAndRun, cellFromUrl, uiVariant, byRef and their like", async () => {
  const shown: NavigationTarget[] = [];
  await runFixture("programs", { onNavigate: (target) => void shown.push(target) });
  assert.deepEqual(shown.map(({ id, path }) => [id.replace(/:\w+/, ":x"), path]), [
    ["piece:x#note", []],
    ["piece:x", []],
    ["piece:x#note", []],
  ]);
});
