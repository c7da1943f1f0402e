/** What a handler reads twice is one object, so that JavaScript's own searches find it again. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const LISTS = `
import { computed, Default, handler, pattern, Stream, Writable } from "commonfabric";
interface Item { t: string; n: number }
type State = { items: Writable<Item[]>; rows: Writable<number[][]>; chosen: Writable<Item | undefined>; found: Writable<unknown[]> };
const check = handler<{ what: string }, State>(({ what }, { items, rows, chosen, found }) => {
  const [, second] = items.get();
  switch (what) {
    case "search":
      found.set([
        items.get().indexOf(second!), items.get().includes(second!), items.get().lastIndexOf(second!),
        items.get().indexOf(second!, 2), items.get().findIndex((item) => item === second),
        [...items.get()].indexOf(second!), new Set(items.get()).has(second!), items.key(1).get() === second,
        items.get() === items.get(), items.get().indexOf({ ...second! }),
      ]);
      break;
    case "afterWrites": {
      items.push({ t: "c", n: 3 });
      found.set([[...items.get()].indexOf(second!)]);
      items.set([...items.get()].reverse());
      found.push([...items.get()].indexOf(second!), items.get().indexOf(second!));
      items.key(1).key("n").set(20);
      found.push(items.get().indexOf(second!), second!.n, items.get()[1]!.n, items.get()[1] === second);
      chosen.set(second);
      break;
    }
    case "rows": {
      const [row] = rows.get();
      rows.set([...rows.get()].reverse());
      found.set([rows.get().indexOf(row!), rows.get()[0]!.indexOf(3)]);
      break;
    }
  }
});
interface Output { items: Item[]; chosen?: Item; found: unknown[]; at: number; check: Stream<{ what: string }> }
export default pattern<{ items: Item[] | Default<[{ t: "a"; n: 1 }, { t: "b"; n: 2 }]> }, Output>(({ items }) => {
  const rows = new Writable<number[][]>([[1, 2], [3, 4]]);
  const chosen = new Writable<Item | undefined>(undefined);
  const found = new Writable<unknown[]>([]);
  return { items, chosen, found, at: computed(() => items.indexOf(items[1]!)), check: check({ items, rows, chosen, found }) };
});`;

for (
  const [kind, argument] of [
    ["a default", {}],
    ["a written", { items: [{ t: "a", n: 1 }, { t: "b", n: 2 }] }],
  ] as const
) {
  const opened = () => openStage(LISTS, { argument, twice: true });
  const found = async (what: string) => {
    const stage = await opened();
    try {
      await stage.piece.send("check", { what });
      await stage.runtime.idle();
      assert.deepEqual([stage.errors, stage.differences], [[], []]);
      return {
        found: await stage.piece.get("found"),
        chosen: await stage.piece.get("chosen"),
        at: await stage.piece.get("at"),
      };
    } finally {
      await stage.close();
    }
  };

  Deno.test(`a handler finds what it read from ${kind} list`, async () => {
    const result = await found("search");
    assert.deepEqual(result.found, [1, true, 1, -1, 1, 1, true, true, true, -1]);
    assert.equal(result.at, 1);
  });

  Deno.test(`a handler finds what it read from ${kind} list after writes`, async () => {
    const result = await found("afterWrites");
    // The list is c, b, a: `b` is found where it is, also when it changed, as what it was.
    assert.deepEqual(result.found, [1, 1, 1, 1, 2, 20, false]);
    assert.deepEqual(result.chosen, { t: "b", n: 20 });
  });

  Deno.test(`beside ${kind} list, lists in a list are told apart by their contents`, async () => {
    assert.deepEqual((await found("rows")).found, [-1, 0]);
  });
}
