/** Fields with a scope of their own, in what others share: each has them for oneself. */

import assert from "node:assert/strict";
import { type Actor, openStage, type Stage } from "./stage.ts";

const PROGRAM = `
import { action, computed, Default, handler, pattern, PerSession, PerSpace, PerUser, Writable } from "commonfabric";
interface Room {
  name: string;
  unread: PerUser<number | Default<0>>;
  draft?: PerSession<string>;
  marks: PerUser<{ at: number }[] | Default<[]>>;
  about?: { text: string; seen: PerUser<boolean | Default<false>> };
}
interface Tab { title: string; scroll: PerSession<number | Default<0>> }
interface Prefs { theme: string; pinned: PerSpace<string>; open: PerSession<boolean> }
interface Input {
  rooms: Writable<Room[] | Default<[]>>;
  prefs: PerUser<Writable<Prefs | Default<{ theme: "plain"; pinned: "none"; open: false }>>>;
}
const visit = handler((_: void, { room }: { room: Writable<Room> }) => {
  room.key("unread").set(0);
  room.key("about").key("seen").set(true);
});
const show = (room: Room) =>
  [room.name, room.unread, room.draft ?? "-", room.marks.map(({ at }) => at).join("+"), room.about?.seen ?? "-"].join(" ");
export default pattern<Input>(({ rooms, prefs }) => {
  const tabs = new Writable.perUser<Tab[]>([]);
  const shared = new Writable.perSpace<Tab[]>([]);
  const kept = new Writable.perUser<Room[]>([]);
  return {
  tabs: computed(() => tabs.get().map(({ title, scroll }) => title + scroll)),
  shared: computed(() => shared.get().map(({ title, scroll }) => title + scroll)),
  open: action((title: string) => tabs.push({ title, scroll: 3 })),
  scroll: action((to: number) => tabs.key(0).key("scroll").set(to)),
  keep: action(() => kept.set(rooms.get())),
  keptRead: action((n: number) => kept.key(0).key("unread").set(n)),
  share: action(() => shared.push(tabs.get()[0])),
  shown: computed(() => rooms.get().map(show)),
  rows: rooms.map((room) => ({ text: computed(() => show(room)), visit: visit({ room }) })),
  prefs: computed(() => { const { theme, pinned, open } = prefs.get(); return [theme, pinned, open].join(" "); }),
  add: action((name: string) =>
    rooms.push({ name, unread: 5, draft: "mine", marks: [{ at: 1 }], about: { text: "t", seen: true } })),
  addOnce: action((name: string) => rooms.addUnique({ name, unread: 5, marks: [] })),
  replace: action((name: string) => rooms.set([{ name, unread: 9, marks: [] }])),
  read: action((n: number) => rooms.key(0).key("unread").set(n)),
  mark: action((at: number) => rooms.key(0).key("marks").push({ at })),
  write: action((text: string) => rooms.key(0).key("draft").set(text)),
  look: action((seen: boolean) => rooms.key(0).key("about").key("seen").set(seen)),
  first: action(() => rooms.set([...rooms.get()].reverse())),
  update: action((unread: number) => rooms.key(0).update({ name: "updated", unread })),
  prefer: action((theme: string) => prefs.set({ theme, pinned: theme + " for all", open: true })),
  };
});`;

interface People {
  readonly stage: Stage;
  readonly again: Actor;
  readonly other: Actor;
  readonly shown: (path: string) => Promise<unknown[]>;
}

/** The owner in two sessions, and another user. */
async function withPeople(body: (people: People) => Promise<void>): Promise<void> {
  const stage = await openStage(PROGRAM, { session: "first" });
  const again = await stage.join({ session: "second" });
  const other = await stage.join({ user: "other", session: "first" });
  const actors = [stage, again, other];
  const shown = async (path: string) => {
    for (let round = 0; round < 3; round++) for (const { runtime } of actors) await runtime.idle();
    return await Promise.all(actors.map(({ piece }) => piece.get(path)));
  };
  try {
    await body({ stage, again, other, shown });
    assert.deepEqual(actors.flatMap(({ errors }) => errors), []);
  } finally {
    await again.close();
    await other.close();
    await stage.close();
  }
}

Deno.test("a scoped field in what is pushed is the pusher's own", () =>
  withPeople(async ({ stage, other, shown }) => {
    await stage.piece.send("add", "r");
    const mine = ["r 5 mine 1 true", "r 5 - 1 true", "r 0 -  false"];
    assert.deepEqual(await shown("shown.0"), mine);
    assert.deepEqual(await shown("rows.0.text"), mine);
    await stage.piece.send("addOnce", "s");
    await stage.piece.send("addOnce", "s");
    await other.piece.send("addOnce", "s");
    assert.deepEqual((await shown("shown")).map((list) => (list as string[]).length), [2, 2, 2]);
  }));

Deno.test("a scoped field of an element is written where it is read, by path and through the element", () =>
  withPeople(async ({ stage, other, shown }) => {
    await stage.piece.send("add", "r");
    await other.piece.send("read", 7);
    await other.piece.send("mark", 4);
    await other.piece.send("write", "theirs");
    await other.piece.send("look", true);
    assert.deepEqual(await shown("shown.0"), [
      "r 5 mine 1 true",
      "r 5 - 1 true",
      "r 7 theirs 4 true",
    ]);
    await stage.piece.send("rows.0.visit");
    await stage.piece.send("add", "s");
    await stage.piece.send("first");
    assert.deepEqual(await shown("shown.1"), [
      "r 0 mine 1 true",
      "r 0 - 1 true",
      "r 7 theirs 4 true",
    ]);
    await other.piece.send("rows.0.visit");
    assert.deepEqual(await shown("rows.0.text"), [
      "s 5 mine 1 true",
      "s 5 - 1 true",
      "s 0 -  true",
    ]);
  }));

Deno.test("set() and update() put scoped fields into their scopes", () =>
  withPeople(async ({ stage, other, shown }) => {
    await stage.piece.send("replace", "r");
    assert.deepEqual(await shown("shown.0"), ["r 9 -  -", "r 9 -  -", "r 0 -  -"]);
    await other.piece.send("update", 3);
    assert.deepEqual(await shown("shown.0"), [
      "updated 9 -  -",
      "updated 9 -  -",
      "updated 3 -  -",
    ]);
    assert.deepEqual(await shown("prefs"), [
      "plain none false",
      "plain none false",
      "plain none false",
    ]);
    await stage.piece.send("prefer", "dark");
    assert.deepEqual(
      await shown("prefs"),
      ["dark dark for all true", "dark dark for all false", "plain dark for all false"],
    );
  }));

Deno.test("a session's field of a user's entity is the session's, and is not published with it", () =>
  withPeople(async ({ stage, again, shown }) => {
    await stage.piece.send("open", "t");
    await again.piece.send("scroll", 8);
    assert.deepEqual(await shown("tabs"), [["t3"], ["t8"], []]);
    await stage.piece.send("share");
    assert.deepEqual(await shown("shared"), [["t0"], ["t0"], ["t0"]]);
    assert.ok(!/"scope":"(space|user)[^\n]*"scroll":3/.test(stage.stored()));
  }));

Deno.test("a user's field of a shared entity is the same through the user's own list", () =>
  withPeople(async ({ stage, shown }) => {
    await stage.piece.send("add", "r");
    await stage.piece.send("keep");
    await stage.piece.send("keptRead", 6);
    assert.deepEqual(await shown("shown.0"), ["r 6 mine 1 true", "r 6 - 1 true", "r 0 -  false"]);
  }));
