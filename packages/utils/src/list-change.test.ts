import assert from "node:assert/strict";
import fc from "fast-check";
import { changeBetween, changeInPlace } from "./list-change.ts";

Deno.test("changeBetween() finds an insertion, a removal and a replacement", () => {
  assert.deepEqual(changeBetween([1, 2, 3], [1, 2, 3, 4]), { start: 3, removed: 0, added: 1 });
  assert.deepEqual(changeBetween([1, 2, 3], [1, 3]), { start: 1, removed: 1, added: 0 });
  assert.deepEqual(changeBetween([1, 2, 3], [1, 9, 3]), { start: 1, removed: 1, added: 1 });
  assert.deepEqual(changeBetween([1, 1], [1, 1, 1]), { start: 2, removed: 0, added: 1 });
  assert.deepEqual(changeBetween([], []), { start: 0, removed: 0, added: 0 });
});

Deno.test("changeInPlace() turns the list before into the list after, and never more than differs", () => {
  const lists = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 });
  fc.assert(fc.property(lists, lists, (before, after) => {
    const change = changeBetween(before, after);
    const { start, removed, added } = change;
    const by = after.slice(start, start + added);
    const own = before.slice();
    changeInPlace(own, change, by);
    assert.deepEqual(own, after);
    if (removed > 0 && added > 0) {
      assert.notEqual(before[start], after[start]);
      assert.notEqual(before[start + removed - 1], after[start + added - 1]);
    }
  }));
});

Deno.test("changeInPlace() puts more members into a list than a call takes arguments", () => {
  const list = [1, 2, 3, 4];
  const by = Array.from({ length: 300_000 }, (_, i) => i);
  changeInPlace(list, { start: 1, removed: 2, added: by.length }, by);
  assert.equal(list.length, 300_002);
  assert.deepEqual([list[0], list[1], list[300_000], list[300_001]], [1, 0, 299_999, 4]);
});
