import { runFixture } from "../test/run-fixture.ts";
import { type AskedChat, lastText, type Piece, startFakeModel } from "../test/fake-model.ts";

function answer(asked: AskedChat): Iterable<Piece> {
  const last = asked.body.messages.at(-1)!;
  const said = lastText(asked);
  if (last.role === "tool") return ["The tool said ", said];
  if (said === "system") return [String(asked.body.messages[0]!.content)];
  const call = /^use (\w+) (.*)$/.exec(said);
  return call === null ? ["You said ", said] : [{ name: call[1]!, arguments: call[2]! }];
}

Deno.test("llmDialog() runs pattern tools and handlers and keeps the messages", async () => {
  const model = startFakeModel(answer);
  try {
    await runFixture("llm-dialog", { llm: model.provider });
  } finally {
    await model.close();
  }
});
