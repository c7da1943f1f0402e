/** A computation that throws shows its error at its readers and in the log, and recovers. */

import assert from "node:assert/strict";
import { lineOf, openStage } from "./stage.ts";

const PROGRAM = `import { action, computed, lift, pattern, Stream, Writable } from "commonfabric";
const half = lift((n: number) => {
  if (n % 2 === 1) throw new RangeError("odd: " + n);
  return n / 2;
});
const Inner = pattern<{ n: number }, { root: number }>(({ n }) => ({
  root: computed(() => {
    if (n < 0) throw new Error("negative");
    return Math.sqrt(n);
  }),
}));
interface Output {
  root: number; twice: string; beside: string; halved: number; rows: string[]; nothing: string;
  set: Stream<number>; fail: Stream<string>; never: Stream<void>; quiet: Stream<void>;
}
export default pattern<{}, Output>(() => {
  const n = new Writable(4);
  const names = new Writable<string[]>(["a", "bad", "c"]);
  const inner = Inner({ n });
  const rows = names.map((name) => computed(() => {
    if (name === "bad") throw new Error("bad row");
    return name.toUpperCase() + n.get();
  }));
  const nothing = computed(() => (undefined as unknown as { deep: string }).deep);
  return {
    root: inner.root,
    twice: computed(() => "twice " + inner.root * 2),
    beside: computed(() => "beside " + n.get()),
    halved: half(n),
    rows, nothing,
    set: action((value: number) => n.set(value)),
    fail: action((text: string) => { n.set(99); throw new Error(text); }),
    never: action(() => { throw undefined; }),
    quiet: action(() => { throw "a text"; }),
  };
});`;

Deno.test("an error reaches the readers and the log with the author's line, and ends", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const twice = stage.watch("twice");
    const beside = stage.watch("beside");
    assert.deepEqual(twice.seen, ["twice 4"]);
    await stage.piece.send("set", -1);
    assert.deepEqual(twice.seen, ["twice 4"], "no value is invented");
    assert.equal(beside.seen.at(-1), "beside -1", "others go on");
    await assert.rejects(stage.piece.get("twice"), /negative/);
    await assert.rejects(stage.piece.get("root"), /negative/);
    assert.equal(stage.errors.length, 1, stage.errors.join("\n"));
    assert.match(
      stage.errors[0]!,
      new RegExp(
        `^root: negative\\n {2}at /main\\.tsx:${lineOf(PROGRAM, `new Error("negative")`)}:\\d+$`,
      ),
    );
    await stage.piece.send("set", 9);
    assert.deepEqual(twice.seen.at(-1), "twice 6");
    await stage.piece.send("set", -4);
    assert.equal(stage.errors.length, 2, "a new failure is told again");
    await stage.piece.send("set", 16);
    assert.equal(await stage.piece.get("root"), 4);
    twice.stop();
    beside.stop();
  } finally {
    await stage.close();
  }
});

Deno.test("errors of lifts, rows and mistakes name the author's line", async () => {
  const stage = await openStage(PROGRAM);
  try {
    await stage.piece.send("set", 3);
    await assert.rejects(stage.piece.get("halved"), { name: "RangeError", message: "odd: 3" });
    assert.match(
      stage.errors.at(-1)!,
      new RegExp(`odd: 3\\n {2}at /main\\.tsx:${lineOf(PROGRAM, "new RangeError")}:\\d+$`),
    );
    await stage.piece.send("set", 8);
    assert.equal(await stage.piece.get("halved"), 4);
    await assert.rejects(stage.piece.get("nothing"), /undefined/);
    assert.match(
      stage.errors.at(-1)!,
      new RegExp(`nothing: .*deep.*\\n {2}at /main\\.tsx:${lineOf(PROGRAM, ".deep")}:\\d+$`),
    );
    await assert.rejects(stage.piece.get("rows"), /bad row/);
    assert.equal(await stage.piece.get("rows.0"), "A8", "the other rows have their values");
    assert.equal(await stage.piece.get("rows.2"), "C8");
    assert.match(
      stage.errors.at(-1)!,
      new RegExp(`bad row\\n {2}at /main\\.tsx:${lineOf(PROGRAM, `new Error("bad row")`)}:\\d+$`),
    );
  } finally {
    await stage.close();
  }
});

Deno.test("a handler that throws tells its caller and the log, and writes nothing", async () => {
  const stage = await openStage(PROGRAM);
  try {
    await assert.rejects(stage.piece.send("fail", "no luck"), { message: "no luck" });
    assert.match(
      stage.errors.at(-1)!,
      new RegExp(`^fail: no luck\\n {2}at /main\\.tsx:${lineOf(PROGRAM, "new Error(text)")}:\\d+$`),
    );
    assert.equal(await stage.piece.get("beside"), "beside 4");
    await assert.rejects(stage.piece.send("quiet"), (error) => error === "a text");
    assert.match(stage.errors.at(-1)!, /quiet: a text/);
    await assert.rejects(stage.piece.send("never"), (error) => error === undefined);
    assert.equal(stage.errors.length, 3);
    await stage.piece.send("set", 1);
    assert.equal(await stage.piece.get("beside"), "beside 1", "the next event is handled");
  } finally {
    await stage.close();
  }
});
