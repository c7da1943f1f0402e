/** Defaults, `undefined`, `null`, and values that do not fit their schema. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `
import { action, computed, Default, pattern, Stream, Writable } from "commonfabric";
interface Person { name: string; age: number; nick?: string }
interface Settings { theme: string; size: number }
interface Input {
  title: Writable<string | Default<"untitled">>;
  settings: Writable<Settings | Default<{ theme: "light"; size: 12 }>>;
  tags: Writable<string[] | Default<["a", "b"]>>;
  people: Writable<Person[] | Default<[]>>;
  one?: Writable<Person>;
  maybe: Writable<string | null | Default<null>>;
}
interface Output {
  shown: string; people: readonly Person[]; names: string[]; maybe: string; keys: string; kind: string; has: boolean; raw: Record<string, unknown>;
  act: Stream<{ verb: string; value?: unknown }>;
}
export default pattern<Input, Output>(({ title, settings, tags, people, one, maybe }) => {
  const raw = new Writable<Record<string, unknown>>({ a: 1, b: null, c: { d: 1 } });
  type Any = any;
  const act = action(({ verb, value }: { verb: string; value?: unknown }) => {
    switch (verb) {
      case "title": title.set(value as string); break;
      case "size": settings.key("size").set(value as number); break;
      case "settings": settings.update(value as Partial<Settings>); break;
      case "tag": tags.push(value as string); break;
      case "people": people.set(value as Person[]); break;
      case "unname": (people.key(0) as Any).key("name").set(undefined); break;
      case "rename": people.key(0).key("name").set(value as string); break;
      case "one": one!.set(value as Person); break;
      case "maybe": maybe.set(value as string | null); break;
      case "delete a": (raw as Any).key("a").set(undefined); break;
      case "update undefined": raw.update({ b: undefined, e: null }); break;
      case "set undefined in object": raw.set({ a: undefined, b: null, n: NaN }); break;
    }
  });
  return {
    shown: computed(() => [title.get(), settings.get().theme, settings.get().size, tags.get().join("")].join(" ")),
    people: computed(() => people.get()),
    names: people.map((person) => computed(() => String(person?.name))),
    maybe: computed(() => String(maybe.get())),
    kind: computed(() => { const held = one?.get(); return held === undefined ? "undefined" : held.name; }),
    keys: computed(() => Object.keys(raw.get()).join()),
    has: computed(() => "a" in raw.get()),
    raw: raw as unknown as Record<string, unknown>,
    act,
  };
});`;

Deno.test("defaults apply where nothing was written, and are written only with a write", async () => {
  const stage = await openStage(PROGRAM);
  try {
    assert.equal(await stage.piece.get("shown"), "untitled light 12 ab");
    const before = stage.stored();
    for (const text of ["untitled", "light", '"theme"']) {
      assert.ok(!before.includes(`"${text}"`), `${text} is not stored`);
    }
    const act = (verb: string, value?: unknown) => stage.piece.send("act", { verb, value });
    await act("size", 20);
    assert.equal(await stage.piece.get("shown"), "untitled light 20 ab");
    assert.match(
      stage.stored(),
      /"theme":"light"/,
      "a write inside a default writes the rest of it",
    );
    assert.doesNotMatch(stage.stored(), /untitled/);
    await act("tag", "c");
    await act("settings", { theme: "dark" });
    assert.equal(await stage.piece.get("shown"), "untitled dark 20 abc");
    await act("title", "mine");
    const again = await stage.join({ user: "other" });
    assert.equal(await again.piece.get("shown"), "mine dark 20 abc");
    await again.close();
  } finally {
    await stage.close();
  }
});

Deno.test("undefined deletes a property, null is a value", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const act = (verb: string, value?: unknown) => stage.piece.send("act", { verb, value });
    assert.deepEqual([await stage.piece.get("keys"), await stage.piece.get("has")], [
      "a,b,c",
      true,
    ]);
    await act("delete a");
    assert.deepEqual([await stage.piece.get("keys"), await stage.piece.get("has")], ["b,c", false]);
    await act("update undefined");
    assert.equal(await stage.piece.get("keys"), "c,e");
    assert.deepEqual(await stage.piece.get("raw"), { c: { d: 1 }, e: null });
    await act("set undefined in object");
    assert.deepEqual(await stage.piece.get("raw"), { b: null, n: null });
    assert.equal(await stage.piece.get("maybe"), "null");
    await act("maybe", "text");
    assert.equal(await stage.piece.get("maybe"), "text");
    await act("maybe", null);
    assert.equal(
      await stage.piece.get("maybe"),
      "null",
      "null was written, and is not the default",
    );
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

Deno.test("a value that lacks a required property reads as undefined, and says why", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const act = (verb: string, value?: unknown) => stage.piece.send("act", { verb, value });
    const names = stage.watch("names");
    await act("people", [{ name: "Ann", age: 1 }, { name: "Bob" }]);
    assert.deepEqual(await stage.piece.get("people"), [{ name: "Ann", age: 1 }, null]);
    assert.equal(stage.explained.length > 0, true);
    assert.match(stage.explained.at(-1)!, /reads as undefined: 'age' is required and missing/);
    await act("unname");
    assert.deepEqual(names.seen.at(-1), ["undefined", "undefined"]);
    await act("rename", "Ann again");
    assert.deepEqual((await stage.piece.get("people.0") as { name: string }).name, "Ann again");
    names.stop();
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

Deno.test("a write by intent starts from what a read finds, not from a default that was replaced", async () => {
  const stage = await openStage(
    `import { action, Default, pattern, Writable } from "commonfabric";
interface Shelf { name: string; tags?: string[]; count?: number; inner?: { n?: number } }
export default pattern<{ shelf: Writable<Shelf | Default<{ name: "d"; tags: ["a"]; count: 5; inner: { n: 7 } }>>; shelves: Writable<Shelf[] | Default<[{ name: "d"; tags: ["a"]; count: 5 }]>> }>(({ shelf, shelves }) => ({
  shelf,
  shelves,
  act: action(() => {
    for (const one of [shelf, shelves.key(0)]) {
      one.key("tags").push("x");
      one.key("count").increment(1);
      one.key("inner").update({});
      one.key("inner").key("n").increment(1);
    }
  }),
  unique: action(() => shelf.key("tags").addUnique("a")),
  less: action(() => shelf.key("tags").removeByValue("a")),
}));`,
    { argument: { shelf: { name: "own" }, shelves: [{ name: "first" }] } },
  );
  try {
    await stage.piece.send("less");
    assert.deepEqual(await stage.piece.get("shelf"), { name: "own" });
    await stage.piece.send("act");
    const written = { tags: ["x"], count: 1, inner: { n: 1 } };
    assert.deepEqual(await stage.piece.get("shelf"), { name: "own", ...written });
    assert.deepEqual(await stage.piece.get("shelves"), [{ name: "first", ...written }]);
    await stage.piece.send("unique");
    assert.deepEqual(await stage.piece.get("shelf.tags"), ["x", "a"]);
  } finally {
    await stage.close();
  }
});

Deno.test("an argument that lacks what its type requires is completed from its default", async () => {
  const stage = await openStage(
    `import { Default, handler, pattern, Writable } from "commonfabric";
interface Page { size: number; color: string; margin?: number }
interface Settings { theme: string; page: Page; hint?: string }
interface Input { settings: Default<Settings, { theme: "light"; page: { size: 20; color: "red"; margin: 3 }; hint: "h" }>; held: Writable<Page | Default<{ size: 1; color: "blue" }>>; open?: Page }
const Child = pattern<Input>(({ settings, held, open }) => ({ settings, held, open }));
const make = handler((_: void, { made }: { made: Writable<unknown[]> }) => {
  made.push(Child({ settings: { theme: "made" } as Settings }));
});
export default pattern<Input>(({ settings, held, open }) => {
  const made = new Writable<any[]>([]);
  return { settings, held, open, made, make: make({ made }) };
});`,
    { argument: { settings: { page: { size: 5 } }, held: { color: "x" }, open: { size: 1 } } },
  );
  try {
    const { piece } = stage;
    assert.deepEqual(await piece.get("settings"), {
      theme: "light",
      page: { size: 5, color: "red" },
    });
    assert.deepEqual(await piece.get("held"), { color: "x", size: 1 });
    await piece.send("make");
    assert.deepEqual(await piece.get("made.0.settings"), {
      theme: "made",
      page: { size: 20, color: "red", margin: 3 },
    });
  } finally {
    await stage.close();
  }
});
