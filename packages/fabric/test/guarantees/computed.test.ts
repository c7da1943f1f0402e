/** `computed` is lazy, cached and glitch-free: in one pass nobody sees half of a change. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `
import { action, computed, ifElse, lift, pattern, Stream, UI, type VNode, when, Writable } from "commonfabric";
const shout = lift((text: string) => { console.log("lift"); return text + "!"; });
const Detail = pattern<{ n: number }, { text: string }>(({ n }) => {
  console.log("body");
  return { text: computed(() => { console.log("detail"); return "detail " + n; }) };
});
interface Output {
  lonely: number; shared: number; left: string; right: string; difference: number; chosen: string; branch: string;
  loud: string; listed: string[]; set: Stream<number>; both: Stream<number>; flip: Stream<void>; [UI]: VNode;
}
export default pattern<{}, Output>(() => {
  const a = new Writable(1);
  const b = new Writable(10);
  const flag = new Writable(true);
  const names = new Writable<string[]>(["x", "y"]);
  const lonely = computed(() => { console.log("lonely"); return a.get(); });
  const shared = computed(() => { console.log("shared"); return a.get() * 2; });
  const left = computed(() => "left " + shared);
  const right = computed(() => "right " + shared);
  const difference = computed(() => { console.log("difference"); return b.get() - a.get() * 10; });
  const chosen = computed(() => { console.log("chosen"); return flag.get() ? "a" + a.get() : "b" + b.get(); });
  const detail = Detail({ n: a });
  const listed = names.map((name) => { const label = computed(() => { console.log("row"); return name + a.get(); }); return label; });
  return {
    lonely, shared, left, right, difference, chosen,
    branch: flag.get() ? detail.text : "none",
    loud: shout(computed(() => "a" + a.get())),
    listed,
    [UI]: <div>{computed(() => { console.log("view"); return a.get(); })}</div>,
    set: action((n: number) => a.set(n)),
    both: action((n: number) => { a.set(n); b.set(n * 10); }),
    flip: action(() => flag.set(!flag.get())),
  };
});`;

Deno.test("nothing that nobody observes runs", async () => {
  const stage = await openStage(PROGRAM);
  try {
    assert.deepEqual(stage.since(), [], "making a piece computes nothing");
    await stage.piece.send("set", 2);
    await stage.piece.send("both", 3);
    assert.deepEqual(stage.since(), [], "nor do events");
    const shared = stage.watch("shared");
    assert.deepEqual(stage.since(), ["shared"]);
    await stage.piece.send("set", 4);
    assert.deepEqual(stage.since(), ["shared"], "only what is watched");
    shared.stop();
    await stage.piece.send("set", 5);
    assert.deepEqual(stage.since(), [], "and nothing when the watch has ended");
    assert.equal(await stage.piece.get("lonely"), 5);
    assert.deepEqual(stage.since(), ["lonely"], "a single look computes what it looks at");
    await stage.piece.send("set", 6);
    assert.deepEqual(stage.since(), []);
  } finally {
    await stage.close();
  }
});

Deno.test("a branch that is not taken and its sub-pattern do not run", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const branch = stage.watch("branch");
    assert.deepEqual(stage.since(), ["body", "detail"]);
    await stage.piece.send("flip");
    await stage.piece.send("set", 2);
    assert.deepEqual(stage.since(), [], "the branch is gone");
    assert.equal(branch.seen.at(-1), "none");
    await stage.piece.send("flip");
    assert.deepEqual(
      stage.since(),
      ["detail"],
      "the sub-pattern is still built, and computes anew",
    );
    assert.equal(branch.seen.at(-1), "detail 2");
    branch.stop();
    const chosen = stage.watch("chosen");
    stage.since();
    await stage.piece.send("flip");
    assert.deepEqual(stage.since(), ["chosen"]);
    await stage.piece.send("set", 3);
    assert.deepEqual(
      stage.since(),
      [],
      "a condition that turned away from a cell does not hear of it",
    );
    chosen.stop();
  } finally {
    await stage.close();
  }
});

Deno.test("a computed value is cached and shared by all who read it", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const watches = ["left", "right", "shared", "left"].map((name) => stage.watch(name));
    assert.deepEqual(stage.since(), ["shared"], "four readers, one run");
    await stage.piece.send("set", 5);
    assert.deepEqual(stage.since(), ["shared"]);
    assert.deepEqual(watches.map(({ seen }) => seen.at(-1)), [
      "left 10",
      "right 10",
      10,
      "left 10",
    ]);
    await stage.piece.send("set", 5);
    assert.deepEqual(stage.since(), [], "an equal value is no change");
    for (const { stop } of watches) stop();
    const rows = stage.watch("listed");
    assert.deepEqual(stage.since(), ["row", "row"]);
    rows.stop();
    const loud = stage.watch("loud");
    await stage.piece.send("set", 7);
    assert.deepEqual([loud.seen, stage.since()], [["a5!", "a7!"], ["lift", "lift"]]);
    loud.stop();
  } finally {
    await stage.close();
  }
});

Deno.test("nobody sees half of a change: two cells written together, a diamond, another user", async () => {
  const stage = await openStage(PROGRAM);
  const other = await stage.join({ user: "other" });
  try {
    const watches = [stage.watch("difference"), other.watch("difference")];
    await other.runtime.idle();
    for (let n = 2; n < 6; n++) {
      await stage.piece.send("both", n);
      await other.runtime.idle();
    }
    await other.piece.send("both", 9);
    await stage.runtime.idle();
    for (const { seen } of watches) assert.deepEqual(seen, [0], "b - 10·a is 0 in every pass");
    assert.equal(stage.printed.length, 6, "once at first, and once per event");
    for (const { stop } of watches) stop();
    assert.deepEqual([...stage.errors, ...other.errors], []);
  } finally {
    await other.close();
    await stage.close();
  }
});

Deno.test("a reactive template has the text of a template literal", async () => {
  const stage = await openStage(
    `import { pattern, str, Writable } from "commonfabric";
export default pattern<{ some: string | null; list: number[]; none?: string }>(({ some, list, none }) => {
  const cell = new Writable<number | null>(null);
  return { reactive: str\`\${some} \${list} \${none} \${cell}\`, plain: \`\${some} \${list} \${none} \${cell.get()}\` };
});`,
    { argument: { some: null, list: [1, 2] } },
  );
  try {
    assert.equal(await stage.piece.get("plain"), "null 1,2 undefined null");
    assert.equal(await stage.piece.get("reactive"), "null 1,2 undefined null");
  } finally {
    await stage.close();
  }
});
