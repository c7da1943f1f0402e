/** A cell of a cell, given to a pattern: what it holds is the cell, also before it was written. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM =
  `import { action, computed, handler, pattern, Stream, Writable } from "commonfabric";
interface Input { chosen: Writable<Writable<number>>; other: Writable<number> }
const choose = handler<void, Input>((_, { chosen, other }) => chosen.set(other));
const write = handler<number, { chosen: Writable<Writable<number>> }>((to, { chosen }) => chosen.get().set(to));
const Inner = pattern<Input>(({ chosen, other }) => ({
  value: computed(() => chosen.get().get()),
  add: action((by: number) => chosen.get().increment(by)),
  choose: choose({ chosen, other }),
  write: write({ chosen }),
}));
const Outer = pattern<Input>(({ chosen, other }) => ({ inner: Inner({ chosen, other }) }));
interface Output {
  all: number[]; add: Stream<number>; choose: Stream<void>; write: Stream<number>;
}
export default pattern<{}, Output>(() => {
  const a = new Writable(1);
  const b = new Writable(2);
  const chosen = new Writable<Writable<number>>(a);
  const { inner } = Outer({ chosen, other: b });
  return {
    all: computed(() => [a.get(), b.get(), chosen.get().get(), inner.value]),
    add: inner.add, choose: inner.choose, write: inner.write,
  };
});`;

Deno.test("who is given a cell of a cell writes to the cell that it holds", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const all = () => stage.piece.get("all");
    assert.deepEqual(await all(), [1, 2, 1, 1]);
    await stage.piece.send("add", 4);
    assert.deepEqual(await all(), [5, 2, 5, 5]);
    await stage.piece.send("write", 7);
    assert.deepEqual(await all(), [7, 2, 7, 7]);
    await stage.piece.send("choose");
    assert.deepEqual(await all(), [7, 2, 2, 2]);
    await stage.piece.send("write", 9);
    assert.deepEqual(await all(), [7, 9, 9, 9]);
    const other = await stage.join();
    assert.deepEqual(await other.piece.get("all"), [7, 9, 9, 9]);
    await other.close();
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
