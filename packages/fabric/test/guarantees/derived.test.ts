/** Derived values are not stored: whoever looks computes them, once per runtime, while looking. */

import assert from "node:assert/strict";
import { openStage, type Stage } from "./stage.ts";

const PROGRAM = `
import { action, computed, NAME, pattern, Stream, Writable } from "commonfabric";
interface CardOutput { [NAME]: string; title: string; shout: string; votes: number; vote: Stream<void>; rename: Stream<string> }
const Card = pattern<{ title: Writable<string> }, CardOutput>(({ title }) => {
  console.log("card body");
  const votes = new Writable(0);
  return {
    [NAME]: title,
    title,
    shout: computed(() => { console.log("shout"); return title.get().toUpperCase() + votes.get(); }),
    votes,
    vote: action(() => votes.increment()),
    rename: action((next: string) => title.set(next)),
  };
});
interface Output {
  cards: CardOutput[]; shouts: string[]; total: number; first?: CardOutput; linked: { card?: CardOutput };
  create: Stream<string>; pick: Stream<number>; voteFor: Stream<number>; move: Stream<void>; drop: Stream<number>;
}
export default pattern<{}, Output>(() => {
  const cards = new Writable<CardOutput[]>([]);
  const linked = new Writable<{ card?: CardOutput }>({});
  return {
    cards, linked,
    shouts: cards.map((card) => card.shout),
    total: computed(() => cards.get().reduce((sum, card) => sum + card.votes, 0)),
    create: action((title: string) => cards.push(Card({ title: new Writable(title) }))),
    pick: action((index: number) => linked.key("card").set(cards.get()[index])),
    voteFor: action((index: number) => cards.get()[index]!.vote.send()),
    move: action(() => cards.set([...cards.get()].reverse())),
    drop: action((index: number) => cards.remove(cards.get()[index]!)),
  };
});`;

/** A stage with two cards. */
async function withCards(): Promise<Stage> {
  const stage = await openStage(PROGRAM);
  await stage.piece.send("create", "one");
  await stage.piece.send("create", "two");
  return stage;
}

Deno.test("a sub-pattern's result in a list is live, here and elsewhere and after a reload", async () => {
  const stage = await withCards();
  try {
    assert.deepEqual(await stage.piece.get("shouts"), ["ONE0", "TWO0"]);
    await stage.piece.send("cards.0.vote");
    await stage.piece.send("voteFor", 0);
    await stage.piece.send("cards.1.rename", "deux");
    assert.deepEqual(await stage.piece.get("shouts"), ["ONE2", "DEUX0"]);
    assert.equal(await stage.piece.get("total"), 2);

    const other = await stage.join({ user: "other" });
    const watched = other.watch("shouts");
    await other.runtime.idle();
    assert.deepEqual(watched.seen.at(-1), ["ONE2", "DEUX0"]);
    await stage.piece.send("cards.1.vote");
    await other.runtime.idle();
    assert.deepEqual(watched.seen.at(-1), ["ONE2", "DEUX1"], "another runtime sees the vote");
    await other.piece.send("voteFor", 1);
    await other.piece.send("move");
    await stage.runtime.idle();
    assert.deepEqual(await stage.piece.get("shouts"), ["DEUX2", "ONE2"]);
    watched.stop();
    await other.close();

    const again = await stage.join();
    assert.deepEqual(await again.piece.get("shouts"), ["DEUX2", "ONE2"]);
    await again.piece.send("pick", 1);
    assert.equal(await again.piece.get("linked.card.shout"), "ONE2");
    await again.piece.send("linked.card.vote");
    assert.equal(await again.piece.get("linked.card.shout"), "ONE3");
    await again.piece.send("drop", 1);
    assert.deepEqual(await again.piece.get("shouts"), ["DEUX2"]);
    assert.equal(await again.piece.get("linked.card.shout"), "ONE3", "a link keeps it");
    assert.deepEqual([...stage.errors, ...again.errors, ...other.errors], []);
    await again.close();
  } finally {
    await stage.close();
  }
});

Deno.test("a linked piece runs once however many read it, and stops with its last reader", async () => {
  const stage = await withCards();
  try {
    const reader = await stage.join();
    assert.deepEqual(reader.printed, [], "opening reads nothing");
    const watches = ["shouts", "cards.0.shout", "cards"].map((path) => reader.watch(path));
    await reader.runtime.idle();
    assert.deepEqual(reader.since().sort(), ["card body", "card body", "shout", "shout"]);
    const running = reader.runtime.pieces.count;
    assert.equal(running, 3, "the list's piece and two cards");
    await stage.piece.send("voteFor", 0);
    await reader.runtime.idle();
    assert.deepEqual(reader.since(), ["shout"]);
    for (const { stop } of watches) stop();
    reader.piece.release();
    await reader.runtime.idle();
    assert.equal(reader.runtime.pieces.count, 0, "nothing runs when nobody reads");
    await stage.piece.send("voteFor", 0);
    await reader.runtime.idle();
    assert.deepEqual(reader.since(), [], "and nothing is computed");
    await reader.close();
  } finally {
    await stage.close();
  }
});

Deno.test("the store holds no derived value", async () => {
  const stage = await withCards();
  try {
    await stage.piece.send("voteFor", 0);
    const watched = stage.watch("");
    await stage.runtime.idle();
    watched.stop();
    const stored = stage.stored();
    assert.match(stored, /"one"/, "arguments are stored");
    assert.doesNotMatch(stored, /ONE/, "what is computed from them is not");
  } finally {
    await stage.close();
  }
});
