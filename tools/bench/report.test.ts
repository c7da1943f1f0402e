import assert from "node:assert/strict";
import { formatFigure, formatTable, isRatio, missedTargets, ordered } from "./report.ts";

Deno.test("isRatio() tells ratios by their name", () => {
  for (const name of ["a.vsRaw", "list.append.1000vs10", "a.b.vsCold"]) assert.ok(isRatio(name));
  for (const name of ["e2e.post.ms", "list.item.bytes"]) assert.ok(!isRatio(name));
});

Deno.test("ordered() puts ratios first", () => {
  assert.deepEqual(Object.keys(ordered({ "b.ms": 1, "z.vsRaw": 2, "a.ms": 3, "c.vsRaw": 4 })), [
    "c.vsRaw",
    "z.vsRaw",
    "a.ms",
    "b.ms",
  ]);
});

Deno.test("missedTargets() names figures above their target", () => {
  assert.deepEqual(
    missedTargets({ "compile.warm.vsCold": 0.2, "list.item.bytes": 2048, "x.ms": 9 }),
    ["compile.warm.vsCold"],
  );
});

Deno.test("formatTable() marks what is missed", () => {
  const table = formatTable({ "compile.warm.vsCold": 0.2, "x.ms": 9.1234 });
  assert.match(table, /compile\.warm\.vsCold\s+0\.2\s+at most 0\.15\s+MISSED\n/);
  assert.match(table, /x\.ms\s+9\.12$/);
});

Deno.test("formatFigure() keeps three digits", () => {
  assert.deepEqual([0, 0.00123456, 12345.6, 1.5].map(formatFigure), [
    "0",
    "0.00123",
    "12346",
    "1.5",
  ]);
});
