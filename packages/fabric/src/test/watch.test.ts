import assert from "node:assert/strict";
import { allowancesOf, Watch } from "./watch.ts";

Deno.test("Watch.problems() tells each problem once, with how often it came", () => {
  const watch = new Watch();
  for (const text of ["broken", "empty", "broken", "broken"]) {
    watch.onConsole("error", [text]);
  }
  assert.deepEqual(watch.problems(allowancesOf({})), [
    "3 times: console.error: broken",
    "console.error: empty",
  ]);
});
