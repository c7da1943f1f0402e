/** Equality of JSON values against their canonical texts. */

import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson, jsonEqual } from "./json.ts";

Deno.test("jsonEqual() says whether the canonical texts are equal", () => {
  // Few leaves and keys, so that many pairs are equal, or equal but for one thing.
  const { tree: value } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, 0, 1, "", "1", true, false),
      fc.array(tie("tree"), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("a", "b", "__proto__", "1"), tie("tree"), { maxKeys: 2 }),
    ),
  }));
  fc.assert(
    fc.property(value, value, (a, b) => {
      assert.equal(jsonEqual(a, b), canonicalJson(a) === canonicalJson(b));
      assert.ok(jsonEqual(a, JSON.parse(JSON.stringify(a))));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("jsonEqual() counts keys, tells arrays from objects, and knows NaN", () => {
  assert.ok(!jsonEqual({ a: undefined }, {}));
  assert.ok(!jsonEqual({}, { a: undefined }));
  assert.ok(!jsonEqual({ a: undefined }, { b: undefined }));
  assert.ok(!jsonEqual([], {}));
  assert.ok(!jsonEqual({ 0: 1 }, [1]));
  assert.ok(!jsonEqual({ valueOf: 1 }, {}));
  assert.ok(jsonEqual([NaN, { x: NaN }], [NaN, { x: NaN }]));
});
