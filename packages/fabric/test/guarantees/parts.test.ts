/** A pattern that a computation calls is a part of it, and its result is a value there. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

Deno.test("a computation that calls a pattern reads its result like any other value", async () => {
  const stage = await openStage(`
    import { action, computed, Default, lift, pattern, Stream, Writable } from "commonfabric";
    interface Part { n: number; pair: { a: number; b: number }; bump: Stream<void> }
    const Part = pattern<{ a: number; b?: number | Default<7> }, Part>(({ a, b }) => {
      const extra = new Writable(0);
      return { n: computed(() => a + (b ?? 0) + extra.get()), pair: { a, b: b! }, bump: action(() => extra.increment()) };
    });
    const viaLift = lift(({ k }: { k: number }) => Part({ a: k, b: k }).n * 2);
    export default pattern<{ k: Writable<number | Default<4>> }>(({ k }) => ({
      n: computed(() => Part({ a: k.get() }).n),
      twice: computed(() => { const part = Part({ a: k.get() }); return part.n * 10 + part.pair.b; }),
      each: computed(() => [1, 2].map((a) => Part({ a, b: k.get() }).n)),
      text: computed(() => \`\${Part({ a: 1, b: 1 }).n}!\`),
      whole: computed(() => ({ ...Part({ a: 1 }), more: true })),
      parts: computed(() => [1, 2].map((a) => Part({ a }))),
      lifted: viaLift({ k: k.get() }),
      set: action((value: number) => k.set(value)),
    }));`);
  try {
    const { piece } = stage;
    const values = async () => [
      await piece.get("n"),
      await piece.get("twice"),
      await piece.get("each"),
      await piece.get("text"),
      await piece.get("lifted"),
    ];
    assert.deepEqual(await values(), [11, 117, [5, 6], "2!", 16]);
    assert.equal(await piece.get("whole.n"), 8);
    assert.deepEqual(await piece.get("whole.pair"), { a: 1, b: 7 });
    await piece.send("set", 5);
    assert.deepEqual(await values(), [12, 127, [6, 7], "2!", 20]);
    await piece.send("parts.1.bump");
    assert.deepEqual([await piece.get("parts.0.n"), await piece.get("parts.1.n")], [8, 10]);
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

Deno.test("a list over the rows of a default list keeps its rows when the default is stored", async () => {
  const stage = await openStage(
    `import { action, Default, handler, pattern, str, Writable } from "commonfabric";
interface Item { title: string; rank: number }
const click = handler((_: void, { clicks }: { clicks: Writable<number> }) => clicks.increment(1));
const Row = pattern<{ item: Item; index: number }>(({ item, index }) => {
  const clicks = new Writable(0);
  return { text: str\`\${index}. \${item.title} \${clicks}\`, click: click({ clicks }) };
});
export default pattern<{ items: Writable<Item[] | Default<[{ title: "a"; rank: 3 }, { title: "b"; rank: 1 }]>> }>(({ items }) => {
  const rows = items.map((item, index) => Row({ item, index }));
  return {
    rows,
    texts: rows.map((row) => row.text),
    sort: action(() => items.set(items.get().toSorted((a, b) => a.rank - b.rank))),
    first: action(() => items.set([{ title: "z", rank: 9 }, ...items.get()])),
  };
});`,
  );
  try {
    const { piece } = stage;
    const { seen } = stage.watch("texts");
    await piece.send("rows.0.click");
    await piece.send("first");
    assert.deepEqual(seen.at(-1), ["0. z 0", "1. a 1", "2. b 0"]);
    await piece.send("rows.2.click");
    await piece.send("sort");
    assert.deepEqual(seen.at(-1), ["0. b 1", "1. a 1", "2. z 0"]);
    assert.deepEqual(await piece.get("texts"), seen.at(-1));
  } finally {
    await stage.close();
  }
});

Deno.test("an element of a default list within a default list is written where it belongs", async () => {
  const stage = await openStage(
    `import { Default, handler, pattern, Writable } from "commonfabric";
interface Card { title: string }
interface Lane { name: string; cards: Card[] | Default<[]> }
const rename = handler((_: void, { card }: { card: Writable<Card> }) => card.key("title").set("new"));
const take = handler((_: void, { card, lane, lanes }: { card: Writable<Card>; lane: Writable<Lane>; lanes: Writable<Lane[]> }) => {
  const value = card.get();
  lane.key("cards").remove(value);
  lanes.key(1).key("cards").push(value);
});
export default pattern<{ lanes: Lane[] | Default<[{ name: "a"; cards: [{ title: "x" }, { title: "y" }] }, { name: "b" }]> }>(({ lanes }) => ({
  lanes,
  rows: lanes.map((lane) => ({
    cards: lane.cards.map((card) => ({ rename: rename({ card }), take: take({ card, lane, lanes }) })),
  })),
}));`,
  );
  try {
    const { piece } = stage;
    await piece.send("rows.0.cards.1.rename");
    await piece.send("rows.0.cards.0.take");
    await piece.send("rows.1.cards.0.rename");
    assert.deepEqual(await piece.get("lanes"), [
      { name: "a", cards: [{ title: "new" }] },
      { name: "b", cards: [{ title: "new" }] },
    ]);
  } finally {
    await stage.close();
  }
});
