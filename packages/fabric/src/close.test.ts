/** What becomes of what a host asked for when it closes the fabric. */

import assert from "node:assert/strict";
import { openFabric } from "./fabric.ts";
import { compileSource } from "./compile.ts";

const PROGRAM = `
import { action, Default, pattern, Stream, Writable } from "commonfabric";
interface Output { n: number; bump: Stream<void, number>; twice: Stream<void>; stuck: Stream<void> }
export default pattern<{ n: Writable<number | Default<0>> }, Output>(({ n }) => {
  const bump = action(() => { n.set(n.get() + 1); return n.get(); });
  return { n, bump, twice: action(() => { bump.send(); bump.send(); }), stuck: action(async () => { console.log("begun"); await new Promise(() => {}); }) };
});`;

const program = () =>
  compileSource({ main: "/main.tsx", files: { "/main.tsx": PROGRAM } }, "main.tsx");

Deno.test("Fabric.close() finishes the events that were sent, and what they send", async () => {
  const store = await Deno.makeTempDir();
  try {
    const fabric = await openFabric({ store });
    const piece = await fabric.runProgram(program());
    const sent = [piece.send("bump"), piece.send("twice")];
    await fabric.close();
    assert.deepEqual(await Promise.all(sent), [1, undefined]);
    const again = await openFabric({ store });
    assert.equal(await again.piece(piece.id).get("n"), 3);
    await again.close();
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});

Deno.test("what is asked of a closed fabric fails as closed", async () => {
  const fabric = await openFabric({ store: ":memory:" });
  const piece = await fabric.runProgram(program());
  await fabric.close();
  const closed = { code: "closed" };
  await assert.rejects(piece.send("bump"), closed);
  await assert.rejects(piece.get("n"), closed);
  await assert.rejects(piece.set("n", 2), closed);
  await assert.rejects(piece.setArgument("n", 2), closed);
  assert.throws(() => piece.sink("n", () => {}), closed);
  await assert.rejects(fabric.runProgram(program()), closed);
  await fabric.idle();
  await fabric.close();
});

Deno.test("Runtime.dispose() fails the events that wait for another", async () => {
  const begun = Promise.withResolvers<void>();
  const fabric = await openFabric({ store: ":memory:", onConsole: () => begun.resolve() });
  const piece = await fabric.runProgram(program());
  void piece.send("stuck");
  const waiting = piece.send("bump");
  await begun.promise;
  const refused = assert.rejects(waiting, { code: "closed" });
  await fabric.runtime.dispose();
  await refused;
});
