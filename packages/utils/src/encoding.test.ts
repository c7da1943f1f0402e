import assert from "node:assert/strict";
import fc from "fast-check";
import { fromBase58, shortHash, toBase58 } from "./encoding.ts";

Deno.test("fromBase58() inverts toBase58()", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
    assert.deepEqual(fromBase58(toBase58(bytes)), bytes);
  }));
});

Deno.test("fromBase58() names the character it cannot decode", () => {
  assert.throws(() => fromBase58("ab0"), /unexpected '0'/);
});

Deno.test("shortHash() gives 26 base32 characters that differ for different texts", () => {
  const seen = new Set(Array.from({ length: 1000 }, (_, i) => shortHash(`text ${i}`)));
  assert.equal(seen.size, 1000);
  for (const id of seen) assert.match(id, /^[a-z2-7]{26}$/);
});
