import assert from "node:assert/strict";
import fc from "fast-check";
import { movedOffset } from "./text-value.ts";

Deno.test("movedOffset() keeps the caret at its place in what did not change", () => {
  const text = fc.string({ maxLength: 12 });
  fc.assert(fc.property(text, text, text, text, (head, before, after, tail) => {
    const [old, now] = [head + before + tail, head + after + tail];
    const offset = (at: number) => movedOffset(old, now, at);
    assert.equal(now.slice(0, offset(head.length)), now.slice(0, head.length));
    for (let at = 0; at <= old.length; at++) {
      assert.ok(offset(at) >= 0 && offset(at) <= now.length);
      if (at > 0) assert.ok(offset(at) >= offset(at - 1));
    }
  }));
});

Deno.test("movedOffset() moves the caret with a replaced word", () => {
  assert.equal(movedOffset("abcdef", "abXYdef", 4), 5);
  assert.equal(movedOffset("abcdef", "abXYdef", 1), 1);
  assert.equal(movedOffset("hello world", "world", 11), 5);
});
