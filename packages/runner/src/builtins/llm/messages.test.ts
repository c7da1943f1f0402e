import assert from "node:assert/strict";
import { toChat } from "./messages.ts";

const call = (toolCallId: string) => ({
  role: "assistant",
  content: [{ type: "tool-call", toolCallId, toolName: "search", input: {} }],
});
const result = (toolCallId: string, value: string) => ({
  role: "tool",
  content: [{ type: "tool-result", toolCallId, output: { type: "json", value } }],
});
const shapes = (messages: unknown) =>
  toChat(messages).map(({ role, content, tool_call_id: id }) => `${role} ${id ?? ""} ${content}`);

Deno.test("toChat() puts the result of a call behind it, whatever was said meanwhile", () => {
  const messages = [call("a"), { role: "user", content: "Hurry" }, result("a", "found")];
  assert.deepEqual(shapes(messages), ["assistant  null", "tool a found", "user  Hurry"]);
});

Deno.test("toChat() says of a call without a result that it was cancelled", () => {
  const messages = [call("a"), { role: "user", content: "Never mind" }];
  assert.deepEqual(shapes(messages), [
    "assistant  null",
    "tool a The call was cancelled",
    "user  Never mind",
  ]);
});

Deno.test("toChat() leaves out results of calls that are no longer there, and what is no message", () => {
  assert.deepEqual(shapes([result("a", "found"), 7, null, { role: "user", content: "Hi" }]), [
    "user  Hi",
  ]);
});
