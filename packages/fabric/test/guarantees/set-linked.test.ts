/** A host that sets what a piece shows of an input sets the cell that the input was given. */

import assert from "node:assert/strict";
import { openFabric } from "../../src/fabric.ts";
import { compileSource } from "../../src/compile.ts";

const PROGRAM = `
import { action, computed, Default, pattern, Stream, Writable } from "commonfabric";
interface Row { a: number }
interface Input { n: Writable<number | Default<5>>; list: Writable<Row[] | Default<[]>>; row: Writable<Row | Default<{ a: 1 }>> }
interface Output { n: number; list: Row[]; row: Row; twice: number; part: { n: number }; up: Stream<void> }
export default pattern<Input, Output>(({ n, list, row }) => ({
  n, list, row, twice: computed(() => n.get() * 2), part: { n }, up: action(() => n.set(n.get() + 1)),
}));`;

Deno.test("Piece.set() of an input that follows another piece sets the cell there", async () => {
  const fabric = await openFabric({ store: ":memory:" });
  const ready = compileSource({ main: "/main.tsx", files: { "/main.tsx": PROGRAM } }, "main.tsx");
  const [first, second] = [await fabric.runProgram(ready), await fabric.runProgram(ready)];
  try {
    for (const name of ["n", "list", "row"]) {
      await second.setArgument(name, first.reference(name));
    }
    await second.set("n", 7);
    await second.set("list", [{ a: 1 }]);
    await second.set("row", { a: 2 });
    assert.deepEqual([await first.get("n"), await first.get("list"), await first.get("row")], [
      7,
      [{ a: 1 }],
      { a: 2 },
    ]);
    await second.send("up");
    await second.set("list.0.a", 3);
    await second.set("row.a", 4);
    assert.deepEqual([await first.get("n"), await first.get("list"), await first.get("row")], [
      8,
      [{ a: 3 }],
      { a: 4 },
    ]);
    await second.set("part.n", 9);
    assert.equal(await first.get("twice"), 18);
    await second.setArgument("n", first.reference("twice"));
    await assert.rejects(second.set("n", 1), { code: "derived-value" });
    assert.equal(await second.get("n"), 18);
  } finally {
    await fabric.close();
  }
});
