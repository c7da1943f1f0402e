/** Reads subscribe at path granularity, however the path is reached: counted runs. */

import assert from "node:assert/strict";
import { openStage, type Stage } from "./stage.ts";

const HEAD = `
import { action, computed, Default, ifElse, lift, pattern, Stream, UI, Writable } from "commonfabric";
interface Item { title: string; done: boolean; tags?: string[]; owner?: { name: string; age: number } }
`;

/** What a program reads, and which writes must and must not run it again. */
interface Case {
  readonly name: string;
  /** Declarations of the body; they print \`ran\` where they read. */
  readonly body: string;
  /** The result property that is watched. */
  readonly shown: string;
}

/** A list of two items whose edits are streams; `body` declares `shown`. */
const program = ({ body, shown }: Case) =>
  `${HEAD}
const Row = pattern<{ item: Item }, { label: string }>(({ item }) => ({
  label: computed(() => { console.log("ran"); return item.title; }),
}));
const shout = lift((title: string) => { console.log("ran"); return title + "!"; });
void Row; void shout;
interface Output {
  shown: unknown; retitle: Stream<string>; finish: Stream<boolean>; rename: Stream<string>; age: Stream<number>;
  tag: Stream<string>; add: Stream<string>; drop: Stream<void>; start: Stream<void>;
}
export default pattern<{}, Output>(() => {
  const items = new Writable<Item[]>([]);
  const picked = new Writable<Item>({ title: "one", done: false, tags: ["a"], owner: { name: "Ann", age: 30 } });
  const link = new Writable<Writable<Item>>(picked);
  const byName = new Writable<Record<string, Item>>({ x: { title: "one", done: false, owner: { name: "Ann", age: 30 } } });
  const maybe = new Writable<{ item?: Item }>({ item: { title: "one", done: false, owner: { name: "Ann", age: 30 } } });
  const each = (f: (item: Writable<Item>) => void) => {
    f(items.key(0)); f(picked); f(byName.key("x")); f(maybe.key("item") as Writable<Item>);
  };
  const start = action(() => {
    items.push({ title: "one", done: false, tags: ["a"], owner: { name: "Ann", age: 30 } });
    items.push({ title: "two", done: false, owner: { name: "Bob", age: 40 } });
  });
  const retitle = action((title: string) => each((item) => item.key("title").set(title)));
  const finish = action((done: boolean) => each((item) => item.key("done").set(done)));
  const rename = action((name: string) => each((item) => item.key("owner").key("name").set(name)));
  const age = action((years: number) => each((item) => item.key("owner").key("age").set(years)));
  const tag = action((text: string) => each((item) => item.key("tags").push(text)));
  const add = action((title: string) => items.push({ title, done: false }));
  const drop = action(() => items.remove(items.key(0)));
  ${body}
  return { shown: ${shown}, retitle, finish, rename, age, tag, add, drop, start };
});`;

const cases: Case[] = [
  {
    name: "a computation over one element",
    body: `const shown = computed(() => { console.log("ran"); return items.get()[0]!.title; });`,
    shown: "shown",
  },
  {
    name: "a cell's key",
    body:
      `const shown = computed(() => { console.log("ran"); return items.key(0).key("title").get(); });`,
    shown: "shown",
  },
  {
    name: "an object that is still its default",
    body: `const shown = computed(() => {
      console.log("ran");
      return picked.get().title.length > 0 ? picked.get().title : "";
    });`,
    shown: "shown",
  },
  {
    name: "a sub-pattern's input",
    body: `const row = Row({ item: picked });`,
    shown: "row.label",
  },
  {
    name: "a lift of a path",
    body: `const shown = shout(picked.get().title);`,
    shown: "shown",
  },
  {
    name: "a cell stored in a cell",
    body: `const shown = computed(() => { console.log("ran"); return link.get().get().title; });`,
    shown: "shown",
  },
  {
    name: "a record's entry",
    body: `const shown = computed(() => { console.log("ran"); return byName.get()["x"]!.title; });`,
    shown: "shown",
  },
  {
    name: "an optional chain",
    body: `const shown = computed(() => { console.log("ran"); return maybe.get().item?.title; });`,
    shown: "shown",
  },
  {
    name: "a destructured item",
    body:
      `const shown = computed(() => { const { title } = items.get()[0]!; console.log("ran"); return title; });`,
    shown: "shown",
  },
  {
    name: "an expression of the body",
    body: `const say = (text: string) => { console.log("ran"); return text + "?"; };`,
    shown: "say(picked.get().title)",
  },
];

/** The counts of titles read in lists, where the second item stays as it is. */
const lists: Case[] = [
  {
    name: "map in the body",
    body: `const shown = items.map((item) => {
      const label = computed(() => { console.log("ran"); return item.title; });
      return { label };
    });`,
    shown: "shown",
  },
  {
    name: "a sub-pattern per item",
    body: `const shown = items.map((item) => <Row item={item} />);`,
    shown: "shown",
  },
  {
    name: "a sub-pattern called per item",
    body: `const shown = items.map((item) => Row({ item }));`,
    shown: "shown",
  },
  {
    name: "map over filter",
    body: `const shown = items.filter((item) => item.tags?.length !== 99).map((item) => {
      const label = computed(() => { console.log("ran"); return item.title; });
      return { label };
    });`,
    shown: "shown",
  },
  {
    name: "flatMap",
    body: `const shown = items.flatMap((item) => {
      const label = computed(() => { console.log("ran"); return item.title; });
      return [{ label }];
    });`,
    shown: "shown",
  },
  {
    name: "a filter's predicate",
    body:
      `const shown = items.filter((item) => { console.log("ran"); return item.title !== ""; });`,
    shown: "shown",
  },
];

async function edits(stage: Stage): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const events: [string, unknown][] = [
    ["finish", true],
    ["age", 31],
    ["rename", "Zoe"],
    ["tag", "new"],
    ["retitle", "changed"],
    ["retitle", "changed"],
  ];
  counts.first = stage.since().length;
  for (const [verb, value] of events) {
    await stage.piece.send(verb, value);
    await stage.runtime.idle();
    const name = verb in counts ? `${verb} again` : verb;
    counts[name] = stage.since().length;
  }
  return counts;
}

for (const one of cases) {
  Deno.test(`reading a title runs again for titles only: ${one.name}`, async () => {
    const stage = await openStage(program(one));
    await stage.piece.send("start");
    const watched = stage.watch("shown");
    await stage.runtime.idle();
    try {
      assert.deepEqual(await edits(stage), {
        first: 1,
        finish: 0,
        age: 0,
        rename: 0,
        tag: 0,
        retitle: 1,
        "retitle again": 0,
      });
      assert.deepEqual(stage.errors, []);
      assert.match(JSON.stringify(watched.seen.at(-1)), /changed/);
    } finally {
      watched.stop();
      await stage.close();
    }
  });
}

for (const one of lists) {
  Deno.test(`each row runs for its own item's title only: ${one.name}`, async () => {
    const stage = await openStage(program(one));
    await stage.piece.send("start");
    const watched = stage.watch("shown");
    await stage.runtime.idle();
    try {
      const counts = await edits(stage);
      assert.deepEqual(counts, {
        first: 2,
        finish: 0,
        age: 0,
        rename: 0,
        tag: 0,
        retitle: 1,
        "retitle again": 0,
      });
      await stage.piece.send("add", "three");
      assert.equal(stage.since().length, 1, "an append runs the new row");
      assert.deepEqual(stage.errors, []);
      assert.match(JSON.stringify(watched.seen.at(-1)), /changed.*two.*three/);
      await stage.piece.send("drop");
      assert.equal(
        stage.since().length,
        0,
        "a removal runs no row, wherever the others stand then",
      );
      assert.doesNotMatch(JSON.stringify(watched.seen.at(-1)), /changed/);
    } finally {
      watched.stop();
      await stage.close();
    }
  });
}

/** Each way in which a predicate can come by more than the element. */
const takesIndex: readonly string[] = [
  `(item, index) => show(item.title, index)`,
  `(item, index = -1) => show(item.title, index)`,
  `({ title }, index) => show(title, index)`,
  `(...[item, index]) => show(item.title, index)`,
  `(...given) => show(given[0].title, given[1])`,
  `function (item) { return show(item.title, arguments[1]); }`,
  `(item, _index, all) => show(item.title, all.findIndex(({ title }) => title === item.title))`,
];

for (const predicate of takesIndex) {
  Deno.test(`a predicate that takes the index runs when that changes: ${predicate}`, async () => {
    const body = `
      const show = (title: string, index: number) => { console.log(title + " " + index); return true; };
      const shown = items.filter(${predicate});`;
    const stage = await openStage(program({ name: predicate, body, shown: "shown" }));
    await stage.piece.send("start");
    const watched = stage.watch("shown");
    await stage.runtime.idle();
    const logged = () => stage.since();
    try {
      assert.deepEqual(logged(), ["one 0", "two 1"]);
      await stage.piece.send("drop");
      assert.deepEqual(logged(), ["two 0"]);
      assert.deepEqual(stage.errors, []);
    } finally {
      watched.stop();
      await stage.close();
    }
  });
}

/** Who reads more than a title is told more: the other side of granularity. */
Deno.test("readers of keys, lengths, required properties and branches hear of these", async () => {
  const stage = await openStage(`
    import { action, computed, pattern, Stream, Writable } from "commonfabric";
    type Shape = { kind: "circle"; radius: number } | { kind: "square"; side: number; note?: string };
    interface Named { first: string; last: string; note?: string }
    interface Output { keys: string; many: string; named: string; area: string; has: string;
      write: Stream<{ where: string; value?: unknown }>; }
    export default pattern<{}, Output>(() => {
      const record = new Writable<Record<string, number>>({ a: 1 });
      const list = new Writable<string[]>(["x"]);
      const named = new Writable<Named | undefined>(undefined);
      const shape = new Writable<Shape>({ kind: "circle", radius: 2 });
      const keys = computed(() => { console.log("keys"); return Object.keys(record.get()).join(); });
      const has = computed(() => { console.log("has"); return "b" in record.get() ? "yes" : "no"; });
      const many = computed(() => { console.log("many"); return String(list.get().length); });
      const who = computed(() => { console.log("named"); return named.get()?.first ?? "nobody"; });
      const area = computed(() => {
        console.log("area");
        const it = shape.get();
        return it.kind === "circle" ? "round " + it.radius : "square " + it.side;
      });
      const write = action(({ where, value }: { where: string; value?: unknown }) => {
        const targets: Record<string, (value: never) => void> = {
          record: (next) => record.set(next), "record.a": (next) => record.key("a").set(next),
          "record.b": (next) => record.key("b").set(next), list: (next) => list.set(next),
          named: (next) => named.set(next), "named.last": (next) => (named.key("last") as Writable<string>).set(next),
          "named.note": (next) => (named.key("note") as Writable<string>).set(next), shape: (next) => shape.set(next),
          "shape.note": (next) => (shape.key("note") as Writable<string>).set(next),
        };
        targets[where]!(value as never);
      });
      return { keys, many, named: who, area, has, write };
    });`);
  const told = new Map<string, { readonly seen: unknown[]; stop(): void }>();
  for (const name of ["keys", "many", "named", "area", "has"]) told.set(name, stage.watch(name));
  await stage.runtime.idle();
  stage.since();
  /** Which computations ran for a write, and what each shows now. */
  const write = async (where: string, value?: unknown) => {
    await stage.piece.send("write", { where, value });
    const shown = Object.fromEntries([...told].map(([name, { seen }]) => [name, seen.at(-1)]));
    return { ran: stage.since().sort(), shown };
  };
  try {
    assert.deepEqual((await write("record.a", 2)).ran, []);
    const added = await write("record.b", 2);
    assert.deepEqual([added.ran, added.shown.keys, added.shown.has], [
      ["has", "keys"],
      "a,b",
      "yes",
    ]);
    assert.deepEqual((await write("record", { a: 1 })).shown.keys, "a");
    assert.deepEqual((await write("list", ["y"])).ran, []);
    assert.deepEqual((await write("list", ["y", "z"])).ran, ["many"]);
    const there = await write("named", { first: "Ann", last: "Bee" });
    assert.deepEqual([there.ran, there.shown.named], [["named"], "Ann"]);
    assert.deepEqual((await write("named.note", "new")).ran, []);
    const lacking = await write("named.last");
    assert.deepEqual([lacking.ran, lacking.shown.named], [["named"], "nobody"]);
    const again = await write("named.last", "Cee");
    assert.deepEqual([again.ran, again.shown.named], [["named"], "Ann"]);
    const square = await write("shape", { kind: "square", side: 3 });
    assert.deepEqual([square.ran, square.shown.area], [["area"], "square 3"]);
    assert.deepEqual((await write("shape.note", "n")).ran, []);
    assert.deepEqual(stage.errors, []);
  } finally {
    for (const { stop } of told.values()) stop();
    await stage.close();
  }
});
