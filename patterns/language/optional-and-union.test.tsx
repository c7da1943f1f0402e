import { assert, pattern, TESTS, UI } from "commonfabric";
import Tasks from "./optional-and-union.tsx";

export default pattern(() => {
  const it = Tasks({});
  return {
    [TESTS]: [
      { assertion: assert(() => it.labels.length === 0 && it.chosen === "nothing") },
      { assertion: assert(() => JSON.stringify(it[UI]).includes("none")) },
      { action: it.add, event: { type: "todo", text: "wash" } },
      { action: it.add, event: { type: "rule" } },
      { action: it.add, event: { type: "note", text: "hi", by: { name: "Ann" } } },
      { assertion: assert(() => it.labels.join() === "wash,----,Ann: hi") },
      { action: it.setDue, event: { at: 0, due: "noon" } },
      { action: it.choose, event: 0 },
      { assertion: assert(() => it.chosen === "wash by noon") },
      { action: it.setDue, event: { at: 0 } },
      { action: it.anonymize },
      { assertion: assert(() => it.labels.join() === "wash,----,someone: hi") },
      { action: it.only, event: "note" },
      { assertion: assert(() => it.labels.join() === "someone: hi") },
      { action: it.choose, event: null },
      { assertion: assert(() => it.chosen === "nothing") },
      { render: it },
    ],
  };
});
