/** Without a model the assistant says so; its tools work by themselves. */
import { assert, pattern, TESTS, UI } from "commonfabric";
import Assistant, { FindErrands, textOf } from "./assistant.tsx";

export default pattern(() => {
  const it = Assistant({});
  const found = FindErrands({ part: "MILK", errands: it.errands });
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          it.status === "ready" && it.tools.join() === "addErrand,findErrands"
        ),
      },
      { assertion: assert(() => textOf("plain") === "plain") },
      {
        assertion: assert(() =>
          textOf([{ type: "text", text: "a" }, { type: "image", image: "data:," }, {
            type: "text",
            text: "b",
          }]) === "ab"
        ),
      },
      { action: it.add, event: { title: "Buy milk" } },
      { action: it.add, event: { title: "Water plants" } },
      { assertion: assert(() => found.found.join() === "Buy milk") },
      { assertion: assert(() => it.planned === "nothing") },
      { action: it.ask, event: "What is left?" },
      { settle: true },
      { assertion: assert(() => it.spoken.join() === "user: What is left?") },
      {
        assertion: assert(() =>
          it.status.startsWith("Cannot ask a language model: this host has none")
        ),
      },
      { action: it.add, event: { title: "Call Ada" } },
      { settle: true },
      { assertion: assert(() => it.planned === "no planner") },
      { action: it.forget },
      { assertion: assert(() => it.spoken.length === 0) },
      { render: it[UI] },
    ],
  };
});
