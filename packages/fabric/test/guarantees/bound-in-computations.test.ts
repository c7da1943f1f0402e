/**
 * What a computation binds to a handler, or gives to a part is the place it was
 * read from, as in a body; where only a value is left, a write to it is an error and never lost.
 */

import assert from "node:assert/strict";
import { lineOf, openStage } from "./stage.ts";

const PROGRAM = `
import { Cell, computed, handler, pattern, Stream } from "commonfabric";
interface Item { n: number; deep: { x: number }; tags: string[]; list: number[] }
type Go = Stream<void>;
const inc = handler<void, { n: Cell<number> }>((_, { n }) => n.set(n.get() + 1));
const add = handler<void, { state: { n: Cell<number>; by: number } }>((_, { state }) => state.n.set(state.n.get() + state.by));
const loose = handler((_: void, { n }: any) => n.set(n.get() + 1));
const deeper = handler<void, { deep: Cell<{ x: number }> }>((_, { deep }) => deep.set({ x: deep.get().x + 1 }));
const tag = handler<void, { tags: Cell<string[]> }>((_, { tags }) => tags.push("t"));
const replace = handler<void, { item: Cell<Item> }>((_, { item }) => item.set({ n: 50, deep: { x: 0 }, tags: [], list: [] }));
const Part = pattern<{ n: number; up?: Stream<void> }, { n: number; go: Go }>(({ n }) => ({ n, go: inc({ n }) }));
const Nested = pattern<{ at: { n: number; label: string } }, { go: Go }>(({ at }) => ({ go: inc({ n: at.n }) }));
const row = (item: Item) => ({ go: inc({ n: item.n }) });
class Row { constructor(readonly item: Item) {} get go() { return inc({ n: this.item.n }); } }
export default pattern<{ items: Item[]; total: number }, Record<string, any>>(({ items, total }) => ({
  items, total,
  byName: computed(() => inc({ n: total })),
  byPath: computed(() => items.map((item) => inc({ n: item.n }))),
  shorthand: computed(() => items.map(({ deep, tags }) => ({ deep: deeper({ deep }), tag: tag({ tags }) }))),
  nested: computed(() => items.map((item) => add({ state: { n: item.n, by: 10 } }))),
  loose: computed(() => items.map((item) => loose({ n: item.n }))),
  whole: computed(() => items.map((item) => replace({ item }))),
  wholeState: computed(() => items.map((item) => inc(item as any))),
  element: computed(() => items.map((item) => inc({ n: item.list[0]! }))),
  optional: computed(() => inc({ n: items.find((item) => item.list.length > 1)?.list[1] as number })),
  parts: computed((): any[] => items.map((item) => Part({ n: item.n }))),
  tags: computed((): any[] => items.map((item) => <Part n={item.n} />)),
  inLiteral: computed((): any[] => items.map((item) => Nested({ at: { n: item.n, label: "x" } }))),
  byFunction: computed(() => items.map(row)),
  byClass: computed(() => items.map((item) => new Row(item).go)),
  inList: items.map((item) => { let go; if (item.n >= 0) go = inc({ n: item.n }); return { go }; }),
  own: computed(() => ({ go: inc({ n: 7 }), n: 1 })),
  lost: computed(() => items.map((item) => { const n = item.n; return inc({ n }); })),
  lostSum: computed(() => inc({ n: total + 1 })),
}));`;

const item = () => ({ n: 1, deep: { x: 1 }, tags: [] as string[], list: [1, 2] });

const CASES: readonly [stream: string, path: string, value: unknown][] = [
  ["byName", "total", 6],
  ["byPath.1", "items.1.n", 2],
  ["shorthand.1.deep", "items.1.deep.x", 2],
  ["shorthand.1.tag", "items.1.tags", ["t"]],
  ["nested.1", "items.1.n", 11],
  ["loose.1", "items.1.n", 2],
  ["whole.1", "items.1.n", 50],
  ["wholeState.1", "items.1.n", 2],
  ["element.1", "items.1.list", [2, 2]],
  ["optional", "items.0.list", [1, 3]],
  ["parts.1.go", "items.1.n", 2],
  ["tags.1.go", "items.1.n", 2],
  ["inLiteral.1.go", "items.1.n", 2],
  ["byFunction.1.go", "items.1.n", 2],
  ["byClass.1", "items.1.n", 2],
  ["inList.1.go", "items.1.n", 2],
];

for (const [stream, path, value] of CASES) {
  Deno.test(`a handler bound in a computation writes the place it was read from: ${stream}`, async () => {
    const stage = await openStage(PROGRAM, { argument: { items: [item(), item()], total: 5 } });
    try {
      await stage.piece.send(stream);
      assert.deepEqual(await stage.piece.get(path), value);
      assert.deepEqual(stage.errors, []);
    } finally {
      await stage.close();
    }
  });
}

Deno.test("a value written out in a computation is a cell of the handler's own", async () => {
  const stage = await openStage(PROGRAM, { argument: { items: [item()], total: 5 } });
  try {
    await stage.piece.send("own.go");
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

Deno.test("a write to a value whose place nobody knows is an error that says where it was bound", async () => {
  const stage = await openStage(PROGRAM, { argument: { items: [item()], total: 5 } });
  const line = lineOf(PROGRAM.trimStart(), "lost: ");
  try {
    for (const [stream, at] of [["lost.0", line], ["lostSum", line + 1]] as const) {
      await assert.rejects(
        stage.piece.send(stream),
        new RegExp(`Cannot write .*: the computation at /main.tsx:${at} bound the value`),
      );
    }
    assert.equal(await stage.piece.get("total"), 5);
  } finally {
    await stage.close();
  }
});
