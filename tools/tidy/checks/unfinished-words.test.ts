import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { unfinishedWords } from "./unfinished-words.ts";

Deno.test("unfinishedWords finds marks of unfinished work, history and plans, with their line", () => {
  const text = "fine\n// TODO: more\n// for now\n// the old implementation\n// see issue 12\n";
  assert.deepEqual(findingsOf(unfinishedWords, { "a.ts": text }).sort(), [
    "a.ts:2 “TODO”",
    "a.ts:3 “for now”",
    "a.ts:4 “old implementation”",
    "a.ts:5 “issue 12”",
  ]);
});

Deno.test("unfinishedWords leaves data and fixtures alone", () => {
  const files = { "a.json": "TODO", "test/fixtures/a/input.tsx": "// TODO" };
  assert.deepEqual(findingsOf(unfinishedWords, files), []);
});
