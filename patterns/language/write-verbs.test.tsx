import { assert, pattern, TESTS } from "commonfabric";
import Verbs from "./write-verbs.tsx";

export default pattern(() => {
  const v = Verbs({});
  return {
    [TESTS]: [
      { action: v.add, event: { id: "a", n: 1 } },
      { action: v.addMany, event: { ids: ["b", "c"] } },
      { assertion: assert(() => v.ids === "abc" && v.frozen === true) },
      { action: v.mark, event: { index: 0, note: "hi" } },
      { action: v.mark, event: { index: 1, note: null } },
      { assertion: assert(() => v.has === "text,null,none") },
      { action: v.mark, event: { index: 0 } },
      { assertion: assert(() => v.has === "none,null,none" && v.items[1].note === null) },
      { action: v.bump, event: { id: "c", by: 5 } },
      { assertion: assert(() => v.items[2].n === 6 && v.items[2].id === "c") },
      { action: v.swap },
      { assertion: assert(() => v.ids === "bac") },
      { action: v.removeTwice },
      { assertion: assert(() => v.ids === "ac") },
      { action: v.drop, event: { index: 0 } },
      { assertion: assert(() => v.ids === "c") },
      { action: v.relay },
      { action: v.relay },
      { assertion: assert(() => v.tags.join() === "relayed" && v.hits === 10) },
      { action: v.addTag, event: { tag: "other" } },
      { action: v.dropTag, event: { tag: "relayed" } },
      { assertion: assert(() => v.tags.join() === "other") },
      { action: v.patch, event: { size: 3 } },
      { assertion: assert(() => v.settings.theme === "light" && v.settings.size === 3) },
      { action: v.write, event: { row: 0, text: "a" } },
      { action: v.write, event: { row: 2, text: "b" } },
      { assertion: assert(() => JSON.stringify(v.sheet.cells) === '[["a"],null,["b"]]') },
      { assertion: assert(() => v.sheet.notes?.map((note) => note?.text).join() === "a,,b") },
      { action: v.clear },
      { assertion: assert(() => v.items.length === 0) },
    ],
  };
});
