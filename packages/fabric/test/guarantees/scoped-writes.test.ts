/** Who writes into a user's or a session's document: computations, retries, defaults, pieces. */

import assert from "node:assert/strict";
import { toSigil } from "@cf/protocol";
import type { Writable } from "@cf/api";
import { type Actor, openStage } from "./stage.ts";

async function settled(...actors: Actor[]): Promise<void> {
  for (let round = 0; round < 3; round++) for (const { runtime } of actors) await runtime.idle();
}

Deno.test("a computation that publishes keeps its copies the same, and follows what it copies", async () => {
  const stage = await openStage(
    `import { action, computed, pattern, Writable } from "commonfabric";
interface Note { text: string; parts: { name: string }[] }
export default pattern(() => {
  const mine = new Writable.perUser<Note[]>([]);
  const shared = new Writable.perSpace<Note[]>([]);
  const runs = computed(() => { shared.set(mine.get().filter(({ text }) => text !== "hidden")); return mine.get().length; });
  return {
    shared, runs,
    rows: shared.map((note) => { const seen = new Writable.perSession(0); return { text: note.text, seen, see: action(() => seen.increment(1)) }; }),
    write: action((text: string) => mine.push({ text, parts: [{ name: text }] })),
    first: action(() => mine.set([...mine.get()].reverse())),
    edit: action((text: string) => mine.key(0).key("text").set(text)),
    part: action((text: string) => mine.key(0).key("parts").key(0).key("name").set(text)),
  };
});`,
    { twice: true, session: "one" },
  );
  try {
    const watching = stage.watch("runs");
    const shown = async () => {
      await settled(stage);
      const notes = await stage.piece.get("shared") as {
        text: string;
        parts: { name: string }[];
      }[];
      return notes.map(({ text, parts }) => `${text} ${parts[0]!.name}`);
    };
    for (const text of ["a", "b", "c"]) await stage.piece.send("write", text);
    assert.deepEqual(await shown(), ["a a", "b b", "c c"]);
    await stage.piece.send("rows.2.see");
    await stage.piece.send("edit", "A");
    assert.deepEqual(await shown(), ["A a", "b b", "c c"]);
    await stage.piece.send("part", "x");
    assert.deepEqual(await shown(), ["A x", "b b", "c c"]);
    const ids = () => stage.stored().match(/"id":"of:[^"]*","scope":"space"/g)!.sort();
    const before = new Set(ids());
    await stage.piece.send("first");
    assert.deepEqual(await shown(), ["c c", "b b", "A x"]);
    // The copy goes with what it is of, and so does what a row knows of it.
    assert.deepEqual(await stage.piece.get("rows.0.seen"), 1);
    assert.deepEqual(new Set(ids()), before);
    await stage.piece.send("edit", "hidden");
    assert.deepEqual(await shown(), ["b b", "A x"]);
    assert.deepEqual([...stage.errors, ...stage.differences], []);
    watching.stop();
  } finally {
    await stage.close();
  }
});

Deno.test("a handler that publishes and has to run again publishes what is there then, once", async () => {
  const stage = await openStage(
    `import { action, pattern, Writable } from "commonfabric";
export default pattern(() => {
  const mine = new Writable.perUser<{ text: string }[]>([]);
  const shared = new Writable.perSpace<{ text: string; at: number }[]>([]);
  const turn = new Writable.perSpace(0);
  return {
    mine, shared,
    write: action((text: string) => mine.push({ text })),
    edit: action((text: string) => mine.key(0).key("text").set(text)),
    publish: action(() => {
      const [note] = mine.get();
      console.log("publishing", note.text);
      turn.set(turn.get() + 1);
      shared.push({ ...note, at: turn.get() });
      shared.push(note as { text: string; at: number });
    }),
  };
});`,
    { session: "one" },
  );
  const again = await stage.join({ session: "two" });
  try {
    await stage.piece.send("write", "old");
    await settled(stage, again);
    assert.deepEqual(await again.piece.get("mine"), [{ text: "old" }]);
    stage.onPrint = () => {
      stage.onPrint = undefined;
      const rival = again.piece.reference("mine") as unknown as Writable<{ text: string }[]>;
      again.runtime.transact("rival", () => rival.key(0).key("text").set("new"));
    };
    await stage.piece.send("publish");
    await settled(stage, again);
    assert.deepEqual(stage.printed, ["publishing old", "publishing new"]);
    assert.deepEqual(await again.piece.get("shared"), [{ text: "new", at: 1 }, { text: "new" }]);
    const copies = stage.stored().split("\n").filter((line) =>
      line.includes('"scope":"space"') && line.includes('"text":"')
    );
    assert.equal(copies.length, 2);
  } finally {
    await again.close();
    await stage.close();
  }
});

Deno.test("an element of a user's default list is published without the list being stored", async () => {
  const stage = await openStage(
    `import { Default, handler, pattern, PerUser, Writable } from "commonfabric";
interface Item { title: string; parts: { n: number }[] }
type Items = Item[] | Default<[{ title: "start"; parts: [{ n: 1 }] }]>;
const publish = handler((_: void, { mine, shared }: { mine: Writable<Items>; shared: Writable<Item[]> }) => {
  shared.push(mine.get()[0]);
});
const change = handler((title: string, { mine }: { mine: Writable<Items> }) => {
  const [before] = mine.get();
  mine.key(0).key("title").set(title);
  mine.push(before);
});
export default pattern<{ mine: PerUser<Writable<Items>>; shared: Writable<Item[] | Default<[]>> }>(({ mine, shared }) => ({
  mine, shared, publish: publish({ mine, shared }), change: change({ mine }),
}));`,
    { argument: null, session: "one" },
  );
  const bob = await stage.join({ user: "bob" });
  try {
    await stage.piece.send("publish");
    await settled(stage, bob);
    assert.deepEqual(await bob.piece.get("shared"), [{ title: "start", parts: [{ n: 1 }] }]);
    assert.ok(!stage.stored().includes('"scope":"user'), "the list is still its default");
    await stage.piece.send("change", "changed");
    await settled(stage, bob);
    const titles = async ({ piece }: Actor) =>
      (await piece.get("mine") as { title: string }[]).map(({ title }) => title);
    assert.deepEqual([await titles(stage), await titles(bob)], [["changed", "changed"], ["start"]]);
  } finally {
    await bob.close();
    await stage.close();
  }
});

Deno.test("a piece made with a user's entity has it as the cell it is, or a copy of its value", async () => {
  const stage = await openStage(
    `import { action, handler, pattern, Writable } from "commonfabric";
interface Item { title: string }
const rename = handler((title: string, { item }: { item: Writable<Item> }) => { item.key("title").set(title); });
const Editor = pattern<{ item: Writable<Item> }>(({ item }) => ({ title: item.get().title, rename: rename({ item }) }));
const Card = pattern<{ item: Item }>(({ item }) => ({ title: item.title }));
export default pattern(() => {
  const mine = new Writable.perUser<Item[]>([]);
  const editors = new Writable.perUser<unknown[]>([]);
  const cards = new Writable.perSpace<unknown[]>([]);
  return {
    mine, editors, cards,
    write: action((title: string) => mine.push({ title })),
    edit: action(() => editors.push(Editor({ item: mine.get()[0] }))),
    card: action(() => cards.push(Card({ item: mine.get()[0] }))),
  };
});`,
    { session: "one" },
  );
  const bob = await stage.join({ user: "bob" });
  try {
    await stage.piece.send("write", "draft");
    await stage.piece.send("edit");
    await stage.piece.send("card");
    await stage.piece.send("editors.0.rename", "renamed");
    await settled(stage, bob);
    assert.deepEqual(await stage.piece.get("mine"), [{ title: "renamed" }]);
    assert.equal(await stage.piece.get("editors.0.title"), "renamed");
    for (const { piece } of [stage, bob]) {
      assert.equal(await piece.get("cards.0.title"), "draft");
    }
  } finally {
    await bob.close();
    await stage.close();
  }
});

Deno.test("a user's list that leads to entities of the space is read and written as before", async () => {
  const stage = await openStage(
    `import { action, equals, pattern, Writable } from "commonfabric";
interface Note { text: string }
export default pattern(() => {
  const mine = new Writable.perUser<Note[]>([]);
  const shared = new Writable.perSpace<Note[]>([]);
  const said = new Writable<string>("");
  return {
    mine, shared, said,
    take: action((link: unknown) => mine.push(link as Note)),
    edit: action((text: string) => mine.key(0).key("text").set(text)),
    publish: action(() => { shared.push(mine.get()[0]); said.set(String(equals(shared.get()[0], mine.get()[0]))); }),
    drop: action(() => mine.remove(mine.get()[0])),
  };
});`,
    { session: "one" },
  );
  const bob = await stage.join({ user: "bob" });
  try {
    // As stored while entities of every list were the space's.
    const { runtime } = stage;
    const replica = runtime.replica(runtime.homeSpace);
    runtime.transact("old", (transaction) => {
      const id = "of:old";
      const document = replica.document({ id, scope: "space" });
      document.state = "loaded";
      transaction.write(replica, document, { op: "set", id, value: { text: "old" } });
    });
    await stage.piece.send("take", toSigil({ id: "of:old" }));
    await settled(stage, bob);
    assert.deepEqual(await stage.piece.get("mine"), [{ text: "old" }]);
    await stage.piece.send("edit", "changed");
    await stage.piece.send("publish");
    await settled(stage, bob);
    assert.equal(await bob.piece.get("said"), "true");
    assert.deepEqual(await bob.piece.get("shared"), [{ text: "changed" }]);
    await stage.piece.send("drop");
    await settled(stage, bob);
    assert.deepEqual(await stage.piece.get("mine"), []);
  } finally {
    await bob.close();
    await stage.close();
  }
});

Deno.test("an element that was read while its list was a default is the one it became, in every link", async () => {
  const stage = await openStage(
    `import { action, Default, handler, pattern, PerUser, Writable } from "commonfabric";
interface Item { title: string }
type Items = Item[] | Default<[{ title: "a" }, { title: "b" }]>;
const act = handler((_: void, { mine, all }: { mine: Writable<Items>; all: Writable<Items> }) => {
  for (const list of [mine, all]) {
    const [first] = list.get();
    list.key(1).key("title").set("B");
    list.push(first);
    list.removeAll(first);
  }
});
export default pattern<{ mine: PerUser<Writable<Items>>; all: Writable<Items> }>(({ mine, all }) => ({ mine, all, act: act({ mine, all }) }));`,
    { argument: null },
  );
  try {
    await stage.piece.send("act");
    assert.deepEqual(await stage.piece.get("mine"), [{ title: "B" }]);
    assert.deepEqual(await stage.piece.get("all"), [{ title: "B" }]);
  } finally {
    await stage.close();
  }
});
