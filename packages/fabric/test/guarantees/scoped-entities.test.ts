/** Entities live where the document is that they were written into; wider scopes get copies. */

import assert from "node:assert/strict";
import { type Actor, openStage, type Stage } from "./stage.ts";

const PROGRAM = `
import { action, computed, equals, handler, pattern, sqliteDatabase, cfLink, table, Writable } from "commonfabric";
interface Part { name: string }
interface Note { text: string; parts: Part[]; of?: Note; count?: Writable<number>; label?: Writable<string>; inner?: { count: Writable<number> } }
interface Holder { note?: Note; nested?: { deep: { note: Note }[] } }
const publishTo = handler((event: { note: Note }, { to }: { to: Writable<Note[]> }) => { to.push(event.note); });
const pushState = handler((_: void, { note, to }: { note: Note; to: Writable<Note[]> }) => { to.push(note); });
export default pattern(() => {
  const shared = new Writable.perSpace<Note[]>([]);
  const holder = new Writable.perSpace<Holder>({});
  const chosen = new Writable.perSpace<Note | null>(null);
  const mine = new Writable.perUser<Note[]>([]);
  const done = new Writable.perUser<Note[]>([]);
  const own = new Writable.perUser<Holder>({});
  const here = new Writable.perSession<Note[]>([]);
  const color = new Writable.perUser<string>("grey");
  const counted = new Writable.perSpace<number>(0);
  const said = new Writable.perSpace<string[]>([]);
  const newest = computed(() => mine.get().at(-1));
  const long = computed(() => mine.get().filter((note) => note.parts.length > 0));
  const db = sqliteDatabase({ tables: { notes: table({ id: "integer primary key", note_cf_link: cfLink<Note>() }) } });
  const rows = db.query<{ note_cf_link: Writable<Note> }>("SELECT note_cf_link FROM notes ORDER BY id", { reactOn: db });
  const toShared = publishTo({ to: shared });
  return {
    shared, holder, chosen, mine, done, own, here, color, counted, said,
    rows: computed(() => rows.result?.map(({ note_cf_link }) => note_cf_link.get()?.text ?? "nothing") ?? []),
    write: action((text: string) => mine.push({ text, parts: [{ name: text + " part" }] })),
    writeHere: action((text: string) => here.push({ text, parts: [] })),
    share: action((text: string) => shared.push({ text, parts: [] })),
    edit: action(({ list, text }: { list: "mine" | "shared"; text: string }) =>
      (list === "mine" ? mine : shared).key(0).key("text").set(text)),
    editPart: action((name: string) => shared.key(0).key("parts").key(0).key("name").set(name)),
    push: action(() => shared.push(mine.get()[0])),
    pushTwice: action(() => {
      shared.push(mine.get()[0]);
      chosen.set(mine.get()[0]);
      said.push("same " + equals(shared.get().at(-1), chosen));
      mine.key(0).key("text").set("changed since");
      shared.push(mine.get()[0]);
    }),
    all: action(() => shared.set(mine.get())),
    spread: action(() => holder.set({ note: mine.get()[0], nested: { deep: [{ note: mine.get()[0] }] } })),
    send: action(() => toShared.send({ note: mine.get()[0] })),
    byState: pushState({ note: mine.key(0) as unknown as Note, to: shared }),
    byNewest: action(() => shared.push(newest!)),
    byFilter: action(() => shared.push(...long)),
    unique: action(() => shared.addUnique(mine.get()[0])),
    takeBack: action(() => {
      const before = shared.get().length;
      shared.remove(mine.get()[0]);
      said.push("left " + (shared.get().length - before) + " " + equals(shared.get()[0], mine.get()[0]));
    }),
    keep: action(() => mine.push(shared.get()[0])),
    keepAndPush: action(() => shared.push(mine.get()[0])),
    move: action(() => { const note = mine.get()[0]; mine.remove(note); done.push(note); }),
    moveBack: action(() => { const note = done.get()[0]; done.remove(note); mine.push(note); said.push("moved " + equals(mine.get().at(-1), note)); }),
    toMine: action(() => mine.push(here.get()[0])),
    toHere: action(() => here.push(mine.get()[0])),
    answer: action(() => mine.push({ text: "re", parts: [], of: shared.get()[0], count: counted, label: color })),
    link: action(() => mine.push({ text: "re", parts: [], of: mine.get()[0] })),
    pushLast: action(() => shared.push(mine.get().at(-1)!)),
    bump: action(() => shared.get().at(-1)!.count!.increment(1)),
    paint: action((text: string) => color.set(text)),
    ring: action(() => {
      mine.push({ text: "a", parts: [] }, { text: "b", parts: [] });
      mine.key(0).key("of").set(mine.get()[1]);
      mine.key(1).key("of").set(mine.get()[0]);
      shared.push(mine.get()[0]);
    }),
    rowOf: action(() => { db.exec("INSERT INTO notes (note_cf_link) VALUES (?)", [mine.get()[0]]); }),
    part: action((n: number) => mine.push({ text: "part", parts: [], count: n, inner: { count: n } } as unknown as Note)),
    put: action((text: string) => own.set({ nested: { deep: [{ note: { text, parts: [{ name: "x" }] } }] } })),
  };
});`;

async function settled(...actors: Actor[]): Promise<void> {
  for (let round = 0; round < 3; round++) for (const { runtime } of actors) await runtime.idle();
}

interface People {
  readonly stage: Stage;
  readonly again: Actor;
  readonly other: Actor;
}

/** The owner in two sessions, and another user. */
async function withPeople(body: (people: People) => Promise<void>): Promise<void> {
  const stage = await openStage(PROGRAM, { session: "first" });
  const again = await stage.join({ session: "second" });
  const other = await stage.join({ user: "other", session: "first" });
  try {
    await body({ stage, again, other });
    await settled(stage, again, other);
    assert.deepEqual([stage, again, other].flatMap(({ errors }) => errors), []);
  } finally {
    await again.close();
    await other.close();
    await stage.close();
  }
}

async function texts({ piece }: Actor, path: string): Promise<string[]> {
  return (await piece.get(path) as { text: string }[]).map(({ text }) => text);
}

/** The scopes, by kind, in which the log ever held `text`. */
function scopesHolding(stage: Stage, text: string): string[] {
  const scopes = stage.stored().split("\n").filter((line) => line.includes(text))
    .map((line) => (JSON.parse(line) as { scope?: string }).scope?.split(":")[0] ?? "space");
  return [...new Set(scopes)].sort();
}

Deno.test("what is written into a user's or a session's list is stored in no wider scope", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("write", "secret");
    await stage.piece.send("writeHere", "whisper");
    await stage.piece.send("put", "buried");
    await settled(stage, again, other);
    assert.deepEqual(scopesHolding(stage, "secret"), ["user"]);
    assert.deepEqual(scopesHolding(stage, "whisper"), ["session"]);
    assert.deepEqual(scopesHolding(stage, "buried"), ["user"]);
    assert.deepEqual(await texts(again, "mine"), ["secret"]);
    assert.deepEqual(await texts(again, "here"), []);
    assert.deepEqual(await again.piece.get("own.nested.deep.0.note.text"), "buried");
    assert.deepEqual(await texts(other, "mine"), []);
  }));

for (const way of ["push", "send", "byState", "byNewest", "byFilter", "unique", "all"]) {
  Deno.test(`an entity of a user that goes into a shared list (${way}) is copied, for all to see`, () =>
    withPeople(async ({ stage, again, other }) => {
      await stage.piece.send("write", "draft");
      await stage.piece.send(way);
      await settled(stage, again, other);
      const expected = [{ text: "draft", parts: [{ name: "draft part" }] }];
      for (const actor of [stage, again, other]) {
        assert.deepEqual(await actor.piece.get("shared"), expected);
      }
      await other.piece.send("edit", { list: "shared", text: "by another" });
      await other.piece.send("editPart", "another part");
      await stage.piece.send("edit", { list: "mine", text: "still a draft" });
      await settled(stage, again, other);
      const changed = [{ text: "by another", parts: [{ name: "another part" }] }];
      for (const actor of [stage, again, other]) {
        assert.deepEqual(await actor.piece.get("shared"), changed);
      }
      assert.deepEqual(await again.piece.get("mine"), [
        { text: "still a draft", parts: [{ name: "draft part" }] },
      ]);
    }));
}

Deno.test("an entity of a user is copied into a shared object, at every depth", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("write", "draft");
    await stage.piece.send("spread");
    await settled(stage, again, other);
    const note = { text: "draft", parts: [{ name: "draft part" }] };
    assert.deepEqual(await other.piece.get("holder"), { note, nested: { deep: [{ note }] } });
  }));

Deno.test("one handler makes one copy of what stays the same, and another of what changed", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("write", "draft");
    await stage.piece.send("pushTwice");
    await settled(stage, again, other);
    assert.deepEqual(await other.piece.get("said"), ["same true"]);
    assert.deepEqual(await texts(other, "shared"), ["draft", "changed since"]);
    await other.piece.send("edit", { list: "shared", text: "edited" });
    await settled(stage, again, other);
    assert.equal(await stage.piece.get("chosen.text"), "edited");
    assert.deepEqual(await texts(stage, "shared"), ["edited", "changed since"]);
  }));

Deno.test("a copy is another entity than what it was made from", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("write", "draft");
    await stage.piece.send("push");
    await stage.piece.send("takeBack");
    await settled(stage, again, other);
    assert.deepEqual(await other.piece.get("said"), ["left 0 false"]);
    assert.deepEqual(await texts(other, "shared"), ["draft"]);
  }));

Deno.test("a shared entity in a user's list is the shared one, there and back", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("share", "news");
    await other.piece.send("keep");
    await other.piece.send("keepAndPush");
    await stage.piece.send("edit", { list: "shared", text: "newer" });
    await settled(stage, again, other);
    assert.deepEqual(await texts(other, "mine"), ["newer"]);
    assert.deepEqual(await texts(stage, "shared"), ["newer", "newer"]);
  }));

Deno.test("an entity that moves within its scope stays the same", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("write", "todo");
    await stage.piece.send("move");
    await settled(stage, again, other);
    assert.deepEqual([await texts(again, "mine"), await texts(again, "done")], [[], ["todo"]]);
    await again.piece.send("moveBack");
    await settled(stage, again, other);
    assert.deepEqual(await other.piece.get("said"), ["moved true"]);
    assert.deepEqual(await texts(stage, "mine"), ["todo"]);
  }));

Deno.test("what goes from a session to its user is copied, and the other way it is the same", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("writeHere", "here");
    await stage.piece.send("toMine");
    await settled(stage, again, other);
    assert.deepEqual(await texts(again, "mine"), ["here"]);
    await again.piece.send("toHere");
    await stage.piece.send("edit", { list: "mine", text: "changed" });
    await settled(stage, again, other);
    assert.deepEqual(await texts(again, "here"), ["changed"]);
    assert.deepEqual(await texts(stage, "here"), ["here"]);
    assert.deepEqual(await texts(other, "mine"), []);
  }));

Deno.test("in a copy, what others see and cells stay links; a user's cell is each reader's own", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("share", "question");
    await stage.piece.send("paint", "red");
    await other.piece.send("paint", "blue");
    await stage.piece.send("answer");
    await stage.piece.send("pushLast");
    await settled(stage, again, other);
    const answer = { text: "re", parts: [], of: { text: "question", parts: [] }, count: 0 };
    assert.deepEqual(await stage.piece.get("shared.1"), { ...answer, label: "red" });
    assert.deepEqual(await other.piece.get("shared.1"), { ...answer, label: "blue" });
    await other.piece.send("bump");
    await stage.piece.send("edit", { list: "shared", text: "rephrased" });
    await settled(stage, again, other);
    assert.equal(await stage.piece.get("counted"), 1);
    assert.equal(await other.piece.get("shared.1.of.text"), "rephrased");
    assert.equal(await again.piece.get("mine.0.of.text"), "rephrased");
  }));

Deno.test("a cell that is a part of an entity is copied with it, and nothing where there is none", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("part", 5);
    await stage.piece.send("push");
    await other.piece.send("bump");
    await settled(stage, again, other);
    const counts = await Promise.all(
      [stage, other].map(({ piece }) => piece.get("shared.0")),
    );
    const expected = { text: "part", parts: [], count: 6, inner: { count: 5 } };
    assert.deepEqual(counts, [expected, expected]);
    assert.equal(await stage.piece.get("mine.0.count"), 5);
  }));

Deno.test("a copy of what refers to another entity of its user has a copy of that too", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("write", "first");
    await stage.piece.send("link");
    await stage.piece.send("pushLast");
    await settled(stage, again, other);
    assert.equal(await other.piece.get("shared.0.of.text"), "first");
  }));

Deno.test("entities of a user that lead to each other are copied as such", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("ring");
    await settled(stage, again, other);
    assert.equal(await other.piece.get("shared.0.of.of.of.text"), "b");
  }));

Deno.test("a row of a shared database names a copy of a user's entity", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("write", "draft");
    await stage.piece.send("rowOf");
    const seen = [stage, other].map((actor) => actor.watch("rows"));
    await settled(stage, again, other);
    assert.deepEqual(seen.map(({ seen }) => seen.at(-1)), [["draft"], ["draft"]]);
    for (const { stop } of seen) stop();
  }));
