/** What leads to a piece that a handler made whose commit was undone: it reads as nothing. */

import assert from "node:assert/strict";
import { type Actor, openStage } from "./stage.ts";

const NOTES = `
import { action, computed, Default, pattern, Stream, Writable } from "commonfabric";
interface Note { title: string; others: string }
const Note = pattern<{ title: string; all: Writable<Note[]> }, Note>(({ title, all }) => ({
  title,
  others: computed(() => all.get().filter((note) => note.title !== title).map((note) => note.title).join()),
}));
interface Output { titles: string; chosen: string; state: string; sorted: Note[]; notes: Note[]; choose: Stream<{ note: Note }>; add: Stream<{ title: string }> }
export default pattern<{ notes: Writable<Note[] | Default<[]>> }, Output>(({ notes }) => {
  const chosen = new Writable<Note | undefined>(undefined);
  const add = action(({ title }: { title: string }) => {
    if (notes.get().length > 0) return;
    notes.push(Note({ title, all: notes }));
    console.log("added " + title);
  });
  return {
    titles: computed(() => notes.get().map((note) => note.title + ":" + note.others).join()),
    chosen: computed(() => chosen.get() === undefined ? "nothing" : chosen.get()!.title + ":" + chosen.get()!.others),
    state: computed(() => chosen.get()?.others ?? "no others"),
    sorted: computed(() => [...notes.get()].sort((a, b) => a.title < b.title ? -1 : 1)),
    notes, add, choose: action(({ note }: { note: Note }) => chosen.set(note)),
  };
});`;

Deno.test("a piece that was chosen before its commit was undone reads as nothing", async () => {
  const stage = await openStage(NOTES, { twice: true });
  try {
    const other = await stage.join();
    const paths = ["titles", "chosen", "state", "sorted"];
    const watched = [stage, other].flatMap((actor) => paths.map((path) => actor.watch(path)));
    await stage.runtime.idle();
    await other.runtime.idle();

    const send = ({ piece }: Actor, path: string, event: unknown) =>
      (piece.reference(path) as { send(event: unknown): Promise<unknown> }).send(event);
    const choose = (actor: Actor) =>
      send(actor, "choose", { note: actor.runtime.valueOf(actor.piece.reference("sorted.0")) });
    // All in one turn, before anything of it is answered.
    await Promise.all([
      send(stage, "add", { title: "ours" }),
      send(other, "add", { title: "theirs" }),
      choose(other),
    ]);

    assert.deepEqual(other.printed, ["added theirs"], "both made a note, and one was undone");
    for (const { piece } of [stage, other]) {
      assert.deepEqual(await piece.get("titles"), "ours:");
      assert.deepEqual(await piece.get("chosen"), "nothing");
      assert.deepEqual(await piece.get("state"), "no others");
    }
    assert.deepEqual(watched[5]!.seen.includes("theirs:"), true, "it was shown meanwhile");
    assert.deepEqual([...stage.errors, ...other.errors, ...other.differences], []);

    await choose(other);
    await stage.runtime.idle();
    assert.deepEqual(await stage.piece.get("chosen"), "ours:");
    for (const { stop } of watched) stop();
    await other.close();
  } finally {
    await stage.close();
  }
});
