import assert from "node:assert/strict";
import { runFixture } from "../test/run-fixture.ts";
import { type AskedChat, lastText, type Piece, startFakeModel } from "../test/fake-model.ts";

const plan = { steps: [{ title: "Rest", minutes: 5 }] };
const badPlan = { steps: [{ title: "Rest", minutes: "five" }], mood: "calm" };

function answer(asked: AskedChat): Iterable<Piece> | Response {
  switch (lastText(asked)) {
    case "Hello":
      return Response.json({ choices: [{ message: { role: "assistant", content: "Hi there" } }] });
    case "a plan":
      return ["```json\n", JSON.stringify(plan), "\n```"];
    case "a bad plan":
      return [JSON.stringify(badPlan)];
    case "a list":
      return [JSON.stringify({ value: ["a", "b"] })];
    case "a broken wire":
      return new Response(`data: {"choices":[{"delta":{"content":"{"}}]}\n\n`, {
        headers: { "content-type": "text/event-stream" },
      });
    case "too much":
      return new Response("slow down", { status: 429 });
    default:
      return lastText(asked).includes("image_url") ? ["A ", "dot"] : ["Short: ", lastText(asked)];
  }
}

Deno.test("generateText, generateObject and llm answer over the chat protocol", async () => {
  const model = startFakeModel(answer);
  try {
    await runFixture("llm-answers", { llm: model.provider });
    const [whales, ...twins] = model.asked.filter((one) => lastText(one).includes("whales"));
    assert.deepEqual(twins, [], "two identical requests share one run");
    assert.equal(whales!.authorization, "Bearer secret");
    assert.equal(whales!.body.model, "fake-1");
    assert.deepEqual(whales!.body.messages[0], { role: "system", content: "Be brief." });
    const planned = model.asked.find((one) => one.body.model === "planner")!;
    assert.equal((planned.body.response_format as { type: string }).type, "json_schema");
    const hello = model.asked.find((one) => lastText(one) === "Hello")!;
    assert.deepEqual([hello.body.max_tokens, hello.body.stop], [100, "x"]);
  } finally {
    await model.close();
  }
});

Deno.test("builtins over a language model give an error where there is none", () =>
  runFixture("llm-none"));
