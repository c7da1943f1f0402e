/** Cells in a literal that was given as an input: who writes such a part writes what it names. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const SIZES = `
import { type Cell, Default, handler, pattern, Writable } from "commonfabric";
interface Size { width: number; name: string; inner: { open: boolean; tags: string[] } }
type State = { size: Cell<Size> };
const width = handler<number, State>((to, { size }) => { size.key("width").set(to); });
const grow = handler<void, State>((_, { size }) => { size.key("width").increment(2); });
const name = handler<string, State>((to, { size }) => { size.key("name").set(to); });
const toggle = handler<void, State>((_, { size }) => { const open = size.key("inner", "open"); open.set(!open.get()); });
const tag = handler<string, State>((to, { size }) => { size.key("inner").key("tags").push(to); });
const whole = handler<Partial<Size>, State>((some, { size }) => { size.set({ ...size.get(), ...some }); });
const some = handler<Partial<Size>, State>((some, { size }) => { size.update(some); });
const inner = handler<Partial<Size["inner"]>, State>((some, { size }) => { size.key("inner").update(some); });
const streams = (size: any) => ({ width: width({ size }), grow: grow({ size }), name: name({ size }), toggle: toggle({ size }), tag: tag({ size }), whole: whole({ size }), some: some({ size }), inner: inner({ size }) });
const Part = pattern<{ size: Cell<Size> }>(({ size }) => ({ size, ...streams(size) }));
const spawn = handler<void, { parts: Cell<any[]>; w: Cell<number>; open: Cell<boolean>; tags: Cell<string[]> }>((_, { parts, w, open, tags }) => {
  parts.push(Part({ size: { width: w, name: "made", inner: { open, tags } } as any }));
});
export default pattern<{ w: Default<number, 1>; open: Default<boolean, false>; tags: Default<string[], ["a"]> }>(({ w, open, tags }) => {
  const parts = new Writable<any[]>([]);
  const size = { width: w, name: "own", inner: { open, tags } };
  return { w, open, tags, own: streams(size), part: Part({ size: size as any }), parts, spawn: spawn({ parts, w, open, tags } as any) };
});`;

for (const through of ["own", "part", "parts.0"]) {
  Deno.test(`what a literal of an input names is written by who writes its part (${through})`, async () => {
    const stage = await openStage(SIZES);
    const { piece } = stage;
    const after = async (stream: string, event?: unknown) => {
      await piece.send(`${through}.${stream}`, event);
      return [await piece.get("w"), await piece.get("open"), await piece.get("tags")];
    };
    try {
      await piece.send("spawn");
      assert.deepEqual(await after("width", 2), [2, false, ["a"]]);
      assert.deepEqual(await after("grow"), [4, false, ["a"]]);
      assert.deepEqual(await after("name", "x"), [4, false, ["a"]]);
      assert.deepEqual(await after("grow"), [6, false, ["a"]]);
      assert.deepEqual(await after("toggle"), [6, true, ["a"]]);
      assert.deepEqual(await after("tag", "b"), [6, true, ["a", "b"]]);
      assert.deepEqual(await after("whole", { width: 7, name: "y" }), [7, true, ["a", "b"]]);
      const inside = { open: false, tags: ["z"] };
      assert.deepEqual(await after("whole", { inner: inside }), [7, false, ["z"]]);
      assert.deepEqual(await after("some", { width: 8, name: "q" }), [8, false, ["z"]]);
      assert.deepEqual(await after("inner", { open: true }), [8, true, ["z"]]);
      if (through !== "own") {
        const size = { width: 8, name: "q", inner: { open: true, tags: ["z"] } };
        assert.deepEqual(await piece.get(`${through}.size`), size);
      }
      assert.deepEqual(stage.errors, []);
    } finally {
      await stage.close();
    }
  });
}

const SPREAD = `
import { type Cell, handler, pattern, Writable } from "commonfabric";
interface Item { n: number; other?: Cell<number> }
type State = { item: Cell<Item>; n: Cell<number> };
const count = handler<void, State>((_, { item }) => { item.set({ ...item.get(), n: item.get().n + 1 }); });
const same = handler<void, State>((_, { item }) => { item.key("other").set(item.get().other!); });
const choose = handler<void, State>((_, { item, n }) => { item.key("other").set(n as any); });
export default pattern(() => {
  const item = new Writable<Item>({ n: 1 });
  const n = new Writable(5);
  return { item, count: count({ item, n }), same: same({ item, n }), choose: choose({ item, n }) };
});`;

Deno.test("a cell that is missing stays missing when what was read is written back", async () => {
  const stage = await openStage(SPREAD);
  const { piece } = stage;
  try {
    await piece.send("count");
    assert.deepEqual(await piece.get("item"), { n: 2 });
    await piece.send("same");
    await piece.send("count");
    assert.deepEqual(await piece.get("item"), { n: 3 });
    await piece.send("choose");
    await piece.send("count");
    await piece.send("same");
    assert.deepEqual(await piece.get("item"), { n: 4, other: 5 });
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
