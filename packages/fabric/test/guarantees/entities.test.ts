/** Objects in lists are entities from their first write, and links are followed or replaced. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const LIST = `
import { action, cell, computed, Default, equals, handler, NAME, pattern, Stream, UI, Writable } from "commonfabric";
interface Item { title: string; done?: boolean }
interface Held { item?: Item }
const Row = pattern<{ item: Item }, { label: string; clicks: number; click: Stream<void>; setTitle: Stream<string> }>(({ item }) => {
  const clicks = new Writable(0);
  console.log("built");
  return {
    clicks,
    label: computed(() => item.title + ":" + clicks.get()),
    click: action(() => clicks.increment()),
    setTitle: action((title: string) => { (item as unknown as Writable<Item>).key("title").set(title); }),
  };
});
interface Output {
  items: Item[]; rows: { label: string; clicks: number; click: Stream<void>; setTitle: Stream<string> }[]; checks: boolean[]; pairs: boolean[]; picked: boolean[];
  log: string[]; act: Stream<{ verb: string; at?: number; title?: string }>;
}
export default pattern<{ items: Writable<Item[] | Default<[{ title: "d0" }, { title: "d1" }]>> }, Output>(({ items }) => {
  const rows = items.map((item) => Row({ item }));
  const picked = new Writable<Item | undefined>(undefined);
  const log = new Writable<string[]>([]);
  const act = action(({ verb, at = 0, title = "" }: { verb: string; at?: number; title?: string }) => {
    const list = items.get();
    switch (verb) {
      case "push": {
        const made = { title };
        items.push(made);
        const stored = items.get()[items.get().length - 1]!;
        log.push(String(equals(stored, items.get().at(-1))));
        break;
      }
      case "remove": items.remove(list[at]!); break;
      case "removeCell": items.remove(items.key(at)); break;
      case "reverse": items.set([...list].reverse()); break;
      case "sort": items.set([...list].sort((a, b) => a.title < b.title ? -1 : 1)); break;
      case "filter": items.set(list.filter((_, index) => index !== at)); break;
      case "insert": items.set([...list.slice(0, at), { title }, ...list.slice(at)]); break;
      case "retitle": items.key(at).key("title").set(title); break;
      case "pick": picked.set(list[at]); break;
      case "toFront": items.set([list[at]!, ...list.filter((item) => !equals(item, list[at]))]); break;
      case "copy": items.set(list.map((item, index) => index === at ? { ...item, title } : item)); break;
    }
  });
  return {
    items, rows, log, act,
    checks: computed(() => items.get().map((item, i) => equals(item, items.get()[i]))),
    pairs: computed(() => items.get().flatMap((a, i) => items.get().slice(i + 1).map((b) => equals(a, b)))),
    picked: computed(() => items.get().map((item) => equals(item, picked.get()))),
  };
});`;

interface RowState {
  label: string;
}

async function labels(
  actor: { piece: { get(path: string): Promise<unknown> } },
): Promise<string[]> {
  const rows = await actor.piece.get("rows") as RowState[];
  return rows.map(({ label }) => label);
}

for (const start of ["default", "argument", "pushed"]) {
  Deno.test(`rows keep their state through every edit and a reload: ${start}`, async () => {
    const argument = start === "default"
      ? {}
      : { items: start === "argument" ? [{ title: "d0" }, { title: "d1" }] : [] };
    const stage = await openStage(LIST, { argument });
    try {
      const act = (verb: string, more: object = {}) => stage.piece.send("act", { verb, ...more });
      if (start === "pushed") {
        await act("push", { title: "d0" });
        await act("push", { title: "d1" });
      }
      const rows = stage.watch("rows");
      await stage.piece.send("rows.1.click");
      await stage.piece.send("rows.1.click");
      await stage.piece.send("rows.0.click");
      assert.deepEqual(await labels(stage), ["d0:1", "d1:2"]);
      await act("reverse");
      assert.deepEqual(await labels(stage), ["d1:2", "d0:1"]);
      await act("insert", { at: 1, title: "new" });
      assert.deepEqual(await labels(stage), ["d1:2", "new:0", "d0:1"]);
      await stage.piece.send("rows.1.click");
      await act("sort");
      assert.deepEqual(await labels(stage), ["d0:1", "d1:2", "new:1"]);
      await act("pick", { at: 1 });
      assert.deepEqual(await stage.piece.get("picked"), [false, true, false]);
      await act("toFront", { at: 2 });
      assert.deepEqual(await labels(stage), ["new:1", "d0:1", "d1:2"]);
      await act("retitle", { at: 0, title: "renamed" });
      await stage.piece.send("rows.1.setTitle", "zero");
      assert.deepEqual(await labels(stage), ["renamed:1", "zero:1", "d1:2"]);
      assert.deepEqual(await stage.piece.get("checks"), [true, true, true]);
      assert.deepEqual(await stage.piece.get("pairs"), [false, false, false]);
      assert.deepEqual(await stage.piece.get("picked"), [false, false, true]);

      const again = await stage.join();
      assert.deepEqual(await labels(again), ["renamed:1", "zero:1", "d1:2"], "after a reload");
      assert.deepEqual(await again.piece.get("picked"), [false, false, true]);
      await again.piece.send("rows.0.click");
      await again.piece.send("act", { verb: "reverse" });
      assert.deepEqual(await labels(again), ["d1:2", "zero:1", "renamed:2"]);
      await stage.runtime.idle();
      assert.deepEqual(await labels(stage), ["d1:2", "zero:1", "renamed:2"], "the first sees it");
      await again.close();

      await act("remove", { at: 1 });
      assert.deepEqual(await labels(stage), ["d1:2", "renamed:2"]);
      await act("removeCell", { at: 0 });
      assert.deepEqual(await labels(stage), ["renamed:2"]);
      await act("push", { title: "last" });
      assert.deepEqual(
        await stage.piece.get("log"),
        start === "pushed" ? ["true", "true", "true"] : ["true"],
      );
      await act("filter", { at: 0 });
      assert.deepEqual(await labels(stage), ["last:0"]);
      rows.stop();
      assert.deepEqual(stage.errors, []);
    } finally {
      await stage.close();
    }
  });
}

Deno.test("a kept row is not built again by reorder, insert and removal", async () => {
  const stage = await openStage(LIST, {
    argument: { items: [{ title: "a" }, { title: "b" }, { title: "c" }] },
  });
  try {
    const rows = stage.watch("rows");
    assert.equal(stage.since().length, 3);
    const act = (verb: string, more: object = {}) => stage.piece.send("act", { verb, ...more });
    for (
      const [verb, built] of [["reverse", 0], ["sort", 0], ["remove", 0], ["retitle", 0], [
        "push",
        1,
      ], ["insert", 1]] as const
    ) {
      await act(verb, { title: "b2" });
      assert.equal(stage.since().length, built, verb);
    }
    rows.stop();
  } finally {
    await stage.close();
  }
});

const LINKS = `
    import { action, computed, pattern, Stream, Writable } from "commonfabric";
    interface Person { name: string; tags: string[] }
    interface Holder { person: Person; many: Person[]; byName: Record<string, Person> }
    interface Output { ann: Person; bob: Person; holder: Holder; act: Stream<string>; listed: string; cells: string }
    export default pattern<{}, Output>(() => {
      const ann = new Writable<Person>({ name: "Ann", tags: [] });
      const bob = new Writable<Person>({ name: "Bob", tags: [] });
      const holder = new Writable<{ person: Writable<Person>; many: Writable<Person>[]; byName: Record<string, Writable<Person>> }>({
        person: ann, many: [ann, bob], byName: { a: ann },
      });
      const act = action((verb: string) => {
        const person = holder.key("person") as unknown as Writable<Person>;
        if (verb === "past") person.key("name").set("Ann II");
        if (verb === "push past") person.key("tags").push("x");
        if (verb === "update past") person.update({ name: "Ann III" });
        if (verb === "element past") (holder.key("many").key(1) as unknown as Writable<Person>).key("name").set("Bob II");
        if (verb === "record past") (holder.key("byName").key("a") as unknown as Writable<Person>).key("tags").push("y");
        if (verb === "at with a cell") holder.key("person").set(bob);
        if (verb === "at with a value") (holder as unknown as Writable<Holder>).key("person").set({ name: "New", tags: [] });
        if (verb === "element at") (holder as unknown as Writable<Holder>).key("many").key(0).set({ name: "Newer", tags: [] });
      });
      return { ann, bob, holder: holder as unknown as Holder, act,
        listed: computed(() => holder.get().many.map((one) => one.get().name).join()),
        cells: computed(() => holder.get().person.get().name),
      };
    });`;

Deno.test("writing past a link follows it, writing at it replaces it", async () => {
  const stage = await openStage(LINKS);
  try {
    const act = async (verb: string) => {
      await stage.piece.send("act", verb);
      const [ann, bob] = [await stage.piece.get("ann"), await stage.piece.get("bob")] as {
        name: string;
        tags: string[];
      }[];
      return [
        ann!.name,
        ann!.tags.join(),
        bob!.name,
        await stage.piece.get("cells"),
        await stage.piece.get("listed"),
      ];
    };
    assert.deepEqual(await act("past"), ["Ann II", "", "Bob", "Ann II", "Ann II,Bob"]);
    assert.deepEqual(await act("push past"), ["Ann II", "x", "Bob", "Ann II", "Ann II,Bob"]);
    assert.deepEqual(await act("update past"), ["Ann III", "x", "Bob", "Ann III", "Ann III,Bob"]);
    assert.deepEqual(await act("element past"), [
      "Ann III",
      "x",
      "Bob II",
      "Ann III",
      "Ann III,Bob II",
    ]);
    assert.deepEqual(await act("record past"), [
      "Ann III",
      "x,y",
      "Bob II",
      "Ann III",
      "Ann III,Bob II",
    ]);
    assert.deepEqual(await act("at with a cell"), [
      "Ann III",
      "x,y",
      "Bob II",
      "Bob II",
      "Ann III,Bob II",
    ]);
    assert.deepEqual(await act("at with a value"), [
      "Ann III",
      "x,y",
      "Bob II",
      "New",
      "Ann III,Bob II",
    ]);
    assert.deepEqual(await act("element at"), ["Ann III", "x,y", "Bob II", "New", "Newer,Bob II"]);
    const other = await stage.join({ user: "other" });
    assert.equal(await other.piece.get("listed"), "Newer,Bob II");
    await other.close();
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
