/** Reading the same places again in one run of a computation. */

import assert from "node:assert/strict";
import { runIn } from "../context.ts";
import { Computed, effect, type Observer } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import { computing, place, withRuntime } from "../testing/places.ts";
import { readValue } from "./read.ts";
import { setAt } from "./write.ts";

type Items = readonly { readonly title: string; readonly tags: readonly string[] }[];

const TITLES = ["d", "b", "e", "a", "c"];

function listOf(runtime: Runtime) {
  const list = place(runtime, "of:list");
  setAt(list, TITLES.map((title) => ({ title, tags: [title] })));
  return list;
}

function linkCount(observer: Observer): number {
  let count = 0;
  for (let link = observer.firstIn; link !== undefined; link = link.nextIn) count++;
  return count;
}

/** Keeps `computed` live, as what an effect reads. */
function live<T>(computed: Computed<T>): () => void {
  return effect(() => void computed.get());
}

Deno.test("a computation subscribes once to what it reads often, whoever else reads it", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime);
    const items = () => readValue(list) as Items;
    const sorted = (rounds: number) =>
      new Computed(() =>
        computing(runtime, () => {
          let first = "";
          for (let round = 0; round < rounds; round++) {
            const found = [...items()].sort((a, b) => a.title < b.title ? -1 : 1);
            first += found[0]!.title + items().find(({ tags }) => tags[0] === "c")!.title;
          }
          return first;
        })
      );
    const [once, often, last] = [sorted(1), sorted(10), sorted(1)];
    const ends = [live(once), live(often), live(last)];
    // The order of reading changes, so no link is found where it was in the run before.
    for (const title of ["f", "0", "z"]) setAt(list.child("1").child("title"), title);
    assert.equal(once.get(), "ac");
    assert.equal(often.get(), "ac".repeat(10));
    assert.equal(linkCount(often), linkCount(once));
    ends.forEach((end) => end());
  });
});

Deno.test("a computation reads anew what changed while it ran", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime);
    const items = () => readValue(list) as Items;
    const titles = () => items().map(({ title }) => title).join("");
    const outside = (write: () => void) => runIn({ mode: "host", runtime }, write);
    const seen: string[] = [];
    const computed = new Computed(() =>
      computing(runtime, () => {
        seen.push(titles(), titles());
        outside(() => setAt(list.child("1").child("title"), "x"));
        seen.push(titles());
        outside(() => setAt(list.child("5"), { title: "n", tags: [] }));
        seen.push(titles(), items()[1]!.title, String(items().length));
        outside(() => setAt(list.child("0"), { title: "r", tags: [] }));
        seen.push(titles());
      })
    );
    computed.get();
    assert.deepEqual(seen, ["dbeac", "dbeac", "dxeac", "dxeacn", "x", "6", "rxeacn"]);
  });
});

Deno.test("a list that a callback changes is a copy of its own", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime);
    const computed = new Computed(() =>
      computing(runtime, () => {
        const items = readValue(list) as Items;
        items.forEach((_item, _index, all) => (all as unknown[]).pop());
        return items.length + [...items].length;
      })
    );
    assert.equal(computed.get(), 2 * TITLES.length);
  });
});

Deno.test("who reads a place after its view was frozen gets another view", async () => {
  await withRuntime((runtime) => {
    const record = place(runtime, "of:record");
    setAt(record, { inner: { n: 1 } });
    const computed = new Computed(() =>
      computing(runtime, () => {
        const first = readValue(record.child("inner"));
        Object.preventExtensions(first as object);
        return [first === readValue(record.child("inner")), first];
      })
    );
    assert.deepEqual(computed.get(), [false, { n: 1 }]);
  });
});
