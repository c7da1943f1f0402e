/** The holes of an array that a handler stores are `null`, for who wrote them as for all others. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `
import { action, computed, Default, pattern, Stream, Writable } from "commonfabric";
interface Row { n: number }
const shape = (list: readonly unknown[]) => list.map((x) => x === null ? "null" : typeof x).join();
interface Output { rows: string; numbers: string; grid: string; swap: Stream<void>; look: Stream<void> }
export default pattern<{ rows: Writable<Row[] | Default<[]>>; numbers: Writable<number[] | Default<[]>>; grid: Writable<number[][] | Default<[]>> }, Output>(({ rows, numbers, grid }) => ({
  rows: computed(() => shape(rows.get())),
  numbers: computed(() => shape(numbers.get())),
  grid: computed(() => grid.get().map(shape).join(" ")),
  swap: action(() => {
    const moved: Row[] = [{ n: 1 }];
    [moved[0], moved[2]] = [moved[2]!, moved[0]!];
    rows.set(moved);
    const sparse: number[] = [];
    sparse[2] = 5;
    numbers.set(sparse);
    grid.set([new Array<number>(2), [1, 2]]);
    console.log(shape(rows.get()) + " " + shape(numbers.get()));
  }),
  look: action(() => console.log(shape(rows.get()) + " " + shape(numbers.get()))),
}));`;

Deno.test("holes of a stored array are null at once and for everybody", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const { stop } = stage.watch("rows");
    await stage.piece.send("swap");
    await stage.piece.send("look");
    const text = "null,null,object null,null,number";
    assert.deepEqual(stage.since(), [text, text]);
    const other = await stage.join();
    for (const { piece } of [stage, other]) {
      assert.equal(await piece.get("rows"), "null,null,object");
      assert.equal(await piece.get("numbers"), "null,null,number");
      assert.equal(await piece.get("grid"), "null,null number,number");
    }
    await other.close();
    stop();
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
