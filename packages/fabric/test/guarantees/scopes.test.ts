/** PerSpace is shared, PerUser is one per principal, PerSession one per session. */

import assert from "node:assert/strict";
import { type Actor, openStage, type Stage } from "./stage.ts";

const PROGRAM = `
import { action, computed, pattern, PerSession, PerUser, sqliteDatabase, SqliteDb, Stream, table, Writable } from "commonfabric";
interface Note { text: string }
interface Output {
  shared: string[]; mine: string[]; here: string[]; notes: Note[]; summary: string; rows: string[];
  note: Stream<string>; entity: Stream<string>; moved: Stream<string>; row: Stream<string>; bump: Stream<void>; counts: number[];
}
interface Input { draft: PerUser<Writable<string>> }
export default pattern<Input, Output>(({ draft }) => {
  const shared = new Writable.perSpace<string[]>([]);
  const mine = new Writable.perUser<string[]>([]);
  const here = new Writable.perSession<string[]>([]);
  const notes: PerUser<Writable<Note[]>> = new Writable<Note[]>([]);
  const count = new Writable(0);
  const db: PerUser<SqliteDb> = sqliteDatabase({ tables: { logs: table({ id: "integer primary key", body: "text" }) } });
  const rows = db.query<{ body: string }>("SELECT body FROM logs ORDER BY id", { reactOn: db });
  return {
    shared, mine, here, notes,
    rows: computed(() => rows.result?.map(({ body }) => body) ?? []),
    summary: computed(() => shared.get().length + "/" + mine.get().length + "/" + here.get().length),
    counts: [count, (count as Writable<number>).asScope("user"), (count as Writable<number>).asScope("session")],
    note: action((text: string) => { shared.push(text); mine.push(text); here.push(text); }),
    entity: action((text: string) => notes.push({ text })),
    moved: action((text: string) => notes.key(0).key("text").set(text)),
    row: action((body: string) => { db.exec("INSERT INTO logs (body) VALUES (?)", [body]); }),
    bump: action(() => {
      count.increment(1);
      (count as Writable<number>).asScope("user").increment(10);
      (count as Writable<number>).asScope("session").increment(100);
    }),
  };
});`;

async function settled(...actors: Actor[]): Promise<void> {
  for (let round = 0; round < 2; round++) for (const { runtime } of actors) await runtime.idle();
}

/** The owner in two sessions, and another user. */
async function withPeople(
  body: (people: { stage: Stage; again: Actor; other: Actor }) => Promise<void>,
): Promise<void> {
  const stage = await openStage(PROGRAM, { session: "first" });
  const again = await stage.join({ session: "second" });
  const other = await stage.join({ user: "other", session: "first" });
  try {
    await body({ stage, again, other });
  } finally {
    await again.close();
    await other.close();
    await stage.close();
  }
}

Deno.test("what is written in each scope is seen by those who share it, and by nobody else", () =>
  withPeople(async ({ stage, again, other }) => {
    const seen = [stage, again, other].map((actor) => actor.watch("summary"));
    await stage.piece.send("note", "a");
    await settled(stage, again, other);
    assert.deepEqual(seen.map(({ seen }) => seen.at(-1)), ["1/1/1", "1/1/0", "1/0/0"]);
    await other.piece.send("note", "b");
    await settled(stage, again, other);
    assert.deepEqual(seen.map(({ seen }) => seen.at(-1)), ["2/1/1", "2/1/0", "2/1/1"]);
    assert.deepEqual(await other.piece.get("mine"), ["b"]);
    assert.deepEqual(await again.piece.get("here"), []);
    assert.deepEqual(await again.piece.get("shared"), ["a", "b"]);
    for (const { stop } of seen) stop();
  }));

Deno.test("a session of the same name of another user is another session", () =>
  withPeople(async ({ stage, other }) => {
    await stage.piece.send("note", "a");
    await settled(stage, other);
    assert.deepEqual(await other.piece.get("here"), []);
  }));

Deno.test("entities in a list of one user are changed by that user alone", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("entity", "mine");
    await other.piece.send("entity", "theirs");
    await settled(stage, again, other);
    await again.piece.send("moved", "mine, changed");
    await settled(stage, again, other);
    assert.deepEqual(await stage.piece.get("notes"), [{ text: "mine, changed" }]);
    assert.deepEqual(await other.piece.get("notes"), [{ text: "theirs" }]);
  }));

Deno.test("a database of one user holds that user's rows", () =>
  withPeople(async ({ stage, again, other }) => {
    const seen = [stage, again, other].map((actor) => actor.watch("rows"));
    await stage.piece.send("row", "a");
    await other.piece.send("row", "b");
    await settled(stage, again, other);
    assert.deepEqual(seen.map(({ seen }) => seen.at(-1)), [["a"], ["a"], ["b"]]);
    for (const { stop } of seen) stop();
  }));

Deno.test("asScope() of a cell names its place in another scope", () =>
  withPeople(async ({ stage, again, other }) => {
    await stage.piece.send("bump");
    await again.piece.send("bump");
    await other.piece.send("bump");
    await settled(stage, again, other);
    assert.deepEqual(await stage.piece.get("counts"), [3, 20, 100]);
    assert.deepEqual(await again.piece.get("counts"), [3, 20, 100]);
    assert.deepEqual(await other.piece.get("counts"), [3, 10, 100]);
  }));

Deno.test("what the host gives for a user's field of the argument is that user's own", () =>
  withPeople(async ({ stage, again, other }) => {
    for (const { piece } of [stage, again, other]) await piece.get("summary");
    await stage.piece.setArgument("draft", "mine");
    await settled(stage, again, other);
    await other.piece.setArgument("draft", "theirs");
    await settled(stage, again, other);
    const drafts = [];
    for (const { piece, runtime } of [stage, again, other]) {
      const place = runtime.pieces.instance(piece.space, piece.id).argument.child("draft");
      drafts.push(await runtime.whenReady(() => runtime.currentValue(runtime.faces.cell(place))));
    }
    assert.deepEqual(drafts, ["mine", "mine", "theirs"]);
  }));

Deno.test("elements of a default list of a user or a session are nobody else's", async () => {
  const stage = await openStage(
    `import { Default, handler, pattern, PerSession, PerUser, Writable } from "commonfabric";
interface Item { title: string; parts: { n: number }[] | Default<[{ n: 1 }]> }
const set = handler((event: { to: string }, { items }: { items: Writable<Item[]> }) => {
  items.key(0).key("title").set(event.to);
  items.key(0).key("parts").key(0).key("n").increment(1);
});
type Items = Item[] | Default<[{ title: "start" }]>;
export default pattern<{ mine: PerUser<Writable<Items>>; here: PerSession<Writable<Items>> }>(({ mine, here }) => ({
  mine,
  here,
  rows: mine.map((item) => item.title),
  setMine: set({ items: mine }),
  setHere: set({ items: here }),
}));`,
    { argument: null, session: "one" },
  );
  try {
    const bob = await stage.join({ user: "bob" });
    const two = await stage.join({ session: "two" });
    const shown = (path: string) =>
      Promise.all([stage, two, bob].map(async ({ piece }) => {
        const [item] = await piece.get(path) as { title: string; parts: { n: number }[] }[];
        return `${item!.title} ${item!.parts[0]!.n}`;
      }));
    await stage.piece.send("setMine", { to: "ann" });
    await stage.piece.send("setHere", { to: "one" });
    assert.deepEqual(await shown("mine"), ["ann 2", "ann 2", "start 1"]);
    assert.deepEqual(await shown("here"), ["one 2", "start 1", "start 1"]);
    await bob.piece.send("setMine", { to: "bob" });
    await two.piece.send("setHere", { to: "two" });
    await two.piece.send("setMine", { to: "ann again" });
    assert.deepEqual(await shown("mine"), ["ann again 3", "ann again 3", "bob 2"]);
    assert.deepEqual(await shown("here"), ["one 2", "two 2", "start 1"]);
    assert.deepEqual(await bob.piece.get("rows"), ["bob"]);
  } finally {
    await stage.close();
  }
});

Deno.test("a scope's cells are made by new, by of() and by for(), and are found again", async () => {
  const stage = await openStage(`
import { action, computed, pattern, Stream, Writable } from "commonfabric";
interface Output { texts: string; add: Stream<string> }
export default pattern<{}, Output>(() => {
  const PerUser = Writable.perUser;
  const one = new PerUser<string>("");
  const two = Writable.perUser.of("");
  const three = Writable.perUser.for<string>("third");
  const here = Writable.perSession.of("");
  return {
    texts: computed(() => [one, two, three, here].map((cell) => cell.get() ?? "").join("/")),
    add: action((text: string) => {
      for (const cell of [one, two, three, here]) cell.set(text);
    }),
  };
});`);
  const again = await stage.join({ session: "second" });
  const other = await stage.join({ user: "other" });
  try {
    await stage.piece.send("add", "a");
    await settled(stage, again, other);
    const texts = [stage, again, other].map(({ piece }) => piece.get("texts"));
    assert.deepEqual(await Promise.all(texts), ["a/a/a/a", "a/a/a/", "///"]);
  } finally {
    await again.close();
    await other.close();
    await stage.close();
  }
});

Deno.test("an action hears an event whose type nobody said", async () => {
  const stage = await openStage(`
import { action, pattern, Writable } from "commonfabric";
export default pattern(() => {
  const texts = new Writable<string[]>([]);
  return {
    texts,
    whole: action((event) => texts.push(event.title)),
    parts: action(({ title }) => texts.push(title)),
  };
});`);
  try {
    await stage.piece.send("whole", { title: "a" });
    await stage.piece.send("parts", { title: "b" });
    assert.deepEqual(await stage.piece.get("texts"), ["a", "b"]);
  } finally {
    await stage.close();
  }
});
