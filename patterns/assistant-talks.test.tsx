/** What the assistant does with a model's answers; the model is written down here. */
import { assert, type LLMMock, pattern, TESTS } from "commonfabric";
import Assistant from "./assistant.tsx";

export const llmMocks: LLMMock[] = [
  { promptIncludes: "Plan:", answer: { title: "Saturday", steps: ["Buy milk", "Call Ada"] } },
  {
    promptIncludes: "milk",
    toolCalls: [
      { name: "addErrand", input: { title: "Buy milk" } },
      { name: "findErrands", input: { part: "plants" } },
    ],
  },
  { promptIncludes: "Water plants", answer: "It is on the list, below the plants." },
  { promptIncludes: "weather", status: 503, answer: "too many ask" },
];

export default pattern(() => {
  const it = Assistant({ errands: [{ title: "Water plants", done: false }] });
  return {
    [TESTS]: [
      { action: it.ask, event: "We need milk" },
      { settle: true },
      {
        assertion: assert(() =>
          it.errands.map(({ title }) => title).join() === "Water plants,Buy milk"
        ),
      },
      {
        assertion: assert(() =>
          it.spoken.at(-1) === "assistant: It is on the list, below the plants."
        ),
      },
      { assertion: assert(() => it.status === "ready") },
      { action: it.add, event: { title: "Call Ada" } },
      { settle: true },
      { assertion: assert(() => it.planned === "Buy milk,Call Ada") },
      { action: it.ask, event: "And the weather?" },
      { settle: true },
      { assertion: assert(() => it.status.endsWith("it answered 503: too many ask")) },
    ],
  };
});
