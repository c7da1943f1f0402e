import { assert, pattern, TESTS } from "commonfabric";
import Contacts from "./contacts.tsx";

export default pattern(() => {
  const book = Contacts({});
  const names = assert(() => book.found.map((person) => person.name).join() === "Ada,Grace");
  return {
    [TESTS]: [
      { action: book.add, event: { name: "Grace", email: "grace@navy.example" } },
      { action: book.add, event: { name: "Ada", tags: ["maths"] } },
      { action: book.add, event: { name: " " } },
      { assertion: names },
      { action: book.label, event: { name: "Grace", tag: "navy" } },
      { action: book.label, event: { name: "Grace", tag: "navy" } },
      { assertion: assert(() => book.tags.join() === "maths,navy") },
      { action: book.filterBy, event: { tag: "navy" } },
      { assertion: assert(() => book.found.length === 1 && book.found[0].name === "Grace") },
      { action: book.filterBy, event: { tag: null } },
      { action: book.note, event: { name: "Ada", body: "Wrote about the analytical engine" } },
      { action: book.note, event: { name: "Grace", body: "Found a moth in a relay" } },
      { action: book.search, event: { text: "engin" } },
      { assertion: assert(() => book.found.map((person) => person.name).join() === "Ada") },
      { assertion: assert(() => book.notes.length === 1 && book.notes[0].about === "Ada") },
      // The rows hold links, so a new name shows with the old note.
      { action: book.rename, event: { name: "Ada", to: "Ada L." } },
      { assertion: assert(() => book.notes[0].about === "Ada L.") },
      { assertion: assert(() => book.found.map((person) => person.name).join() === "Ada L.") },
      { action: book.search, event: { text: "NAVY.example" } },
      { assertion: assert(() => book.found[0].name === "Grace" && book.notes.length === 0) },
      { render: book },
    ],
  };
});
