/** Whoever reads a default hears when it ends, and readers without a schema see defaults too. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

Deno.test("a part of a default ends for its readers when the whole is written", async () => {
  const stage = await openStage(`
    import { action, computed, Default, pattern, Writable } from "commonfabric";
    interface Person { name: string; tags?: string[] }
    export default pattern<{ people: Writable<Person[] | Default<[{ name: "b" }, { name: "a"; tags: ["x"] }]>>; at: Writable<number | Default<1>> }>(({ people, at }) => {
      const tag = computed(() => people.get()[at.get()]?.tags?.[0] ?? "none");
      const keys = computed(() => Object.keys(people.get()[at.get()] ?? {}).join());
      const own = computed(() => { console.log("own"); return at.get(); });
      return { tag, keys, own, set: action((value: Person[] | undefined) => people.set(value as Person[])) };
    });`);
  try {
    const seen = ["tag", "keys", "own"].map((path) => stage.watch(path).seen);
    await stage.runtime.idle();
    stage.since();
    await stage.piece.send("set", [{ name: "z" }]);
    assert.deepEqual(seen.map((values) => values.at(-1)), ["none", "", 1]);
    await stage.piece.send("set", undefined);
    assert.deepEqual(seen.map((values) => values.at(-1)), ["x", "name,tags", 1]);
    await stage.piece.send("set", [{ name: "z" }, { name: "y", tags: ["q"] }]);
    assert.deepEqual(seen.map((values) => values.at(-1)), ["q", "name,tags", 1]);
    assert.deepEqual([stage.since(), stage.errors], [[], []]);
  } finally {
    await stage.close();
  }
});

Deno.test("a host and a reader of any value see defaults inside of defaults", async () => {
  const stage = await openStage(`
    import { action, Default, lift, pattern, Writable } from "commonfabric";
    interface Theme { color: Default<string, "red">; size: number | Default<12>; font: { family: string | Default<"mono">; weight?: number } }
    const anyText = lift((config: any) => JSON.stringify(config));
    const anyPart = lift(({ config }: any) => config.theme.font.family + Object.keys(config.theme).sort());
    export default pattern<{ config: Writable<{ theme: Theme }> }>(({ config }) => ({
      config, text: anyText(config), part: anyPart({ config }), set: action((color: string) => config.key("theme").key("color").set(color)),
    }));`);
  try {
    const whole = (color: string) => ({ theme: { color, size: 12, font: { family: "mono" } } });
    const check = async (color: string) => {
      assert.deepEqual(await stage.piece.get("config"), whole(color));
      assert.deepEqual(await stage.piece.get("config.theme"), whole(color).theme);
      assert.deepEqual(JSON.parse(String(await stage.piece.get("text"))), whole(color));
      assert.equal(await stage.piece.get("part"), "monocolor,font,size");
    };
    await check("red");
    await stage.piece.send("set", "blue");
    await check("blue");
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

Deno.test("an entry of a record or list of cells that is not there is undefined", async () => {
  const stage = await openStage(`
    import { Cell, computed, handler, pattern, Writable } from "commonfabric";
    type State = { named: Writable<Record<string, Cell<number>>>; list: Writable<Cell<number>[]> };
    const make = handler<{ name: string; start?: number }, State>(({ name, start }, { named, list }) => {
      if (named.get()[name] || list.get()[0]?.get() === start) return;
      const made = new Writable<number>(start);
      named.key(name).set(made);
      list.push(made);
    });
    const bump = handler<{ name: string }, State>(({ name }, { named }) => { const one = named.get()[name]; one?.set((one.get() ?? 0) + 1); });
    export default pattern(() => {
      const named = new Writable<Record<string, Cell<number>>>({});
      const list = new Writable<Cell<number>[]>([]);
      return { named, list, second: computed(() => list.get()[1]?.get() ?? "none"), make: make({ named, list }), bump: bump({ named, list }) };
    });`);
  try {
    const second = stage.watch("second").seen;
    for (const event of [{ name: "a", start: 4 }, { name: "a", start: 9 }]) {
      await stage.piece.send("make", event);
    }
    assert.deepEqual([await stage.piece.get("named"), second.at(-1)], [{ a: 4 }, "none"]);
    await stage.piece.send("make", { name: "b" });
    await stage.piece.send("bump", { name: "b" });
    await stage.piece.send("bump", { name: "c" });
    assert.deepEqual(await stage.piece.get("named"), { a: 4, b: 1 });
    assert.deepEqual([await stage.piece.get("list"), second.at(-1)], [[4, 1], 1]);
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
