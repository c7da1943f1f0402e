/**
 * One exchange with a model over the OpenAI-compatible protocol:
 * `POST <base>/chat/completions` with `stream: true`, answered by server-sent events or, by servers
 * that do not stream, by one JSON object.
 */

import { isRecord } from "@cf/utils";
import { RequestError } from "../errors.ts";
import type { HostServices } from "../host.ts";
import { openHttp } from "../http.ts";
import { serverEvents } from "../sse.ts";
import type { ChatMessage, ToolCall } from "./messages.ts";

/** What all exchanges of one request have in common. */
export interface ChatOptions {
  readonly model?: string;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly stop?: unknown;
  /** The protocol's `response_format`. */
  readonly format?: unknown;
}

/** A function that the model may call. */
export interface ChatTool {
  readonly name: string;
  readonly description: string;
  /** The JSON Schema of its arguments. */
  readonly parameters: unknown;
}

/** What the model answered. */
export interface ChatAnswer {
  readonly said: string;
  readonly calls: readonly ToolCall[];
}

/** An exchange. */
export interface Exchange {
  readonly messages: readonly ChatMessage[];
  readonly options: ChatOptions;
  readonly tools: readonly ChatTool[];
  readonly signal: AbortSignal;
  /** Called with the text so far. */
  readonly onText: (said: string) => void;
}

/** Sends the messages and reads the answer as it comes. Errors: see {@linkcode RequestError}. */
export async function chat(host: HostServices, exchange: Exchange): Promise<ChatAnswer> {
  const { llm } = host;
  if (llm === undefined) {
    throw new RequestError(
      "no-provider",
      "Cannot ask a language model: this host has none; set CF_LLM_URL (and CF_LLM_KEY, CF_LLM_MODEL)",
    );
  }
  const network = llm.fetch === undefined ? host : { ...host, fetch: llm.fetch };
  const response = await openHttp(network, {
    url: `${llm.url.replace(/\/+$/, "")}/chat/completions`,
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream, application/json",
      ...(llm.key === undefined ? {} : { authorization: `Bearer ${llm.key}` }),
    },
    body: JSON.stringify(bodyOf(exchange, llm.model)),
  }, exchange.signal).catch((error) => {
    throw inItsWords(error);
  });
  const type = response.headers.get("content-type") ?? "";
  if (response.body === null || !type.includes("event-stream")) {
    return wholeAnswer(await response.json(), exchange);
  }
  return await streamedAnswer(response.body, exchange);
}

/** A refusal as the model's server words it; anything else as it is. */
function inItsWords(error: unknown): unknown {
  if (!(error instanceof RequestError) || error.code !== "http-status") return error;
  const { status, body } = error.data;
  let said = typeof body === "string" ? body : "";
  try {
    const answer: unknown = JSON.parse(said);
    const problem = isRecord(answer) ? answer.error : undefined;
    if (typeof problem === "string") said = problem;
    else if (isRecord(problem) && typeof problem.message === "string") said = problem.message;
  } catch {
    // No JSON: the text says what it says.
  }
  const reason = said === "" ? "" : `: ${said}`;
  return new RequestError(
    "http-status",
    `Cannot ask a language model: it answered ${String(status)}${reason}`,
    { data: error.data, cause: error },
  );
}

function bodyOf(exchange: Exchange, ownModel: string | undefined): Record<string, unknown> {
  const { messages, options, tools } = exchange;
  const { model, maxTokens, temperature, stop, format } = options;
  const chosen = model === undefined || model === "" || model === "default" ? ownModel : model;
  return {
    ...(chosen === undefined ? {} : { model: chosen }),
    messages,
    stream: true,
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(stop === undefined || stop === null ? {} : { stop }),
    ...(format === undefined ? {} : { response_format: format }),
    ...(tools.length === 0
      ? {}
      : { tools: tools.map((tool) => ({ type: "function", function: tool })) }),
  };
}

interface CallParts {
  id: string;
  name: string;
  arguments: string;
}

async function streamedAnswer(
  body: ReadableStream<Uint8Array>,
  { onText, signal }: Exchange,
): Promise<ChatAnswer> {
  let said = "";
  const calls: CallParts[] = [];
  let complete = false;
  for await (const { data } of serverEvents(body)) {
    signal.throwIfAborted();
    if (data === "[DONE]") {
      complete = true;
      break;
    }
    const choice = firstChoice(parse(data));
    if (choice === undefined) continue;
    if (typeof choice.finish_reason === "string") complete = true;
    const delta = isRecord(choice.delta) ? choice.delta : {};
    if (typeof delta.content === "string" && delta.content !== "") {
      said += delta.content;
      onText(said);
    }
    takeCalls(calls, delta.tool_calls);
  }
  if (!complete) {
    throw new RequestError("bad-answer", "Cannot use the model's answer: it broke off");
  }
  return { said, calls: calls.filter(({ name }) => name !== "") };
}

/** A call comes in pieces: its number first with its name, then its arguments bit by bit. */
function takeCalls(calls: CallParts[], pieces: unknown): void {
  if (!Array.isArray(pieces)) return;
  for (const piece of pieces) {
    if (!isRecord(piece)) continue;
    const at = typeof piece.index === "number" ? piece.index : calls.length;
    if (at > 100) continue;
    const call = calls[at] ??= { id: `call_${at}`, name: "", arguments: "" };
    const { name, arguments: given } = isRecord(piece.function) ? piece.function : {};
    if (typeof piece.id === "string" && piece.id !== "") call.id = piece.id;
    if (typeof name === "string") call.name += name;
    if (typeof given === "string") call.arguments += given;
  }
}

function wholeAnswer(answer: unknown, { onText }: Exchange): ChatAnswer {
  const message = firstChoice(answer)?.message;
  if (!isRecord(message)) {
    throw new RequestError("bad-answer", "Cannot use the model's answer: it has no message");
  }
  const calls: CallParts[] = [];
  takeCalls(calls, message.tool_calls);
  const said = typeof message.content === "string" ? message.content : "";
  if (said !== "") onText(said);
  return { said, calls };
}

function firstChoice(answer: unknown): Record<string, unknown> | undefined {
  if (!isRecord(answer)) return undefined;
  if (isRecord(answer.error)) {
    throw new RequestError(
      "bad-answer",
      `Cannot use the model's answer: ${String(answer.error.message ?? "it is an error")}`,
    );
  }
  const choice = Array.isArray(answer.choices) ? answer.choices[0] : undefined;
  return isRecord(choice) ? choice : undefined;
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new RequestError("bad-answer", "Cannot use the model's answer: an event is no JSON");
  }
}
