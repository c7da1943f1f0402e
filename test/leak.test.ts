/** Showing a piece and closing it again, ten thousand times, leaves memory where it was. */

import assert from "node:assert/strict";
import v8 from "node:v8";
import vm from "node:vm";
import { compileFile, openFabric } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { openPiece, viewHost } from "@cf/runner";

const MOUNTS = 10_000;
/** Between two measurements, so that weak tables are as large as a burst of this size makes them. */
const BURST = 1000;
/** Growth per mount that would show a leak: the smallest thing a mount makes is larger. */
const BYTES_PER_MOUNT_MAX = 100;

Deno.test("ten thousand mounts and unmounts of a piece leave memory where it was", async () => {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc") as () => void;
  const fabric = await openFabric({ store: ":memory:" });
  const file = new URL("../patterns/todo-list.tsx", import.meta.url).pathname;
  const piece = await fabric.runProgram(compileFile(file));
  await piece.send("add", { title: "one" });
  await piece.send("add", { title: "two" });
  piece.release();
  const { runtime } = fabric;

  const mount = async () => {
    const held = openPiece(runtime, piece.id);
    const tree = new TreeApplier();
    const view = render(held.reference(), { reactivity: viewHost(runtime), applier: tree });
    view.flush();
    assert.match(tree.toHtml(), /two/);
    view.dispose();
    held.release();
    // The piece stops after the turn in which nobody reads it any more.
    await Promise.resolve();
    await Promise.resolve();
  };
  const heapUsed = async () => {
    await fabric.idle();
    collect();
    return Deno.memoryUsage().heapUsed;
  };

  const burst = async () => {
    for (let i = 0; i < BURST; i++) await mount();
    return await heapUsed();
  };
  await burst();
  const before = await burst();
  let after = before;
  for (let done = 0; done < MOUNTS; done += BURST) after = await burst();
  const grown = after - before;
  assert.equal(runtime.pieces.count, 0, "no piece is left running");
  assert.ok(grown < MOUNTS * BYTES_PER_MOUNT_MAX, `the heap grew by ${grown} bytes`);
  await fabric.close();
});
