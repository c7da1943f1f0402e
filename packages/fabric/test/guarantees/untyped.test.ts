/** Where a type leaves open whether something is a cell, its use decides: `.get()` and `.set()`. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const UNTYPED = `
import { Cell, cell, computed, Default, handler, lift, pattern } from "commonfabric";
type Any = any;
const member = handler<Any, Any>((event, state) => { state.count.set(state.count.get() + (event?.n ?? 1)); });
const parts = handler((event: Any, { count, items, step }: Any) => {
  count.set((count.get() || 0) + step);
  items.push(event?.label ?? "x");
});
const fields = handler<Any, { count: Any; items: Any; step: number }>((_event, { count, items, step }) => {
  items.set([...items.get(), \`\${count.get()}/\${step}\`]);
});
const deep = handler<Any, Any>((event, { nested, list }) => {
  nested.inner.count.set(event.value);
  list.forEach((each: Any) => each.set(each.get() + "!"));
  for (const [name, each] of [["a", list[0]]]) each.set(each.get() + name);
});
const alias = handler<Any, Any>((_event, state) => {
  const { nested } = state;
  const target = nested.inner.count as Cell<number>;
  target.set(target.get() * 2);
});
const double = (count: Cell<number>) => count.set(count.get() * 2);
const apply = (state: Any, by: number) => state.count.set(state.count.get() + by);
const helped = handler<Any, Any>((event, state) => { double(state.count); apply(state, event); });
const plain = handler<Any, Any>((_event, { items, seen }) => { seen.set({ size: items.length, first: items[0] }); });
const unannotated = handler((_event, { count }) => { count.set(0); });
const opened = lift<Any, Any>(({ count, items }) => \`\${count.get()}:\${items.length}\`);
const whole = lift((count: Any) => count.get() + 1);
export default pattern<{ value: Default<number, 3> }>(({ value }) => {
  const count = cell(0), items = cell<Any[]>([]), seen = cell<Any>(null), word = cell<Any>("w");
  return {
    value, count, items, seen, word,
    member: member({ count }), onInput: member({ count: value }), parts: parts({ count, items, step: value }),
    fields: fields({ count, items, step: value }), deep: deep({ nested: { inner: { count } }, list: [word] }),
    alias: alias({ nested: { inner: { count } } }), helped: helped({ count }), plain: plain({ items, seen }),
    unannotated: unannotated({ count }), opened: opened({ count, items }), whole: whole(count),
  };
});`;

Deno.test("what a handler or lift without types uses as a cell is one, and the rest is data", async () => {
  const stage = await openStage(UNTYPED);
  const { piece } = stage;
  const after = async (stream: string, event: unknown, path: string) => {
    await piece.send(stream, event);
    return await piece.get(path);
  };
  try {
    assert.equal(await after("member", { n: 2 }, "count"), 2);
    assert.equal(await after("onInput", undefined, "value"), 4);
    assert.equal(await after("parts", { label: "q" }, "count"), 6);
    assert.deepEqual(await after("fields", {}, "items"), ["q", "6/4"]);
    assert.equal(await after("alias", {}, "count"), 12);
    assert.equal(await after("helped", 1, "count"), 25);
    assert.deepEqual(await after("plain", {}, "seen"), { size: 2, first: "q" });
    assert.equal(await piece.get("opened"), "25:2");
    assert.equal(await piece.get("whole"), 26);
    assert.equal(await after("unannotated", {}, "count"), 0);
    assert.equal(await after("deep", { value: 7 }, "count"), 7);
    assert.equal(await piece.get("word"), "w!a");
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
