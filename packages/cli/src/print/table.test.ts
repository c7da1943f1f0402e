import assert from "node:assert/strict";
import { formatBytes, formatCount, formatTable, formatTime } from "./table.ts";

Deno.test("formatTable() aligns texts to the left and numbers to the right", () => {
  const table = formatTable(["name", "seq"], [["a", 7], ["longer", 1234]]);
  assert.equal(table, "name    seq\na          7\nlonger  1234");
});

Deno.test("formatTime() is whole seconds in UTC", () => {
  assert.equal(formatTime(1_700_000_000_123), "2023-11-14T22:13:20Z");
});

Deno.test("formatBytes() picks the unit", () => {
  assert.deepEqual([0, 1023, 1536, 300 << 20, 5 * 2 ** 30].map(formatBytes), [
    "0 B",
    "1023 B",
    "1.5 KB",
    "300 MB",
    "5.0 GB",
  ]);
});

Deno.test("formatTable() lays out as many rows as there are", () => {
  const rows = Array.from({ length: 300_000 }, (_, i) => [i, "x"]);
  const lines = formatTable(["n", "text"], rows).split("\n");
  assert.equal(lines.length, 300_001);
  assert.equal(lines[1], "     0  x");
});

Deno.test("formatCount() counts one as one", () => {
  assert.deepEqual([0, 1, 2].map((n) => formatCount(n, "row")), ["0 rows", "1 row", "2 rows"]);
});
