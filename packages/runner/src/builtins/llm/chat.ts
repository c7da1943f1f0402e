/**
 * One exchange with a model over the OpenAI-compatible protocol:
 * `POST <base>/chat/completions` with `stream: true`, answered by server-sent events or, by servers
 * that do not stream, by one JSON object.
 */

import { isRecord } from "@cf/utils";
import { RequestError } from "../errors.ts";
import { type HostServices, patienceMs, pause } from "../host.ts";
import { type HttpRequest, openHttp, patientBody } from "../http.ts";
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
  const response = await opened(network, {
    url: `${llm.url.replace(/\/+$/, "")}/chat/completions`,
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream, application/json",
      ...(llm.key === undefined ? {} : { authorization: `Bearer ${llm.key}` }),
    },
    body: JSON.stringify(bodyOf(exchange, llm.model)),
  }, exchange.signal);
  const type = response.headers.get("content-type") ?? "";
  const waiting = { action: "hear a language model out", signal: exchange.signal };
  const body = response.body === null ? null : patientBody(host, response.body, waiting);
  if (body === null || !type.includes("event-stream")) {
    return wholeAnswer(parse(await new Response(body).text(), "it"), exchange);
  }
  return await streamedAnswer(body, exchange);
}

const TRIES_MAX = 3;

/** Asks again where the server says that it is busy and when it will not be, if that is soon. */
async function opened(
  host: HostServices,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Response> {
  for (let tries = 1;; tries++) {
    try {
      return await openHttp(host, request, signal);
    } catch (error) {
      const pauseMs = tries < TRIES_MAX ? busyMs(error) : undefined;
      if (pauseMs === undefined || pauseMs > patienceMs(host)) throw inItsWords(error);
      await pause(host, pauseMs, signal);
    }
  }
}

function busyMs(error: unknown): number | undefined {
  if (!(error instanceof RequestError) || error.code !== "http-status") return undefined;
  const { status, retryAfterMs } = error.data;
  const isBusy = status === 429 || status === 503;
  return isBusy && typeof retryAfterMs === "number" ? retryAfterMs : undefined;
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
  exchange: Exchange,
): Promise<ChatAnswer> {
  let said = "";
  let refused = "";
  let end: string | undefined;
  const calls: CallParts[] = [];
  for await (const { data } of serverEvents(body)) {
    exchange.signal.throwIfAborted();
    if (data === "[DONE]") {
      end ??= "stop";
      break;
    }
    const choice = firstChoice(parse(data, "an event"));
    if (choice === undefined) continue;
    if (typeof choice.finish_reason === "string") end = choice.finish_reason;
    const delta = isRecord(choice.delta) ? choice.delta : {};
    if (typeof delta.content === "string" && delta.content !== "") {
      said += delta.content;
      exchange.onText(said);
    }
    if (typeof delta.refusal === "string") refused += delta.refusal;
    takeCalls(calls, delta.tool_calls);
  }
  if (end === undefined) throw unusable("it broke off");
  return whole({ said, refused, end, calls }, exchange);
}

/** An answer that has ended, if it is one. */
function whole(
  { said, refused, end, calls }: {
    said: string;
    refused: string;
    end: unknown;
    calls: readonly CallParts[];
  },
  { options }: Exchange,
): ChatAnswer {
  if (said === "" && calls.length === 0) {
    if (refused !== "") throw unusable(`the model refused: ${refused}`);
    if (end === "content_filter") throw unusable("the model's server withheld it");
  }
  // A text may be cut off and still be read; an object may not.
  if (end === "length" && options.format !== undefined) {
    throw unusable("it was cut off; a larger maxTokens is needed");
  }
  return { said, calls: calls.filter(({ name }) => name !== "") };
}

function unusable(why: string): RequestError {
  return new RequestError("bad-answer", `Cannot use the model's answer: ${why}`);
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

function wholeAnswer(answer: unknown, exchange: Exchange): ChatAnswer {
  const choice = firstChoice(answer);
  const message = choice?.message;
  if (!isRecord(message)) throw unusable("it has no message");
  const calls: CallParts[] = [];
  takeCalls(calls, message.tool_calls);
  const said = typeof message.content === "string" ? message.content : "";
  if (said !== "") exchange.onText(said);
  const refused = typeof message.refusal === "string" ? message.refusal : "";
  return whole({ said, refused, end: choice?.finish_reason, calls }, exchange);
}

function firstChoice(answer: unknown): Record<string, unknown> | undefined {
  if (!isRecord(answer)) return undefined;
  if (isRecord(answer.error)) throw unusable(String(answer.error.message ?? "it is an error"));
  const choice = Array.isArray(answer.choices) ? answer.choices[0] : undefined;
  return isRecord(choice) ? choice : undefined;
}

function parse(data: string, what: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw unusable(`${what} is no JSON`);
  }
}
