import { action, assert, pattern, TESTS, UI } from "commonfabric";
import People from "./filter-and-flat.tsx";

export default pattern(() => {
  const it = People({
    boss: { id: "9", name: "Eve", age: 50, tags: [] },
    people: [
      { id: "1", name: "Ann", age: 40, tags: ["x", "y"], boss: null },
      { id: "2", name: "Bob", age: 12, tags: [], boss: "1" },
      { id: "3", name: "Cat", age: 30, tags: ["z"], boss: "2" },
    ],
  });
  const press = action(() => (it[UI] as any).children[0][0].children[3].props.onClick.send({}));
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          it.adults.join() === "0.Ann,1.Cat" && it.byAge.join() === "Ann,Cat,Bob"
        ),
      },
      { assertion: assert(() => it.bosses === "-,Ann,Bob" && it.oldest === "Ann") },
      {
        assertion: assert(() =>
          it.tags.join() === "Ann#x,Ann#y,Cat#z" && it.pageNames.join() === "Ann,Bob"
        ),
      },
      { assertion: assert(() => it.labels.join() === "Ann,40,Bob,12,Cat,30") },
      { action: it.turn },
      { assertion: assert(() => it.labels.join() === "Eve,50") },
      { assertion: assert(() => it.pageNames.join() === "Cat") },
      { action: it.search, event: "A" },
      { assertion: assert(() => it.count === 2 && it.pageNames.length === 0 && it.none === false) },
      { action: it.search, event: "" },
      { action: it.rename, event: { id: "3", name: "Zoe" } },
      { assertion: assert(() => it.pageNames.join() === "Zoe" && it.bosses === "-,Ann,Bob") },
      { action: press },
      { assertion: assert(() => it.byAge.join() === "Ann,Bob" && it.count === 2) },
      { render: it[UI] },
    ],
  };
});
