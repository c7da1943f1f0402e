/** Many writes of one handler to one object: what it read in between stays as it was. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const BOOK = `
import { action, Default, pattern, Stream, Writable } from "commonfabric";
interface Page { text: string; marks: Record<string, { n: number }> }
interface Input { pages: Writable<Record<string, Page> | Default<{}>>; log: Writable<string[] | Default<[]>> }
interface Output { pages: Record<string, Page>; log: string[]; fill: Stream<number>; look: Stream<void>; swap: Stream<void>; clear: Stream<void> }
export default pattern<Input, Output>(({ pages, log }) => {
  const names = (record: object) => Object.keys(record).join("");
  return { pages, log,
    fill: action((count: number) => {
      for (let i = 0; i < count; i++) pages.key("p" + i).set({ text: "x" + i, marks: {} });
    }),
    look: action(() => {
      const empty = pages.get();
      pages.key("a").set({ text: "a", marks: { m: { n: 1 } } });
      const one = pages.get();
      const first = pages.key("a").get();
      const marks = pages.key("a", "marks").get();
      pages.key("a", "text").set("A");
      pages.key("a", "marks", "m", "n").set(2);
      pages.key("a", "marks", "o").set({ n: 3 });
      pages.key("b").set({ text: "b", marks: { ...pages.key("a", "marks").get() } });
      const between = pages.key("b").get();
      pages.key("b", "marks", "m", "n").set(9);
      pages.key("a", "marks", "m", "n").set(4);
      log.push([names(empty), names(one), first.text, names(first.marks), first.marks.m.n, names(marks),
        marks.m.n, between.marks.m.n, pages.get().a.marks.m.n, pages.get().b.marks.m.n].join());
    }),
    swap: action(() => {
      const { a, b } = pages.get();
      pages.key("a").set(b);
      pages.key("b").set(a);
      pages.key("a", "text").set("was b");
      pages.key("b", "marks", "m", "n").set(7);
      log.push([a.text, b.text, a.marks.m.n, b.marks.m.n].join());
    }),
    clear: action(() => {
      const before = pages.get();
      for (const key of Object.keys(before)) pages.key(key).set(undefined as unknown as Page);
      log.push(names(before) + "/" + names(pages.get()));
    }),
  };
});`;

Deno.test("what a handler read stays as it was when it writes to the same object again", async () => {
  const stage = await openStage(BOOK);
  const other = await stage.join({ user: "other" });
  try {
    const { piece } = stage;
    await piece.send("look");
    await piece.send("swap");
    assert.deepEqual(await piece.get("log"), [",a,a,m,1,m,1,2,4,9", "A,b,4,9"]);
    const pages = {
      a: { text: "was b", marks: { m: { n: 9 }, o: { n: 3 } } },
      b: { text: "A", marks: { m: { n: 7 }, o: { n: 3 } } },
    };
    assert.deepEqual(await piece.get("pages"), pages);
    await other.runtime.idle();
    assert.deepEqual(await other.piece.get("pages"), pages);
    await piece.send("clear");
    assert.deepEqual(await piece.get("pages"), {});
    await piece.send("fill", 300);
    assert.equal(Object.keys(await other.piece.get("pages") as object).length, 300);
    await piece.send("clear");
    await other.runtime.idle();
    assert.deepEqual(await other.piece.get("pages"), {});
  } finally {
    await other.close();
    await stage.close();
  }
});
