/** How many requests it takes to show more documents than come with the piece. */

import assert from "node:assert/strict";
import { listedPieces, listedRecord, listPiece, runPattern } from "@cf/runner";
import { compileSource } from "../../src/compile.ts";
import { openStage, type Stage } from "./stage.ts";

const LIST = `
import { action, computed, pattern, Writable } from "commonfabric";
interface Task { title: string; parts: { done: boolean }[] }
export default pattern(() => {
  const tasks = new Writable<Task[]>([]);
  return {
    titles: computed(() => tasks.get().filter(({ title }) => title !== "").length),
    open: computed(() => tasks.get().flatMap(({ parts }) => parts.filter((p) => !p.done)).length),
    add: action((count: number) => {
      const parts = () => [{ done: false }, { done: true }];
      tasks.push(...Array.from({ length: count }, (_, i) => ({ title: "t" + i, parts: parts() })));
    }),
  };
});`;

const ROWS = `
import { action, type Cell, cfLink, computed, pattern, sqliteDatabase, table, Writable } from "commonfabric";
interface Person { name: string }
export default pattern(() => {
  const db = sqliteDatabase({ tables: { t: table({ id: "integer primary key", by_cf_link: cfLink<Person>() }) } });
  const people = new Writable.perSession<Person[]>([]);
  const rows = db.query<{ id: number; by_cf_link: Cell<Person> }>("SELECT * FROM t", { reactOn: db });
  return {
    names: computed(() => new Set(rows.result?.map((row) => row.by_cf_link.get().name)).size),
    add: action((count: number) => {
      const made = Array.from({ length: count }, (_, i) => {
        const person = Writable.for<Person>("person" + i);
        person.set({ name: "p" + i });
        return [person];
      });
      db.execMany("INSERT INTO t (by_cf_link) VALUES (?)", made);
    }),
  };
});`;

const CARDS = `
import { action, computed, pattern, Writable } from "commonfabric";
const Card = pattern<{ item: { title: string } }, { value: number; hide: unknown }>(({ item }) => {
  const value = new Writable(1);
  const hidden = new Writable.perUser(false);
  return { value: computed(() => hidden.get() ? 0 : value.get()), hide: action(() => hidden.set(true)) };
});
export default pattern(() => {
  const items = new Writable<{ title: string }[]>([]);
  const cards = items.map((item) => Card({ item }));
  return {
    sum: computed(() => cards.reduce((sum, card) => sum + card.value, 0)),
    add: action((count: number) => {
      items.push(...Array.from({ length: count }, (_, i) => ({ title: "t" + i })));
    }),
  };
});`;

const NOTES = `
import { action, computed, pattern, Writable } from "commonfabric";
interface Tag { name: string }
interface Input { title: string; tags: Tag[] }
const Note = pattern<Input, { title: string; value: number; hide: unknown }>(({ title, tags }) => {
  const parts = new Writable<{ size: number }[]>([{ size: 1 }]);
  const hidden = new Writable.perUser(false);
  const size = computed(() => parts.get().reduce((sum, part) => sum + part.size, 0));
  const named = computed(() => tags.filter(({ name }) => name !== "").length);
  return { title, value: computed(() => hidden.get() ? 0 : size + named), hide: action(() => hidden.set(true)) };
});
export default pattern(() => {
  const notes = new Writable<{ title: string; value: number }[]>([]);
  return {
    sum: computed(() => notes.get().reduce((sum, note) => sum + note.value, 0) / 3),
    add: action((count: number) => {
      for (let i = 0; i < count; i++) notes.push(Note({ title: "t" + i, tags: [{ name: "a" }, { name: "b" }] }));
    }),
  };
});`;

/** What a second session sees of a path that held `event` things, and how many requests that took. */
async function seenFromFar(source: string, event: number, path: string) {
  const stage = await openStage(source);
  try {
    await stage.piece.send("add", event);
    const requests: number[] = [];
    const far = await stage.join({ onRequest: (count) => requests.push(count) });
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const stop = far.piece.sink(path, (value) => {
      if (value === event) resolve(value);
    });
    await Promise.race([promise, far.runtime.idle()]);
    stop();
    const value = await far.piece.get(path);
    await far.close();
    return { value, requests: requests.length };
  } finally {
    await stage.close();
  }
}

Deno.test("a computation over a long list of entities asks for them together", async () => {
  const { value, requests } = await seenFromFar(LIST, 2_500, "titles");
  assert.equal(value, 2_500);
  assert.ok(requests < 25, `${requests} requests`);
});

Deno.test("a computation over the parts of a long list's entities asks for them together", async () => {
  const { value, requests } = await seenFromFar(LIST, 1_200, "open");
  assert.equal(value, 1_200);
  assert.ok(requests < 60, `${requests} requests`);
});

Deno.test("rows that link to many entities ask for them together", async () => {
  const { value, requests } = await seenFromFar(ROWS, 300, "names");
  assert.equal(value, 300);
  assert.ok(requests < 15, `${requests} requests`);
});

Deno.test("a computation over the state of a list's pieces asks for it together", async () => {
  const { value, requests } = await seenFromFar(CARDS, 400, "sum");
  assert.equal(value, 400);
  assert.ok(requests < 30, `${requests} requests`);
});

Deno.test("a computation over pieces that a handler pushed asks for what they are made of together", async () => {
  const { value, requests } = await seenFromFar(NOTES, 600, "sum");
  assert.equal(value, 600);
  assert.ok(requests < 30, `${requests} requests`);
});

const DIRECTORY = `
import { computed, NAME, pattern, wish, Writable } from "commonfabric";
interface Listed { pieces: { $NAME: string }[] }
export const Named = pattern<{ title: string }>(({ title }) => {
  const suffix = new Writable("!");
  return { [NAME]: computed(() => title + suffix.get()) };
});
export default pattern(() => {
  const space = wish<Listed>({ query: "#default" });
  return { named: computed(() => space.result?.pieces.filter((piece) => piece[NAME] === "named!").length) };
});`;

/** Lists `count` pieces beside the stage's own. */
async function listMany({ runtime }: Stage, count: number): Promise<void> {
  const files = { "/main.tsx": DIRECTORY.trimStart() };
  const { program } = compileSource({ main: "/main.tsx", files }, "main.tsx");
  const factory = runtime.programs.load(program).exports[program.main]!.Named;
  for (let i = 0; i < count; i++) {
    const { id } = runPattern(runtime, factory, { argument: { title: "named" } });
    await listPiece(runtime, id);
  }
  await runtime.idle();
}

Deno.test("a wish for the pieces of a space asks for what they are made of together", async () => {
  const stage = await openStage(DIRECTORY);
  try {
    await listMany(stage, 200);
    const requests: number[] = [];
    const far = await stage.join({ onRequest: (count) => requests.push(count) });
    assert.equal(await far.piece.get("named"), 200);
    assert.ok(requests.length < 25, `${requests.length} requests`);
    await far.close();
  } finally {
    await stage.close();
  }
});

Deno.test("listedRecord() asks for those of a long list together", async () => {
  const stage = await openStage(DIRECTORY);
  try {
    await listMany(stage, 1_100);
    const requests: number[] = [];
    const { runtime, close } = await stage.join({ onRequest: (count) => requests.push(count) });
    const records = () => listedPieces(runtime).map((id) => listedRecord(runtime, id));
    const found = await runtime.whenReady(records);
    assert.equal(found.filter((record) => record !== undefined).length, 1_101);
    assert.ok(requests.length < 10, `${requests.length} requests`);
    await close();
  } finally {
    await stage.close();
  }
});
