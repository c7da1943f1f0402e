/** A computation or handler that does not end is stopped, and the runtime goes on. */

import assert from "node:assert/strict";
import { lineOf, openStage, type Stage } from "./stage.ts";

const PROGRAM = `import { action, computed, pattern, Stream, Writable } from "commonfabric";
function spin(n: number): number {
  while (n > 0) n += 1; // computed
  return n;
}
const nest = (n: number): number => n > 60 ? 1 : nest(n + 1) + nest(n + 1);
interface Output {
  spun: string; after: string; beside: number; held: number; nested: number;
  set: Stream<number>; run: Stream<void>; holdOn: Stream<void>;
}
export default pattern<{}, Output>(() => {
  const n = new Writable(0);
  const held = new Writable(0);
  const one = computed(() => held.get() + 1);
  const spun = computed(() => "spun " + spin(n.get()));
  return {
    spun, held,
    after: computed(() => "after " + spun),
    beside: computed(() => n.get() + 1),
    nested: computed(() => nest(n.get())),
    set: action((value: number) => n.set(value)),
    run: action(() => {
      held.set(one); // What is computed within a handler has no budget of its own.
      for (;;) held.get(); // handler
    }),
    holdOn: action(() => {
      held.set(2);
      for (;;) {
        try {
          for (;;) held.get(); // stubborn
        } catch { /* goes on */ }
      }
    }),
  };
});`;

async function withStage(body: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await openStage(PROGRAM, { budgetMs: 40 });
  try {
    await body(stage);
  } finally {
    await stage.close();
  }
}

Deno.test("a runaway computation is stopped, its readers see why, and it recovers", () =>
  withStage(async (stage) => {
    const after = stage.watch("after");
    const beside = stage.watch("beside");
    assert.deepEqual(after.seen, ["after spun 0"]);
    await stage.piece.send("set", 1);
    await assert.rejects(stage.piece.get("after"), {
      code: "budget-exceeded",
      message: /Cannot finish .* it ran longer than its budget of 40 ms/,
    });
    const line = lineOf(PROGRAM, "// computed");
    assert.match(stage.errors[0]!, new RegExp(`/main\\.tsx:${line}:\\d+`));
    assert.equal(stage.errors.length, 1, stage.errors.join("\n"));
    assert.equal(beside.seen.at(-1), 2, "others go on");
    await stage.piece.send("set", -1);
    assert.equal(after.seen.at(-1), "after spun -1");
    after.stop();
    beside.stop();
  }));

Deno.test("a recursion that takes for ever is stopped too", () =>
  withStage(async (stage) => {
    await assert.rejects(stage.piece.get("nested"), { code: "budget-exceeded" });
    assert.equal(await stage.piece.get("beside"), 1);
  }));

Deno.test("a runaway handler is stopped, writes nothing, and the next event is handled", () =>
  withStage(async (stage) => {
    await assert.rejects(stage.piece.send("run"), { code: "budget-exceeded" });
    const line = lineOf(PROGRAM, "// handler");
    assert.match(stage.errors.at(-1)!, new RegExp(`run.*\\n.*/main\\.tsx:${line}:\\d+`));
    assert.equal(await stage.piece.get("held"), 0);
    await stage.piece.send("set", 7);
    assert.equal(await stage.piece.get("beside"), 8);
    assert.doesNotMatch(stage.stored(), /"value":1\b/);
  }));

Deno.test("a handler that catches everything is stopped as well", () =>
  withStage(async (stage) => {
    await assert.rejects(stage.piece.send("holdOn"), {
      code: "budget-exceeded",
      message: "Cannot finish 'holdOn': it ran longer than its budget of 40 ms",
    });
    assert.equal(await stage.piece.get("held"), 0);
    await stage.piece.send("set", 2);
    assert.equal(await stage.piece.get("beside"), 3);
  }));

const SPIN = "function spin(): number { let n = 1; while (n > 0) n++; return n; }";

Deno.test("a body that does not end is stopped", async () => {
  const stage = await openStage(
    `import { pattern } from "commonfabric";
    ${SPIN}
    export default pattern<{}, { x: number }>(() => { const x = spin(); return { x }; });`,
    { budgetMs: 40 },
  );
  await assert.rejects(stage.piece.get("x"), { code: "budget-exceeded" });
  assert.match(stage.errors[0]!, /\/main\.tsx:2:\d+/);
  await stage.close();
});

Deno.test("a module that does not end is stopped", async () => {
  const opened = openStage(
    `import { pattern } from "commonfabric";
    ${SPIN}
    const x = spin();
    export default pattern<{}, { x: number }>(() => ({ x }));`,
    { budgetMs: 40 },
  );
  await assert.rejects(opened, { code: "budget-exceeded", message: /Cannot finish '\/main\.tsx'/ });
});
