import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonRows } from "./json-rows.ts";

async function parse(text: string, chunk = text.length): Promise<unknown[]> {
  const chunks = Array.from(
    { length: Math.ceil(text.length / chunk) },
    (_, i) => text.slice(i * chunk, (i + 1) * chunk),
  );
  const rows: unknown[] = [];
  for await (const { row } of jsonRows(chunks, "t")) rows.push(row);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row as object).map(([name, value]) => [name, plain(value)]))
  );
}

/** As `JSON.parse()` has it, of a whole number that it rounds. */
function plain(value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  assert.ok(!Number.isSafeInteger(Number(value)));
  return Number(value);
}

const row = fc.dictionary(fc.string(), fc.jsonValue());
const rows = fc.array(row.map((each) => JSON.parse(JSON.stringify(each))));

Deno.test("jsonRows() reads what JSON.parse() reads, in chunks of any size", async () => {
  const spaces = fc.constantFrom(undefined, 2, "\t");
  const size = fc.integer({ min: 1, max: 9 });
  await fc.assert(fc.asyncProperty(rows, spaces, size, async (given, space, chunk) => {
    assert.deepEqual(await parse(` ${JSON.stringify(given, null, space)}\n`, chunk), given);
  }));
});

Deno.test("jsonRows() takes the list that is named, whatever stands beside it", async () => {
  const size = fc.integer({ min: 1, max: 9 });
  await fc.assert(fc.asyncProperty(rows, fc.jsonValue(), size, async (given, other, chunk) => {
    const text = JSON.stringify({ a: other, "t]": [{ no: 1 }], t: given, z: [other] });
    assert.deepEqual(await parse(text, chunk), given);
  }));
});
