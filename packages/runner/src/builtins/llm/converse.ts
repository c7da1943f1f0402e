/** A conversation with a model: exchanges, and the tools it calls in between. */

import { RequestError } from "../errors.ts";
import type { HostServices } from "../host.ts";
import { chat, type ChatOptions } from "./chat.ts";
import {
  assistantMessage,
  type ChatMessage,
  type Message,
  toChat,
  toolMessage,
} from "./messages.ts";
import { callTool, type Tool } from "./tools.ts";

const ROUNDS_MAX = 25;

/** What a conversation needs. */
export interface Conversation {
  readonly system: string;
  readonly options: ChatOptions;
  readonly tools: readonly Tool[];
  readonly signal: AbortSignal;
  /** The messages as they stand before each exchange. */
  readonly messages: () => Promise<unknown> | unknown;
  /** Called with the text of an answer as it comes. */
  readonly onText: (said: string) => void;
  /** Called with each message that the conversation adds, in order. */
  readonly onMessage: (message: Message) => Promise<void> | void;
}

/** Goes on until the model answers without calling a tool; gives that answer. */
export async function converse(host: HostServices, talk: Conversation): Promise<string> {
  const { system, options, tools, signal, onText, onMessage } = talk;
  const opening: ChatMessage[] = system === "" ? [] : [{ role: "system", content: system }];
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const messages = [...opening, ...toChat(await talk.messages())];
    const { said, calls } = await chat(host, { messages, options, tools, signal, onText });
    signal.throwIfAborted();
    await onMessage(assistantMessage(said, calls));
    if (calls.length === 0) return said;
    const results = [];
    for (const call of calls) {
      results.push(await callTool(tools, call, { signal, host }));
      // Who gave up the answer wants nothing more to be done for it.
      signal.throwIfAborted();
    }
    await onMessage(toolMessage(results));
  }
  throw new RequestError(
    "tool-failed",
    `Cannot finish the answer: the model called tools more than ${ROUNDS_MAX} times`,
  );
}
