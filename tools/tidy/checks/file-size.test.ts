import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { fileSize } from "./file-size.ts";

const lines = (count: number) => "x;\n".repeat(count);

Deno.test("fileSize warns past 300 lines and refuses past 500", () => {
  const files = { "a.ts": lines(300), "b.ts": lines(301), "c.ts": lines(501) };
  assert.deepEqual(findingsOf(fileSize({}), files), [
    "b.ts:300 warning: 301 lines, normally at most 300",
    "c.ts:500 501 lines, at most 500",
  ]);
});

Deno.test("fileSize holds a listed file to its entry, which can only shrink", () => {
  const entry = (count: number) => fileSize({ "a.ts": { lines: count, reason: "one job" } });
  assert.deepEqual(findingsOf(entry(600), { "a.ts": lines(600) }), []);
  assert.deepEqual(findingsOf(entry(600), { "a.ts": lines(601) }), [
    "a.ts:600 601 lines, at most 600",
  ]);
  assert.match(findingsOf(entry(600), { "a.ts": lines(599) })[0]!, /shrank to 599/);
  assert.match(findingsOf(entry(600), { "b.ts": "" })[0]!, /a\.ts is gone/);
});
