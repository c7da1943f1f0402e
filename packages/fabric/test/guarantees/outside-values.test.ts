/** Values that are set from outside of any pattern, where no compiler has looked at them. */

import assert from "node:assert/strict";
import { runPattern } from "@cf/runner";
import { openStage } from "./stage.ts";

const PLACES = `
import { computed, Default, pattern, PerUser, UI, Writable } from "commonfabric";
interface Item { title: string; done: boolean; tags?: string[]; level: "low" | "high" }
interface Tree { name: string; children: Tree[] }
interface Input {
  count: Writable<number | Default<0>>;
  items: Writable<Item[] | Default<[]>>;
  tree: Writable<Tree | Default<{ name: "root"; children: [] }>>;
  maybe?: Writable<string | null>;
  mine: PerUser<Writable<string | Default<"">>>;
  plain: string | Default<"p">;
  data: Writable<unknown>;
}
const Child = pattern<{ size: Writable<number | Default<1>> }, { size: number }>(({ size }) => ({
  size,
}));
export default pattern<Input>(({ count, items, tree, maybe, mine, plain, data }) => {
  const own = new Writable<{ a: number; b?: string }>({ a: 1 });
  const child = Child({});
  return {
    count, items, tree, maybe, mine, plain, data, own, child,
    nested: { count },
    double: computed(() => count.get() * 2),
    [UI]: <p>{count}</p>,
  };
});`;

const ITEM = { title: "one", done: false, level: "low" };

/** What is refused, as `[path, value, message]`. */
const WRONG: readonly (readonly [string, unknown, string])[] = [
  ["count", "seven", "set 'count': the value is a string, a number is needed"],
  ["count", null, "set 'count': the value is null, a number is needed"],
  ["nested.count", [], "set 'nested.count': the value is an array, a number is needed"],
  ["items", {}, "set 'items': the value is an object, an array is needed"],
  ["items", [{ title: "x" }], "set 'items': '0.done' of the value is missing, a boolean is needed"],
  ["items.0", "x", "set 'items.0': the value is a string, an object is needed"],
  ["items.0.done", "yes", "set 'items.0.done': the value is a string, a boolean is needed"],
  [
    "items.0.level",
    "mid",
    `set 'items.0.level': the value is "mid", one of "high", "low" is needed`,
  ],
  [
    "tree",
    { name: "a", children: [{ name: 1, children: [] }] },
    "set 'tree': 'children.0.name' of the value is a number, a string is needed",
  ],
  ["maybe", 3, "set 'maybe': the value is a number, null or a string is needed"],
  ["mine", false, "set 'mine': the value is a boolean, a string is needed"],
  ["plain", 3, "set 'plain': the value is a number, a string is needed"],
  ["own.a", "x", "set 'own.a': the value is a string, a number is needed"],
  ["own", { b: "x" }, "set 'own': 'a' of the value is missing, a number is needed"],
  ["child.size", "x", "set 'child.size': the value is a string, a number is needed"],
];

/** What is taken. */
const RIGHT: readonly (readonly [string, unknown])[] = [
  ["count", 7],
  ["items", [{ ...ITEM, tags: ["a"] }]],
  ["items.0.done", true],
  ["items.0.level", "high"],
  ["items.1", ITEM],
  ["items.0.unheard", { of: 1 }],
  ["tree", { name: "a", children: [{ name: "b", children: [] }] }],
  ["maybe", null],
  ["maybe", "x"],
  ["mine", "me"],
  ["plain", "q"],
  ["data", { any: ["thing"] }],
  ["own", { a: 2 }],
  ["own.b", "x"],
  ["child.size", 4],
];

Deno.test("a typed set refuses what the place does not declare, and says what is needed", async () => {
  const stage = await openStage(PLACES, { argument: { items: [ITEM] } });
  const { piece } = stage;
  try {
    for (const [path, value, message] of WRONG) {
      const before = await piece.get(path);
      await assert.rejects(
        piece.set(path, value, { typed: true }),
        (error: Error & { code: string }) => {
          assert.equal(error.message, `Cannot ${message}`);
          assert.equal(error.code, "bad-value");
          return true;
        },
        `${path} took ${JSON.stringify(value)}`,
      );
      assert.deepEqual(await piece.get(path), before);
    }
  } finally {
    await stage.close();
  }
});

Deno.test("a typed set takes what the place declares", async () => {
  const stage = await openStage(PLACES, { argument: { items: [ITEM] } });
  const { piece } = stage;
  try {
    for (const [path, value] of RIGHT) {
      await piece.set(path, value, { typed: true });
      assert.deepEqual(await piece.get(path), value, path);
    }
    await assert.rejects(piece.set("double", "x", { typed: true }), { code: "derived-value" });
    await piece.set("count", "seven");
    assert.equal(await piece.get("count"), "seven");
  } finally {
    await stage.close();
  }
});

Deno.test("a typed set of an input refuses what the input does not declare", async () => {
  const stage = await openStage(PLACES, { argument: { items: [ITEM] } });
  const { piece } = stage;
  const set = (path: string, value: unknown) => piece.setArgument(path, value, { typed: true });
  const refused = (path: string, value: unknown) =>
    assert.rejects(set(path, value), { code: "bad-value" }, path);
  try {
    await refused("count", "seven");
    await refused("items.0.done", 1);
    await refused("mine", 1);
    await refused("plain", {});
    await set("count", 4);
    await set("items.0.done", true);
    await set("mine", "me");
    await set("plain", "q");
    assert.equal(await piece.get("double"), 8);
    assert.equal(await piece.get("items.0.done"), true);
    assert.deepEqual([await piece.get("mine"), await piece.get("plain")], ["me", "q"]);
    await assert.rejects(set("counts", 4), { code: "no-field" });
  } finally {
    await stage.close();
  }
});

Deno.test("a typed argument of a new piece has to be one that its pattern declares", async () => {
  const stage = await openStage(PLACES, { argument: { items: [ITEM] } });
  const { runtime } = stage;
  const record = runtime.raw({ space: stage.piece.space, id: stage.piece.id, scope: "space" });
  const { program } = (record as { pattern: { program: string } }).pattern;
  const factory = (await runtime.programs.fetch(stage.piece.space, program)).exports["/main.tsx"]!
    .default;
  const make = (argument: unknown) => runPattern(runtime, factory, { argument, typed: true });
  const refused = (argument: unknown, message: string) =>
    assert.throws(() => make(argument), { message: `Cannot make the piece: ${message}` });
  try {
    refused([1], "its argument is an array, an object by names of inputs is needed");
    refused({ count: "x" }, "'count' is a string, a number is needed");
    refused({ items: [{ ...ITEM, done: 1 }] }, "'items.0.done' is a number, a boolean is needed");
    refused(
      { cout: 1 },
      "the pattern has no input 'cout'; it has count, data, items, maybe, mine, plain, tree",
    );
    make(undefined).release();
    const made = make({ count: 3, tree: { name: "only" } });
    assert.equal(await made.get("double"), 6);
    assert.deepEqual(await made.get("tree"), { name: "only", children: [] });
    made.release();
  } finally {
    await stage.close();
  }
});
