/** A computation gives its value at once: a promise is an error that says so, and never `{}`. */

import assert from "node:assert/strict";
import { endOfTurn } from "../../src/end-of-turn.ts";
import { openStage } from "./stage.ts";

const PROGRAM = `import { action, computed, lift, pattern, Stream, Writable } from "commonfabric";
const load = async (n: number) => n * 2;
const raise = lift(async (n: number) => n + 1);
const Part = pattern(async () => ({ x: 1 }));
interface Output {
  named: unknown; lifted: unknown; plain: unknown; failing: unknown; chosen: unknown;
  part: unknown; log: number[]; set: Stream<number>;
}
export default pattern<{}, Output>(() => {
  const n = new Writable(4);
  const log = new Writable<number[]>([]);
  const named = computed(async () => (await load(n.get())) + 1);
  const failing = computed(async () => { throw new Error("nobody hears " + n.get()); });
  computed(async () => { log.addUnique(n.get()); if (n.get() > 8) throw new Error("after writing"); });
  return {
    named, failing, log,
    lifted: raise(n),
    plain: load(n.get()),
    chosen: computed(() => (n.get() > 5 ? load(n.get()) : "small")),
    part: Part({}),
    set: action((value: number) => n.set(value)),
  };
});`;

Deno.test("a promise in place of a value is an error that names the computation", async () => {
  const stage = await openStage(PROGRAM);
  try {
    for (const path of ["named", "failing", "lifted"]) {
      await assert.rejects(
        stage.piece.get(path),
        new RegExp(`Cannot use what '${path}' gives: it is a promise, and nothing waits for it`),
      );
    }
    await assert.rejects(stage.piece.get("plain"), /gives: it is a promise/);
    await assert.rejects(stage.piece.get("part"), /the body of 'Part' gives: it is a promise/);
    assert.equal(await stage.piece.get("chosen"), "small");
    stage.errors.length = 0;
    await stage.piece.send("set", 6);
    await assert.rejects(stage.piece.get("chosen"), /'chosen' gives: it is a promise/);
    await stage.piece.send("set", 5);
    assert.equal(await stage.piece.get("chosen"), "small", "and it recovers");
    assert.equal(stage.errors.some((text) => text.includes("nobody hears")), false);
  } finally {
    await stage.close();
  }
});

Deno.test("an async computation that writes has written, and what it throws is told", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const log = stage.watch("log");
    await stage.runtime.idle();
    assert.deepEqual(log.seen.at(-1), [4]);
    await stage.piece.send("set", 9);
    assert.deepEqual(log.seen.at(-1), [4, 9]);
    assert.equal(stage.errors.filter((text) => text.includes("after writing")).length, 1);
  } finally {
    await stage.close();
  }
});

Deno.test("a promise that fails and that nobody waits for is told, and ends nothing", async () => {
  const stage = await openStage(`import { action, pattern, Stream, Writable } from "commonfabric";
const save = async (n: number) => {
  await undefined;
  throw new RangeError("cannot save " + n);
};
interface Output { n: number; go: Stream<number> }
export default pattern<{}, Output>(() => {
  const n = new Writable(0);
  return { n, go: action((to: number) => { n.set(to); save(to); }) };
});`);
  try {
    await stage.piece.send("go", 3);
    await endOfTurn();
    assert.equal(await stage.piece.get("n"), 3);
    assert.equal(stage.errors.length, 1);
    assert.match(
      stage.errors[0]!,
      /^a promise that nobody waits for: cannot save 3\n {2}at \/main\.tsx:4:9$/,
    );
  } finally {
    await stage.close();
  }
});
