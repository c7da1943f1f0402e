/**
 * Messages: the author's form and the protocol's.
 *
 * An author's message is `{ role, content }` with content a text or parts: `text`, `image`,
 * `tool-call` (`toolCallId`, `toolName`, `input`) and, under role `tool`, `tool-result`
 * (`toolCallId`, `toolName`, `output: { type: "json" | "error-text", value }`).
 */

import { isRecord, type Json } from "@cf/utils";

/** A message in a cell of the author's. */
export interface Message {
  readonly role: string;
  readonly content: string | readonly Part[];
}

/** A part of a message. */
export type Part = Readonly<{ type: string } & Record<string, unknown>>;

/** A call of a tool that the model asks for. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
}

/** What calling a tool gave. */
export interface ToolResult {
  readonly call: ToolCall;
  readonly value: Json;
  readonly failed: boolean;
}

/** A message of the chat protocol. */
export type ChatMessage = Readonly<Record<string, unknown>>;

/**
 * The protocol's messages for what an author holds; what is no message is left out. The protocol
 * wants the result of every call right behind it, although a conversation may have been cancelled
 * or spoken into while a tool ran. Servers count calls anew in each answer, so a result belongs to
 * the last call before it that has its id.
 */
export function toChat(messages: unknown): ChatMessage[] {
  const places: { message: ChatMessage }[] = [];
  const open = new Map<unknown, { message: ChatMessage }>();
  for (const message of messagesOf(messages)) {
    if (message.role === "tool") {
      const place = open.get(message.tool_call_id);
      if (place !== undefined) place.message = message;
      open.delete(message.tool_call_id);
      continue;
    }
    places.push({ message });
    for (const { id } of (message.tool_calls ?? []) as { readonly id: string }[]) {
      const place = { message: givenUp(id) };
      open.set(id, place);
      places.push(place);
    }
  }
  return places.map(({ message }) => message);
}

function givenUp(id: string): ChatMessage {
  return { role: "tool", tool_call_id: id, content: "The call was cancelled" };
}

function messagesOf(messages: unknown): ChatMessage[] {
  if (typeof messages === "string") {
    return messages === "" ? [] : [{ role: "user", content: messages }];
  }
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((message) =>
    typeof message === "string"
      ? [{ role: "user", content: message }]
      : isRecord(message) && typeof message.role === "string"
      ? chatMessages(message as unknown as Message)
      : []
  );
}

function chatMessages({ role, content }: Message): ChatMessage[] {
  if (typeof content === "string") return [{ role, content }];
  if (!Array.isArray(content)) {
    return content === undefined ? [] : [{ role, content: text(content) }];
  }
  const results = content.filter(({ type }) => type === "tool-result");
  if (results.length > 0) {
    return results.map((part) => ({
      role: "tool",
      tool_call_id: String(part.toolCallId ?? ""),
      content: resultText(part.output ?? part.result),
    }));
  }
  const calls = content.filter(({ type }) => type === "tool-call");
  const rest = content.filter(({ type }) => type !== "tool-call").map(chatPart);
  if (calls.length === 0) return [{ role, content: rest }];
  const said = content.flatMap((part) => part.type === "text" ? [String(part.text)] : []).join("");
  return [{
    role,
    content: said === "" ? null : said,
    tool_calls: calls.map((part) => ({
      id: String(part.toolCallId ?? ""),
      type: "function",
      function: {
        name: String(part.toolName ?? ""),
        arguments: JSON.stringify(part.input ?? part.args ?? {}),
      },
    })),
  }];
}

function chatPart(part: Part): Record<string, unknown> {
  if (part.type !== "image") return { type: "text", text: String(part.text ?? text(part)) };
  const { image } = part;
  const url = isRecord(image) ? image.url ?? image.data : image;
  return { type: "image_url", image_url: { url: String(url ?? "") } };
}

function resultText(output: unknown): string {
  if (isRecord(output) && "value" in output) return text(output.value);
  return text(output);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value) ?? "";
}

/** What the author's cell gets for an answer of the model. */
export function assistantMessage(said: string, calls: readonly ToolCall[]): Message {
  if (calls.length === 0) return { role: "assistant", content: said };
  const parts: Part[] = calls.map(({ id, name, arguments: given }) => ({
    type: "tool-call",
    toolCallId: id,
    toolName: name,
    input: parseArguments(given) ?? {},
  }));
  return {
    role: "assistant",
    content: said === "" ? parts : [{ type: "text", text: said }, ...parts],
  };
}

/** What the author's cell gets for the results of tools. */
export function toolMessage(results: readonly ToolResult[]): Message {
  return {
    role: "tool",
    content: results.map(({ call, value, failed }) => ({
      type: "tool-result",
      toolCallId: call.id,
      toolName: call.name,
      output: { type: failed ? "error-text" : "json", value },
    })),
  };
}

/** The arguments of a call, if they are an object; a model may leave them empty. */
export function parseArguments(given: string): Record<string, Json> | undefined {
  if (given.trim() === "") return {};
  try {
    const value = JSON.parse(given);
    return isRecord(value) ? value as Record<string, Json> : undefined;
  } catch {
    return undefined;
  }
}
