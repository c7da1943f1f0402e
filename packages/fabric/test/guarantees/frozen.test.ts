/** Values that were read are frozen, at every depth and by whatever way they were read. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

/** Ways to change a value; each must throw, wherever it is tried, and change nothing. */
const ATTEMPTS: Record<string, string> = {
  "assign a property": `value.title = "x"`,
  "assign a new property": `value.more = 1`,
  "delete": `delete value.title`,
  "assign deep": `value.owner.name = "x"`,
  "define": `Object.defineProperty(value, "title", { value: "x" })`,
  "define a getter": `value.__defineGetter__("title", () => "x")`,
  "change the prototype": `Object.setPrototypeOf(value, { title: "x" })`,
  "assign the prototype":
    `value.__proto__ = { evil: 1 }; if (value.evil !== 1) throw new TypeError("ignored")`,
  "Object.assign": `Object.assign(value, { title: "x" })`,
  "push": `value.tags.push("x")`,
  "pop": `value.tags.pop()`,
  "shift": `value.tags.shift()`,
  "unshift": `value.tags.unshift("x")`,
  "splice": `value.tags.splice(0, 1)`,
  "sort": `value.tags.sort()`,
  "reverse": `value.tags.reverse()`,
  "fill": `value.tags.fill("x")`,
  "copyWithin": `value.tags.copyWithin(0, 1)`,
  "assign an element": `value.tags[0] = "x"`,
  "assign length": `value.tags.length = 0`,
  "Array.prototype.push.call": `Array.prototype.push.call(value.tags, "x")`,
  "Reflect.set": `if (!Reflect.set(value, "title", "x")) throw new TypeError("refused")`,
};

const PROGRAM = `
import { action, computed, handler, lift, pattern, Stream, Writable } from "commonfabric";
interface Item { title: string; tags: string[]; owner: { name: string } }
type Any = any;
const attempts: Record<string, (value: Any) => void> = {
  ${
  Object.entries(ATTEMPTS).map(([name, code]) =>
    `${JSON.stringify(name)}: (value: Any) => { ${code}; }`
  ).join(",\n  ")
}
};
const tryAll = (value: Any): string[] => Object.keys(attempts).filter((name) => {
  try { attempts[name]!(value); return true; } catch (error) { return !(error instanceof TypeError); }
});
const lifted = lift((item: Item) => tryAll(item));
const bound = handler<{ item: Item }, { item: Item; out: Writable<string[]> }>(({ item: given }, { item, out }) => {
  out.set([...tryAll(given), ...tryAll(item)]);
});
interface Output {
  captured: string[]; got: string[]; element: string[]; whole: string[]; fromLift: string[]; out: string[]; derived: string[];
  item: Item; inAction: Stream<void>; inHandler: Stream<{ item: Item }>;
}
export default pattern<{ item: Item }, Output>(({ item }) => {
  const cell = new Writable<Item>({ title: "t", tags: ["b", "a"], owner: { name: "n" } });
  const list = new Writable<Item[]>([{ title: "t", tags: ["b", "a"], owner: { name: "n" } }]);
  const out = new Writable<string[]>([]);
  const made = computed(() => ({ ...item, tags: [...item.tags] }));
  return {
    captured: computed(() => tryAll(item)),
    got: computed(() => tryAll(cell.get())),
    element: computed(() => tryAll(list.get()[0])),
    whole: computed(() => tryAll({ title: "", tags: [], owner: list.get()[0]!.owner })
      .filter((name) => name === "assign deep")),
    fromLift: lifted(item),
    derived: computed(() => tryAll(made)),
    out, item,
    inAction: action(() => out.set([...tryAll(cell.get()), ...tryAll(item), ...tryAll(list.get()[0])])),
    inHandler: bound({ item, out }),
  };
});`;

Deno.test("values read in computations, lifts, handlers and actions are frozen", async () => {
  const item = { title: "t", tags: ["b", "a"], owner: { name: "n" } };
  const stage = await openStage(PROGRAM, { argument: { item } });
  try {
    for (const name of ["captured", "got", "element", "whole", "fromLift", "derived"]) {
      assert.deepEqual(await stage.piece.get(name), [], `${name}: these changed a value`);
    }
    await stage.piece.send("inAction");
    assert.deepEqual(await stage.piece.get("out"), [], "action");
    await stage.piece.send("inHandler", { item });
    assert.deepEqual(await stage.piece.get("out"), [], "handler");
    assert.deepEqual(await stage.piece.get("item"), item);
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

Deno.test("a value read by a handler keeps what it saw; the next read sees the write", async () => {
  const stage = await openStage(`
    import { action, pattern, Stream, Writable } from "commonfabric";
    interface Output { out: string[]; go: Stream<void> }
    export default pattern<{}, Output>(() => {
      const item = new Writable({ title: "old", tags: ["a"] });
      const out = new Writable<string[]>([]);
      return { out, go: action(() => {
        const before = item.get();
        item.key("title").set("new");
        item.key("tags").push("b");
        const after = item.get();
        out.set([before.title, before.tags.join(), after.title, after.tags.join(), String(Object.isFrozen(before))]);
      }) };
    });`);
  try {
    await stage.piece.send("go");
    assert.deepEqual(await stage.piece.get("out"), ["old", "a", "new", "a,b", "true"]);
  } finally {
    await stage.close();
  }
});
