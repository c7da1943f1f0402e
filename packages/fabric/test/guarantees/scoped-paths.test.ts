/** `asScope()` of a part is in that scope beside what the part belongs to, wherever links lead. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `
import { action, computed, Default, pattern, Stream, Writable } from "commonfabric";
interface Note { title: string; stars?: number }
interface Input { notes: Writable<Note[] | Default<[]>>; chosen: Writable<{ note: Note | null } | Default<{ note: null }>>; size: Writable<{ w: number } | Default<{ w: 4 }>> }
interface ViewOutput { w: number; set: Stream<number> }
const View = pattern<{ w: Writable<number> }, ViewOutput>(({ w }) => ({ w, set: action((to: number) => w.set(to)) }));
interface Output { stars: string; first: string; w: number; view: ViewOutput; add: Stream<void>; choose: Stream<number>; rate: Stream<number>; swap: Stream<void> }
export default pattern<Input, Output>(({ notes, chosen, size }) => {
  const own = chosen.key("note").key("stars").asScope("user");
  const first = notes.key(0).key("stars").asScope("user");
  const w = size.key("w").asScope("user");
  return {
    stars: computed(() => String(own.get())), first: computed(() => String(first.get())), w, view: View({ w }),
    add: action(() => notes.set([{ title: "a" }, { title: "b" }])),
    choose: action((n: number) => chosen.set({ note: notes.get()[n]! })),
    rate: action((n: number) => own.set(n)),
    swap: action(() => notes.set(notes.get().toReversed())),
  };
});`;

Deno.test("a scoped part of an entity behind a link stays with the entity", async () => {
  const stage = await openStage(PROGRAM);
  const { piece } = stage;
  const seen = [stage.watch("stars"), stage.watch("first")];
  const shown = async () => [await piece.get("stars"), await piece.get("first")];
  try {
    await piece.send("add");
    for (const [note, stars] of [[0, 1], [1, 2]]) {
      await piece.send("choose", note);
      await piece.send("rate", stars);
    }
    assert.deepEqual(await shown(), ["2", "1"]);
    await piece.send("choose", 0);
    await piece.send("swap");
    assert.deepEqual(await shown(), ["1", "2"]);
    assert.deepEqual(seen.map(({ seen }) => seen.at(-1)), ["1", "2"]);
    const other = await stage.join({ user: "other" });
    assert.deepEqual([await other.piece.get("stars"), await other.piece.get("first")], [
      "undefined",
      "undefined",
    ]);
    await other.piece.send("rate", 5);
    assert.deepEqual([await other.piece.get("stars"), await piece.get("stars")], ["5", "1"]);
    await other.close();
    assert.deepEqual(stage.errors, []);
  } finally {
    for (const { stop } of seen) stop();
    await stage.close();
  }
});

Deno.test("a scoped part is given to a child as that, with its default", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const other = await stage.join({ user: "other" });
    await stage.piece.send("view.set", 9);
    await other.runtime.idle();
    assert.deepEqual([await stage.piece.get("w"), await stage.piece.get("view.w")], [9, 9]);
    assert.deepEqual([await other.piece.get("w"), await other.piece.get("view.w")], [4, 4]);
    await other.close();
  } finally {
    await stage.close();
  }
});
