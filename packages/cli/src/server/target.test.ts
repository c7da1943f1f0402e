import assert from "node:assert/strict";
import { parseTarget } from "./target.ts";

Deno.test("parseTarget() splits at slashes and dots", () => {
  assert.deepEqual(parseTarget("piece:ab/columns.0/title"), {
    piece: "piece:ab",
    path: ["columns", "0", "title"],
  });
  assert.deepEqual(parseTarget("ab"), { piece: "ab", path: [] });
  assert.deepEqual(parseTarget("ab/"), { piece: "ab", path: [] });
});

Deno.test("parseTarget() wants a piece", () => {
  assert.throws(() => parseTarget("/title"), /starts with a piece's id/);
});
