/** Cells stored in data: arrays and records of cells, a cell of a cell, and links that are followed. */
import { action, computed, Default, equals, handler, lift, pattern, Writable } from "commonfabric";

interface Note {
  text: string;
  stars: number;
}

interface Input {
  notes: Writable<Writable<Note>[] | Default<[]>>;
  byName: Record<string, Writable<Note>>;
  current: Writable<Writable<Note> | undefined>;
}

const star = handler<{ by?: number }, { notes: Writable<Note>[] }>(({ by }, { notes }) => {
  for (const note of notes) note.key("stars").increment(by ?? 1);
});

const longest = lift<{ notes: Writable<Note>[] }, string>(({ notes }) =>
  notes.map((note) => note.get().text).sort((a, b) => b.length - a.length)[0] ?? ""
);

const touch = handler<Writable<Note>, Record<string, never>>((note) => {
  note.update({ text: `${note.get().text}!` });
});

export default pattern<Input>(({ notes, byName, current }) => {
  const choose = action(({ index }: { index: number }) => current.set(notes.get()[index]));
  const edit = action((text: string) => {
    const chosen = current.get();
    if (chosen) chosen.key("text").set(text);
  });
  const add = action((text: string) => {
    const note = new Writable<Note>({ text, stars: 0 });
    notes.push(note);
  });
  return {
    count: computed(() => notes.get().length),
    texts: computed(() => notes.get().map((note) => note.get().text)),
    named: computed(() =>
      Object.entries(byName).map(([name, note]) => `${name}=${note.get().text}`).join()
    ),
    chosen: computed(() => current.get()?.get().text ?? "nothing"),
    isFirst: computed(() => notes.get().length > 0 && equals(current, notes.get()[0])),
    longest: longest({ notes }),
    stars: computed(() => notes.get().reduce((sum, note) => sum + note.get().stars, 0)),
    choose,
    edit,
    add,
    star: star({ notes }),
    touch: touch({}),
  };
});
