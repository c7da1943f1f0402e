/** What language models and people say, as the texts that a chat shows. */

import { isRecord } from "@cf/utils";

/** One message, in the form of `BuiltInLLMMessage` or with a plain text. */
export interface ChatMessage {
  readonly role: string;
  readonly content: unknown;
  readonly name: string;
  readonly avatar: string;
}

/** The messages among `given`; others are left out. */
export function messagesOf(given: unknown): ChatMessage[] {
  if (!Array.isArray(given)) return [];
  return given.filter(isRecord).map((message) => ({
    role: String(message.role ?? "user"),
    content: message.content ?? message.text ?? "",
    name: typeof message.name === "string" ? message.name : "",
    avatar: typeof message.avatar === "string" ? message.avatar : "",
  })).filter(({ role, content }) => role !== "system" && textOf(content) !== "");
}

/** The text in a message's content: itself, or its parts of type text. */
export function textOf(content: unknown): string {
  if (typeof content === "string" || typeof content === "number") return String(content);
  if (!Array.isArray(content)) return "";
  return content.filter(isRecord).map(({ text }) => typeof text === "string" ? text : "")
    .filter((text) => text !== "").join("\n\n");
}
