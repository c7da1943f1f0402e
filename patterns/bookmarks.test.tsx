import { action, assert, NAME, pattern, TESTS, UI, Writable } from "commonfabric";
import Bookmarks from "./bookmarks.tsx";

export default pattern(() => {
  const items = new Writable([{ title: "One" }, { title: "Two" }]);
  const it = Bookmarks({});
  return {
    [TESTS]: [
      { assertion: assert(() => it[NAME] === "Bookmarks (0)" && it.others.length === 0) },
      { action: action(() => items.push({ title: "Three" })) },
      { action: action(() => it.mark.send({ item: items.get()[1]! })) },
      { action: action(() => it.mark.send({ item: items.get()[0]! })) },
      { assertion: assert(() => it.titles.join() === "Two,One") },
      { assertion: assert(() => it.addresses[0]!.startsWith("http://localhost:8000/did:key:")) },
      { action: it.retitle, event: { index: 0, title: "Second" } },
      { assertion: assert(() => items.get()[1]!.title === "Second" && it.titles[0] === "Second") },
      { action: it.open, event: { index: 0 } },
      { action: it.type, event: "nonsense" },
      { assertion: assert(() => it.titles[2] === "(no address)") },
      { action: it.type, event: "/of:none" },
      { assertion: assert(() => it.titles[3] === "(gone)") },
      { render: it[UI] },
    ],
  };
});
