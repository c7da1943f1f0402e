/** Pieces that a lift or a computed makes and stores last, like those that a handler makes. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const RECORD = `
import { action, computed, Default, lift, NAME, pattern, Stream, Writable } from "commonfabric";
interface Note { [NAME]: string; text: string; edit: Stream<{ text: string }> }
const Note = pattern<{ text: Writable<string | Default<"blank">>; about?: Writable<string> }, Note>(({ text, about }) => ({
  [NAME]: computed(() => "Note " + text.get() + (about?.get() ?? "")), text,
  edit: action(({ text: t }: { text: string }) => text.set(t)),
}));
interface Entry { type: string; piece: Note }
const initialize = lift(({ entries, ready, title }: { entries: Writable<Entry[]>; ready: Writable<boolean>; title: Writable<string> }) => {
  if (ready.get()) return;
  const first = Note({ text: "first", about: title });
  entries.set([{ type: "note", piece: first }, { type: "note", piece: Note({}) }]);
  ready.set(true);
});
export default pattern<{ entries?: Writable<Entry[] | Default<[]>>; title?: Writable<string | Default<"?">> }>(({ entries, title }) => {
  const ready = new Writable(false);
  initialize({ entries, ready, title });
  return {
    names: computed(() => entries.get().map((entry) => entry.piece[NAME])), entries, title,
    swap: action(() => entries.set(entries.get().toReversed())),
  };
});`;

Deno.test("pieces that a lift stores once are found, written and moved by all sessions", async () => {
  const stage = await openStage(RECORD, { twice: true });
  try {
    const { stop } = stage.watch("names");
    assert.deepEqual(await stage.piece.get("names"), ["Note first?", "Note blank"]);
    await stage.piece.send("entries.1.piece.edit", { text: "edited" });
    await stage.piece.set("title", "!");
    assert.deepEqual(await stage.piece.get("names"), ["Note first!", "Note edited"]);
    const other = await stage.join();
    assert.deepEqual(await other.piece.get("names"), ["Note first!", "Note edited"]);
    await other.piece.send("swap");
    await other.piece.send("entries.0.piece.edit", { text: "moved" });
    assert.deepEqual(await other.piece.get("names"), ["Note moved", "Note first!"]);
    assert.deepEqual(await stage.piece.get("names"), ["Note moved", "Note first!"]);
    assert.deepEqual([...other.errors, ...other.differences], []);
    await other.close();
    stop();
    assert.deepEqual([...stage.errors, ...stage.differences], []);
  } finally {
    await stage.close();
  }
});

const SHELF = `
import { computed, Default, pattern, Writable } from "commonfabric";
const Label = pattern<{ text: string }, { shout: string; times: number }>(({ text }) => ({
  shout: computed(() => text + "!"), times: new Writable(1),
}));
export default pattern<{ words: Writable<string[] | Default<["a", "b"]>> }>(({ words }) => {
  const shelf = new Writable<{ shout: string; times: number }[]>([]);
  const filled = computed(() => {
    const labels = words.get().map((text) => Label({ text }));
    shelf.set(labels);
    return labels.length;
  });
  return { words, filled, shelf };
});`;

Deno.test("pieces that a computation stores follow its further runs", async () => {
  const stage = await openStage(SHELF, { twice: true });
  try {
    const { stop } = stage.watch("filled");
    await stage.runtime.idle();
    const shouts = async () => [
      await stage.piece.get("filled"),
      await stage.piece.get("shelf.0.shout"),
      await stage.piece.get("shelf.1.shout"),
    ];
    assert.deepEqual(await shouts(), [2, "a!", "b!"]);
    await stage.piece.set("shelf.0.times", 5);
    await stage.piece.set("words", ["c", "b", "d"]);
    await stage.runtime.idle();
    assert.deepEqual(await shouts(), [3, "c!", "b!"]);
    assert.equal(await stage.piece.get("shelf.2.shout"), "d!");
    assert.equal(await stage.piece.get("shelf.0.times"), 5);
    stop();
    assert.deepEqual([...stage.errors, ...stage.differences], []);
  } finally {
    await stage.close();
  }
});
