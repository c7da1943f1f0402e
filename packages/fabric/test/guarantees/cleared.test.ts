/** A cell that was set to `undefined` is empty: its initial value does not come back. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `import { computed, Default, handler, lift, pattern, Writable } from "commonfabric";
type State = { cell: Writable<number | undefined> };
const set = handler((event: { to?: number }, { cell }: State) => {
  cell.set(event.to);
  console.log(String(cell.get()));
});
const twice = lift(({ cell }: { cell?: number }) => (cell ?? 0) * 2);
export default pattern<{ count: number | Default<3> }>(({ count }) => {
  const cell = new Writable<number | undefined>(5);
  const boxes = new Writable<{ n: number }[] | undefined>([{ n: 1 }]);
  const clear = handler((_: void, { boxes }: { boxes: Writable<{ n: number }[] | undefined> }) => boxes.set(undefined));
  return {
    cell,
    twice: twice({ cell }),
    shown: computed(() => String(cell.get())),
    numbers: (boxes.get() ?? []).map((box) => box.n),
    count,
    set: set({ cell }),
    setCount: set({ cell: count }),
    clear: clear({ boxes }),
  };
});`;

Deno.test("a cell that is set to undefined before anything was stored in it is empty", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const { piece } = stage;
    const other = await stage.join();
    const watched = [stage.watch("shown"), stage.watch("twice"), other.watch("cell")];
    const seen = () => watched.map(({ seen }) => seen.at(-1));
    assert.deepEqual([await piece.get("shown"), await other.piece.get("cell")], ["5", 5]);
    await piece.send("set", {});
    assert.deepEqual(stage.since(), ["undefined"]);
    assert.deepEqual(seen(), ["undefined", 0, undefined]);
    await other.piece.send("set", { to: 7 });
    assert.deepEqual(seen(), ["7", 14, 7]);
    await other.piece.send("set", {});
    assert.deepEqual(seen(), ["undefined", 0, undefined]);
    const late = await stage.join();
    assert.deepEqual(await late.piece.get("shown"), "undefined");
    assert.deepEqual(await piece.get("numbers"), [1]);
    await piece.send("clear");
    assert.deepEqual([await piece.get("numbers"), await late.piece.get("numbers")], [[], []]);
    await piece.send("setCount", { to: 9 });
    await piece.send("setCount", {});
    assert.equal(await piece.get("count"), 3, "what the type declares is there again");
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
