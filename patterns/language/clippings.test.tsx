import { action, assert, computed, NAME, pattern, TESTS, UI, Writable } from "commonfabric";
import Clippings from "./clippings.tsx";
const all = (n: any, p: (n: any) => boolean): any[] =>
  !n || typeof n !== "object"
    ? []
    : Array.isArray(n)
    ? n.flatMap((m) => all(m, p))
    : [...(p(n) ? [n] : []), ...all(n.children, p)];
export default pattern(() => {
  const owner = Writable.of({ name: "ann" });
  const db = Clippings({ owner });
  const lis = computed(() => all(db[UI], (n) => n.name === "ul")[0].children.flat());
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          db.count === 0 && db[NAME] === "Clippings (0)" && db.page.length === 0
        ),
      },
      { action: db.add, event: { title: "First", body: "hello world", tag: "a" } },
      {
        assertion: assert(() =>
          db.clippings[0].title === "First" && db.clippings[0].id === 1 &&
          db.clippings[0].pinned === 0
        ),
      },
      {
        action: db.addMany,
        event: [{ title: "Second", body: "more", tag: "b" }, {
          title: "Third",
          body: "world peace",
          tag: "a",
        }, { title: "Fourth", body: "" }],
      },
      { assertion: assert(() => db.count === 4 && db.clippings[3].tag === null) },
      {
        assertion: assert(() =>
          JSON.stringify(db.tags) === '[{"tag":"a","n":2},{"tag":"b","n":1}]'
        ),
      },
      { assertion: assert(() => db.page.map((n) => n.title).join() === "First,Second") },
      { action: db.next },
      { assertion: assert(() => db.page.map((n) => n.title).join() === "Third,Fourth") },
      { action: db.search, event: "world" },
      { assertion: assert(() => db.hits.map((h) => h.id).join() === "1,3") },
      { action: db.pin, event: { id: 3 } },
      {
        assertion: assert(() =>
          db.clippings[0].title === "Third" && lis[0].props.class === "pinned" &&
          lis[0].children.join("") === "Third #a"
        ),
      },
      { action: action(() => lis[1].props.onClick.send({})) },
      { assertion: assert(() => db.selected.get() === 1 && db.detail?.body === "hello world") },
      { action: db.retag, event: { from: "a", to: null } },
      { assertion: assert(() => db.tags.length === 1 && db.detail?.tag === null) },
      { action: db.remove, event: { id: 1 } },
      {
        assertion: assert(() =>
          db.detail === undefined && db.count === 3 && db.selected.get() === 0
        ),
      },
      { assertion: assert(() => db.owners.join() === "ann,ann,ann") },
      { action: action(() => owner.key("name").set("bob")) },
      { assertion: assert(() => db.owners.join() === "bob,bob,bob") },
      { action: db.bad },
      { action: db.add, event: { title: " ", body: "" } },
      { assertion: assert(() => db.count === 3) },
      { render: db[UI] },
    ],
    expectRuntimeErrors: 2,
    db,
  };
});
