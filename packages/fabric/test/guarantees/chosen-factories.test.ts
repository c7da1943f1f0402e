/** A pattern that is looked up by what is read: its state comes back, and a wrong key is told. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `
import { action, pattern, Stream, Writable } from "commonfabric";
interface Out { count: number; inc: Stream<void> }
const counter = (by: number) => pattern<{ label: string }, Out>(() => {
  const count = new Writable(0);
  return { count, inc: action(() => count.set(count.get() + by)) };
});
const STEPS: Record<string, ReturnType<typeof counter>> = { one: counter(1), ten: counter(10) };
export default pattern<{ step: Writable<string> }>(({ step }) => {
  const chosen = STEPS[step.get()]({ label: step });
  return { step, chosen, choose: action((to: string) => step.set(to)) };
});`;

Deno.test("each pattern chosen at one place keeps the state of its own, also for who joins", async () => {
  const stage = await openStage(PROGRAM, { argument: { step: "one" } });
  try {
    const counts: unknown[] = [];
    for (const step of ["one", "ten", "one", "ten"]) {
      await stage.piece.send("choose", step);
      await stage.piece.send("chosen.inc");
      counts.push(await stage.piece.get("chosen.count"));
    }
    assert.deepEqual(counts, [1, 10, 2, 20]);
    const { piece } = await stage.join();
    assert.equal(await piece.get("chosen.count"), 20);
    await piece.send("choose", "one");
    assert.equal(await piece.get("chosen.count"), 2);
  } finally {
    await stage.close();
  }
});

Deno.test("a key that leads to no pattern is an error that says what to look at", async () => {
  const stage = await openStage(PROGRAM, { argument: { step: "three" } });
  try {
    await assert.rejects(
      stage.piece.get("chosen.count"),
      /Cannot make a part of undefined: .*check the key it is looked up by/,
    );
    await stage.piece.send("choose", "one");
    assert.equal(await stage.piece.get("chosen.count"), 0);
  } finally {
    await stage.close();
  }
});
