import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { csvLine, quoteName, quoteValue } from "./sql-text.ts";

Deno.test("quoteValue() writes what SQLite reads back", () => {
  const database = new DatabaseSync(":memory:");
  const value = fc.oneof(
    fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
    fc.integer(),
    // Whole numbers beyond 2^53 come back as bigint, if at all.
    fc.double({ noNaN: true, noDefaultInfinity: true })
      .filter((number) => !Number.isInteger(number) || Number.isSafeInteger(number)),
    fc.uint8Array(),
    fc.constant(null),
  );
  fc.assert(fc.property(value, (given) => {
    const row = database.prepare(`SELECT ${quoteValue(given)} AS v`).get() as { v: unknown };
    if (given instanceof Uint8Array) assert.deepEqual(new Uint8Array(row.v as Uint8Array), given);
    else assert.ok(row.v === given || Object.is(row.v, 0) && Object.is(given, -0));
  }));
  database.close();
});

Deno.test("quoteName() keeps any name one name", () => {
  assert.equal(quoteName('a"; DROP'), '"a""; DROP"');
});

Deno.test("csvLine() quotes what would end a field", () => {
  assert.equal(csvLine(["a", "b,c", 'd"e', "f\ng", null, 1]), 'a,"b,c","d""e","f\ng",,1');
});
