import { action, assert, handler, NAME, pattern, TESTS, Writable } from "commonfabric";
import Shelf, { NoteOf } from "./given-as-cells.tsx";

interface Note {
  [NAME]: string;
  title: string;
  pinned: boolean;
}

const unpin = handler<void, { note: Writable<Note> }>((_, { note }) => {
  note.key("pinned").set(false);
});

export default pattern(() => {
  const notes = new Writable<Note[]>([]);
  const shelf = Shelf({ notes });
  const extra = NoteOf({ title: "extra" });
  const fill = action(() => {
    for (const title of ["a", "b", "c"]) notes.push(NoteOf({ title }));
  });
  const pinExtra = action(() => shelf.pin.send({ note: extra }));
  const pinSecond = action(() => shelf.pin.send({ note: notes.get()[1]! }));
  const pinPlain = action(() =>
    shelf.pin.send({ note: { [NAME]: "Note plain", title: "plain", pinned: false } })
  );
  const rows = shelf.open.map((note) => ({
    title: note.title,
    pin: unpin({ note: notes.key(1) }),
  }));
  return {
    [TESTS]: [
      { action: fill },
      { action: pinExtra },
      { action: pinExtra },
      { assertion: assert(() => extra.pinned === true && shelf.shelf === "Note extra") },
      { action: pinSecond },
      { assertion: assert(() => notes.get()[1]!.pinned === true) },
      { assertion: assert(() => shelf.shelf === "Note extra,Note b") },
      { action: pinPlain },
      { assertion: assert(() => shelf.shelf === "Note extra,Note b,Note plain") },
      { assertion: assert(() => rows.map(({ title }) => title).join() === "a,c") },
      { action: shelf.pinFirstOpen },
      { assertion: assert(() => rows.map(({ title }) => title).join() === "c") },
      { action: action(() => rows[0]!.pin.send()) },
      { assertion: assert(() => rows.map(({ title }) => title).join() === "b,c") },
      { action: shelf.take },
      { action: shelf.take },
      { assertion: assert(() => shelf.taken.join() === "3,2") },
      { assertion: assert(() => shelf.loose === "«loose»") },
    ],
  };
});
