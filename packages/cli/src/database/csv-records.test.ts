import assert from "node:assert/strict";
import fc from "fast-check";
import { csvRecords, type CsvValue } from "./csv-records.ts";
import { csvLine } from "./sql-text.ts";

/** The records of a text that comes in chunks of so many characters. */
async function parse(text: string, chunk = text.length || 1): Promise<CsvValue[][]> {
  const chunks = Array.from(
    { length: Math.ceil(text.length / chunk) },
    (_, i) => text.slice(i * chunk, (i + 1) * chunk),
  );
  const records: CsvValue[][] = [];
  for await (const { values } of csvRecords(chunks)) records.push(values);
  return records;
}

Deno.test("csvRecords() reads quotes, line breaks and empty fields", async () => {
  assert.deepEqual(await parse('a,b\r\n"x,""y""\nz",\n,""\n'), [
    ["a", "b"],
    ['x,"y"\nz', null],
    [null, ""],
  ]);
  assert.deepEqual(await parse("a,"), [["a", null]]);
  assert.deepEqual(await parse(""), []);
});

Deno.test("csvRecords() inverts csvLine(), in chunks of any size", async () => {
  const field = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom('"', "\r", "\n", ","),
    fc.constant(null),
  );
  const records = fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(records, fc.integer({ min: 1, max: 9 }), async (given, chunk) => {
      assert.deepEqual(await parse(given.map(csvLine).join("\n"), chunk), given);
      assert.deepEqual(await parse(given.map(csvLine).join("\r\n") + "\r\n", chunk), given);
    }),
  );
});

Deno.test("csvRecords() tells the line on which each record begins", async () => {
  const lines: number[] = [];
  for await (const { line } of csvRecords(['a\n"b\n', '\nc"\r\n', "d"])) lines.push(line);
  assert.deepEqual(lines, [1, 2, 5]);
});
