/**
 * `llmMocks`: what a test file has the language model say. Answers go through the protocol that real
 * models speak, so that what a pattern makes of them is what it makes of theirs.
 */

import type { ModelProvider } from "@cf/runner";
import { isRecord } from "@cf/utils";
import { TestError } from "../errors.ts";
import { delay, type FetchMock, findMock, mockedFetch } from "./fetch-mocks.ts";

/** One answer; the first whose `promptIncludes` the last message includes is given. */
export interface LLMMock {
  /** A part of the last message: the prompt, or what a tool gave. Default: any. */
  readonly promptIncludes?: string;
  /** A text, or the value for `generateObject`. */
  readonly answer?: unknown;
  /** What the model calls, instead of or besides answering. */
  readonly toolCalls?: readonly { readonly name: string; readonly input?: unknown }[];
  /** Default 200; from 400 on the request fails, and `answer` says why. */
  readonly status?: number;
  readonly delayMs?: number;
}

/** What a test file exports in place of the world. */
export interface Mocks {
  fetch: readonly FetchMock[] | undefined;
  llm: readonly LLMMock[] | undefined;
}

/**
 * The model of a test: what `llmMocks` says; without them what the caller of the test lends, or an
 * entry of `fetchMocks` for `/chat/completions`.
 */
export function testModel(mocks: Mocks, lent: ModelProvider | undefined): ModelProvider {
  const answer: typeof fetch = async (input, init) => {
    if (mocks.llm !== undefined) return await mocked(mocks.llm, init);
    if (lent !== undefined) return await (lent.fetch ?? fetch)(input, init);
    if (findMock(mocks.fetch, String(input)) !== undefined) {
      return await mockedFetch(mocks.fetch, input, init);
    }
    throw new TestError(
      "no-provider",
      "Cannot ask a language model: this host has none; a test says what one answers, " +
        'export const llmMocks = [{ promptIncludes: "…", answer: "…" }]',
    );
  };
  return { url: "http://model.test/v1", ...lent, fetch: answer };
}

interface Asked {
  readonly messages: readonly { readonly content?: unknown }[];
  readonly response_format?: {
    readonly json_schema?: { readonly schema?: { readonly properties?: object } };
  };
}

async function mocked(
  mocks: readonly LLMMock[],
  init: RequestInit | undefined,
): Promise<Response> {
  const asked = JSON.parse(String(init?.body)) as Asked;
  const { content } = asked.messages.at(-1) ?? {};
  const last = typeof content === "string" ? content : JSON.stringify(content) ?? "";
  const mock = mocks.find(({ promptIncludes }) => last.includes(promptIncludes ?? ""));
  if (mock === undefined) {
    throw new TestError(
      "no-mock",
      `Cannot ask a language model: no entry of llmMocks has a part of '${last.slice(0, 200)}'`,
    );
  }
  if (mock.delayMs !== undefined) await delay(mock.delayMs, init?.signal ?? undefined);
  const { status = 200, answer } = mock;
  if (status >= 400) return Response.json({ error: { message: said(answer) } }, { status });
  return streamed(mock, asked);
}

function said(answer: unknown): string {
  if (answer === undefined) return "";
  return typeof answer === "string" ? answer : JSON.stringify(answer);
}

/** A whole answer as the events of the protocol. */
function streamed({ answer, toolCalls = [] }: LLMMock, asked: Asked): Response {
  const content = said(answer !== undefined && isWrapped(asked) ? { value: answer } : answer);
  const calls = toolCalls.map(({ name, input = {} }, index) => ({
    index,
    id: `call_${index}`,
    function: { name, arguments: JSON.stringify(input) },
  }));
  const choices = [
    ...(content === "" ? [] : [{ delta: { content } }]),
    ...(calls.length === 0 ? [] : [{ delta: { tool_calls: calls } }]),
    { delta: {}, finish_reason: calls.length === 0 ? "stop" : "tool_calls" },
  ];
  const events = choices.map((choice) => `data: ${JSON.stringify({ choices: [choice] })}\n\n`);
  return new Response(`${events.join("")}data: [DONE]\n\n`, {
    headers: { "content-type": "text/event-stream" },
  });
}

/** Whether the value that is asked for travels inside of an object, as `value`. */
function isWrapped({ response_format: format }: Asked): boolean {
  const properties = format?.json_schema?.schema?.properties;
  return isRecord(properties) && Object.keys(properties).join() === "value";
}
