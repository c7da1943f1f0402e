import { action, assert, pattern, TESTS, Writable } from "commonfabric";
import Notes from "./cells-in-data.tsx";

interface Note {
  text: string;
  stars: number;
}

export default pattern(() => {
  const one = new Writable<Note>({ text: "one", stars: 0 });
  const two = new Writable<Note>({ text: "second", stars: 2 });
  const notes = Notes({ notes: [one, two], byName: { a: one, b: two } });
  const touchOne = action(() => notes.touch.send(one));
  return {
    [TESTS]: [
      { assertion: assert(() => notes.count === 2 && notes.texts.join() === "one,second") },
      { assertion: assert(() => notes.named === "a=one,b=second" && notes.longest === "second") },
      { assertion: assert(() => notes.chosen === "nothing" && !notes.isFirst) },
      { action: notes.choose, event: { index: 0 } },
      { assertion: assert(() => notes.chosen === "one" && notes.isFirst === true) },
      { action: notes.edit, event: "first of all" },
      {
        assertion: assert(() =>
          one.get().text === "first of all" && notes.longest === "first of all"
        ),
      },
      { assertion: assert(() => notes.named === "a=first of all,b=second") },
      { action: notes.choose, event: { index: 1 } },
      { assertion: assert(() => notes.chosen === "second" && !notes.isFirst) },
      { action: notes.star, event: {} },
      { action: notes.star, event: { by: 3 } },
      { assertion: assert(() => notes.stars === 10 && two.get().stars === 6) },
      { action: notes.add, event: "three" },
      { assertion: assert(() => notes.count === 3 && notes.texts[2] === "three") },
      { action: touchOne },
      { assertion: assert(() => one.get().text === "first of all!" && one.get().stars === 4) },
    ],
  };
});
