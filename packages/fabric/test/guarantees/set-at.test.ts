/** Setting a place replaces the link there, through whatever inputs the place was handed on. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const SELECTION = `
import { action, Cell, computed, Default, equals, handler, pattern, Stream, Writable } from "commonfabric";
interface Item { name: string; n: number }
type State = { items: Cell<Item[]>; selected: Cell<Item | null> };
const select = handler<{ i: number }, State>(({ i }, { items, selected }) => selected.set(items.get()[i] ?? null));
const bump = handler<void, State>((_, { selected }) => { if (selected.get()) selected.key("n").set(selected.get()!.n + 1); });
const rename = handler<string, State>((name, { selected }) => { const item = selected.get(); if (item) selected.set({ ...item, name }); });
const swap = handler<void, { a: Cell<Item | null>; b: Cell<Item | null> }>((_, { a, b }) => { const before = a.get(); a.set(b.get()); b.set(before); });
const streams = (items: any, selected: any) => ({ select: select({ items, selected }), bump: bump({ items, selected }), rename: rename({ items, selected }) });
interface Panel { select: Stream<{ i: number }>; bump: Stream<void>; rename: Stream<string>; swap: Stream<void>; other: Item | null }
const Panel = pattern<{ items: Item[]; selected: Item | null; other: Item | null }, Panel>(({ items, selected, other }) => ({
  ...streams(items, selected), swap: swap({ a: selected as any, b: other as any }), other,
}));
const Declared = pattern<{ items: Writable<Item[]>; selected: Writable<Item | null> }>(({ items, selected }) => ({
  select: action(({ i }: { i: number }) => selected.set(items.get()[i] ?? null)),
  bump: action(() => { if (selected.get()) selected.key("n").set(selected.get()!.n + 1); }),
  rename: action((name: string) => { const item = selected.get(); if (item) selected.set({ ...item, name }); }),
}));
const spawn = handler<void, State & { panels: Cell<Panel[]> }>((_, { items, selected, panels }) => panels.push(Panel({ items, selected, other: items.get()[1]! } as any) as any));
export default pattern<{ items: Default<Item[], [{ name: "a"; n: 1 }, { name: "b"; n: 2 }]>; selected: Default<Item | null, null> }>(({ items, selected }) => {
  const panels = new Writable<Panel[]>([]);
  return {
    items, selected, own: streams(items, selected), part: Panel({ items, selected, other: null }), declared: Declared({ items: items as any, selected: selected as any }),
    panels, spawn: spawn({ items, selected, panels } as any), first: computed(() => equals(selected, items[0])),
  };
});`;

for (const through of ["own", "part", "declared", "panels.0"]) {
  Deno.test(`a selection that is set anew leaves what was selected alone (${through})`, async () => {
    const stage = await openStage(SELECTION);
    const { piece } = stage;
    const after = async (stream: string, event?: unknown) => {
      await piece.send(`${through}.${stream}`, event);
      return [await piece.get("items"), await piece.get("selected"), await piece.get("first")];
    };
    const a = { name: "a", n: 1 };
    try {
      await piece.send("spawn");
      assert.deepEqual(await after("select", { i: 0 }), [[a, { name: "b", n: 2 }], a, true]);
      const b = { name: "b", n: 2 };
      assert.deepEqual(await after("select", { i: 1 }), [[a, b], b, false]);
      const bumped = { name: "b", n: 3 };
      assert.deepEqual(await after("bump"), [[a, bumped], bumped, false]);
      assert.deepEqual(await after("rename", "c"), [[a, bumped], { name: "c", n: 3 }, false]);
      assert.deepEqual(await after("select", { i: 9 }), [[a, bumped], null, false]);
      assert.deepEqual(await after("select", { i: 0 }), [[a, bumped], a, true]);
      assert.deepEqual(stage.errors, []);
    } finally {
      await stage.close();
    }
  });
}

Deno.test("two inputs of a piece that a handler made can be exchanged", async () => {
  const stage = await openStage(SELECTION);
  const { piece } = stage;
  try {
    await piece.send("spawn");
    await piece.send("own.select", { i: 0 });
    await piece.send("panels.0.swap");
    const [a, b] = [{ name: "a", n: 1 }, { name: "b", n: 2 }];
    assert.deepEqual(await piece.get("selected"), b);
    assert.deepEqual(await piece.get("panels.0.other"), a);
    assert.deepEqual(await piece.get("items"), [a, b]);
    const reopened = await stage.join();
    await reopened.piece.send("panels.0.select", { i: 0 });
    assert.deepEqual(await reopened.piece.get("selected"), a);
    assert.deepEqual(await reopened.piece.get("items"), [a, b]);
    await reopened.close();
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

const OPEN = `
import { type Cell, Default, handler, pattern, Writable } from "commonfabric";
type E = { to: number };
const any = handler<E, { v: Cell<any> }>(({ to }, { v }) => { v.set(to); });
const unknown = handler<E, { v: Cell<unknown> }>(({ to }, { v }) => { v.set(to); });
const untyped = handler(({ to }: any, { v }: any) => { v.set(to); });
const number = handler<E, { v: Cell<number> }>(({ to }, { v }) => { v.set(to); });
const inside = handler<E, { obj: { v: Cell<any> } }>(({ to }, { obj }) => { obj.v.set(to); });
const around = handler<E, { obj: Cell<any> }>(({ to }, { obj }) => { obj.key("v").set(to); });
const some = handler<E, { obj: Cell<{ v: number }> }>(({ to }, { obj }) => { obj.update({ v: to }); });
const streams = (v: any) => ({ any: any({ v }), unknown: unknown({ v }), untyped: untyped({ v }), number: number({ v }), inside: inside({ obj: { v } }), around: around({ obj: { v } as any }), some: some({ obj: { v } as any }) });
const Number = pattern<{ v: number }>(({ v }) => ({ v, ...streams(v) }));
const Any = pattern<{ v: any }>(({ v }) => ({ v, ...streams(v) }));
const Maybe = pattern<{ v?: number }>(({ v = 5 }) => ({ v, ...streams(v) }));
const Declared = pattern<{ v: Writable<number> }>(({ v }) => ({ v, ...streams(v) }));
const spawn = handler<void, { parts: Cell<any[]>; n: Cell<number> }>((_, { parts, n }) => {
  parts.push(Number({ v: n as any }), Any({ v: n }), Maybe({ v: n as any }), Declared({ v: n }));
});
export default pattern<{ n: Default<number, 1> }>(({ n }) => {
  const parts = new Writable<any[]>([]);
  return { n, parts, spawn: spawn({ parts, n } as any), number: Number({ v: n }), any: Any({ v: n }), maybe: Maybe({ v: n }), declared: Declared({ v: n as any }) };
});`;

Deno.test("what an input names is set, however the handler that sets it declares it", async () => {
  const stage = await openStage(OPEN);
  const { piece } = stage;
  const streams = ["any", "unknown", "untyped", "number", "inside", "around", "some"];
  const parts = ["number", "any", "maybe", "declared"];
  try {
    await piece.send("spawn");
    let to = 1;
    for (const part of [...parts, ...parts.map((_, index) => `parts.${index}`)]) {
      for (const stream of streams) {
        await piece.send(`${part}.${stream}`, { to: ++to });
        const seen = [await piece.get("n"), await piece.get(`${part}.v`)];
        assert.deepEqual(seen, [to, to], `${part}.${stream}`);
      }
    }
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
