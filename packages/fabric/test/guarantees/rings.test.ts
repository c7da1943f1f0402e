/** Entities that lead to each other: a handler reads them between its writes like any others. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

Deno.test("a handler that writes sees entities that lead to each other as they are", async () => {
  const stage = await openStage(
    `import { action, equals, pattern, Writable } from "commonfabric";
interface Person { name: string; friend?: Person; group: Person[] }
export default pattern(() => {
  const people = new Writable<Person[]>([]);
  const said = new Writable<string[]>([]);
  return {
    said,
    names: people.map((person) => person.name + ">" + (person.friend?.friend?.name ?? "")),
    act: action(() => {
      people.push({ name: "a", group: [] }, { name: "b", group: [] }, { name: "c", group: [] });
      people.key(0).key("friend").set(people.get()[1]);
      people.key(1).key("friend").set(people.get()[0]);
      people.key(2).key("friend").set(people.get()[2]);
      for (const index of [0, 1, 2]) people.key(index).key("group").set(people.get());
      const before = people.get()[0];
      const seen = () => {
        const [a, b, c] = people.get();
        return [a.friend!.friend!.name, b.group[0].friend!.name, c.friend!.friend!.group[1].name].join("");
      };
      const told = [seen()];
      people.key(1).key("name").set("B");
      told.push(seen());
      people.key(0).key("name").set("A");
      told.push(seen());
      told.push(String(equals(people.get()[0].friend!.friend, people.get()[0])));
      told.push(before.name + people.get()[0].group[0].group[1].friend!.name);
      people.key(2).key("name").set("C");
      told.push(seen(), String(equals(people.get()[2].friend, people.get()[2])));
      said.push(...told);
    }),
  };
});`,
  );
  try {
    await stage.piece.send("act");
    assert.deepEqual(stage.errors, []);
    assert.deepEqual(await stage.piece.get("said"), [
      "abb",
      "aBB",
      "ABB",
      "true",
      "aA",
      "ABB",
      "true",
    ]);
    assert.deepEqual(await stage.piece.get("names"), ["A>A", "B>B", "C>C"]);
  } finally {
    await stage.close();
  }
});
