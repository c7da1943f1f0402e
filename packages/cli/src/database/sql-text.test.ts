import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { csvLine, literalOf, quoteName } from "./sql-text.ts";

Deno.test("literalOf() gives what SQLite reads back with its type", () => {
  const database = new DatabaseSync(":memory:");
  const literal = database.prepare(
    `SELECT ${literalOf('a "b"')} AS v FROM (SELECT ? AS "a ""b""")`,
  );
  const value = fc.oneof(
    fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double({ noNaN: true }),
    fc.uint8Array(),
    fc.constant(null),
  );
  fc.assert(fc.property(value, (given) => {
    const { v } = literal.get(given) as { v: string };
    const back = database.prepare(`SELECT v, typeof(v) AS type FROM (SELECT ${v} AS v)`);
    back.setReadBigInts(true);
    const row = back.get() as { v: unknown; type: string };
    if (typeof given === "number") assert.equal(row.type, "real");
    if (given instanceof Uint8Array) assert.deepEqual(new Uint8Array(row.v as Uint8Array), given);
    else assert.ok(row.v === given || row.v === 0 && given === 0, `${v}: ${row.v}, ${given}`);
  }));
  const nul = database.prepare(`SELECT ${literalOf("v")} AS v FROM (SELECT 'a' || char(0) AS v)`);
  assert.equal(nul.get()!.v, "cast(x'6100' AS TEXT)");
  database.close();
});

Deno.test("quoteName() keeps any name one name", () => {
  assert.equal(quoteName('a"; DROP'), '"a""; DROP"');
});

Deno.test("csvLine() quotes what would end a field", () => {
  assert.equal(csvLine(["a", "b,c", 'd"e', "f\ng", null, 1]), 'a,"b,c","d""e","f\ng",,1');
});
