import assert from "node:assert/strict";
import fc from "fast-check";
import { parseCsv } from "./parse-csv.ts";
import { csvLine } from "./sql-text.ts";

Deno.test("parseCsv() reads quotes, line breaks and empty fields", () => {
  assert.deepEqual(parseCsv('a,b\r\n"x,""y""\nz",\n,""\n'), [
    ["a", "b"],
    ['x,"y"\nz', null],
    [null, ""],
  ]);
  assert.deepEqual(parseCsv("a,"), [["a", null]]);
  assert.deepEqual(parseCsv(""), []);
});

Deno.test("parseCsv() inverts csvLine()", () => {
  const field = fc.oneof(fc.string({ minLength: 1 }), fc.constant(null));
  const records = fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1 });
  fc.assert(fc.property(records, (given) => {
    assert.deepEqual(parseCsv(given.map(csvLine).join("\n")), given);
  }));
});

Deno.test("parseCsv() names a quote that is never closed", () => {
  assert.throws(() => parseCsv('a,"b'), /the quote at 2 is never closed/);
});
