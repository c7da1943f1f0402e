/** `generateText`, `generateObject` and `llm`: one answer per request. */

import { canonicalJson, isRecord, shortHash } from "@cf/utils";
import { cellOf } from "../../cell/faces.ts";
import { isInformative, nested, type Schema, type Shape, shapeOf } from "../../cell/schema.ts";
import type { ChatOptions } from "./chat.ts";
import { decodeJson } from "../fetch.ts";
import { type Asking, NO_REQUEST, partOf, rawPart, requestBuiltin } from "../request-node.ts";
import type { RunState } from "../shared-run.ts";
import { converse } from "./converse.ts";
import type { Message } from "./messages.ts";
import { standard } from "./standard-schema.ts";
import { toolsOf } from "./tools.ts";

/** A request as plain data: equal for equal requests. */
interface ModelRequest {
  readonly system: string;
  readonly messages: unknown;
  readonly options: ChatOptions;
}

/** The options that every request may have. */
export function optionsOf({ runtime, request }: Asking): ChatOptions {
  const part = (key: string) => partOf(runtime, request, key);
  const model = part("model");
  const maxTokens = part("maxTokens");
  const temperature = part("temperature");
  const stop = part("stop");
  return {
    ...(typeof model === "string" && model !== "" ? { model } : {}),
    ...(typeof maxTokens === "number" ? { maxTokens } : {}),
    ...(typeof temperature === "number" ? { temperature } : {}),
    ...(stop === undefined || stop === null ? {} : { stop }),
  };
}

/** The system prompt, with what the author pinned as context. */
export function systemOf({ runtime, request }: Asking): string {
  const system = partOf(runtime, request, "system");
  const context = partOf(runtime, request, "context");
  const text = typeof system === "string" ? system : "";
  if (!isRecord(context) || Object.keys(context).length === 0) return text;
  const parts = Object.entries(context).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [text, "Context:", ...parts].filter((line) => line !== "").join("\n");
}

/** The messages of a request, from `messages` or from `prompt`; `undefined` for no request. */
function messagesOf({ runtime, request }: Asking): unknown[] | undefined {
  const messages = partOf(runtime, request, "messages");
  if (Array.isArray(messages) && messages.length > 0) return messages;
  if (typeof messages === "string" && messages !== "") return [messages];
  const prompt = partOf(runtime, request, "prompt");
  // As with an address, `ready && text` asks for nothing until it is ready.
  if (prompt === undefined || prompt === null || prompt === "" || prompt === false) {
    return undefined;
  }
  if (Array.isArray(prompt)) return prompt.length === 0 ? undefined : [userMessage(prompt)];
  return [userMessage(isRecord(prompt) ? JSON.stringify(prompt) : String(prompt))];
}

function userMessage(content: unknown): unknown {
  return { role: "user", content };
}

function requestOf(asking: Asking, format?: unknown): ModelRequest | undefined {
  const messages = messagesOf(asking);
  if (messages === undefined) return undefined;
  const options = { ...optionsOf(asking), ...(format === undefined ? {} : { format }) };
  return { system: systemOf(asking), messages, options };
}

/** The state of the shared run of a request. */
function stateOf(
  asking: Asking,
  request: ModelRequest,
  decode: (said: string) => unknown,
): object {
  const { runtime, builtins, frame } = asking;
  const given = rawPart(runtime, asking.request, "tools");
  const tools = given === undefined ? [] : toolsOf(runtime, frame, given);
  const named = tools.map(({ name, description, parameters }) => ({
    name,
    description,
    parameters,
  }));
  const own = tools.length === 0 ? {} : { of: frame.idOf("tools") };
  const key = { ...request, tools: named, ...own };
  const run = builtins.run<unknown>("model", key, () => ({
    action: "ask a language model",
    work: async ({ signal, partial }) => {
      const added: Message[] = [];
      const said = await converse(builtins.host, {
        ...request,
        tools,
        signal,
        messages: () => [...request.messages as unknown[], ...added],
        onText: partial,
        onMessage: (message) => void added.push(message),
      });
      return decode(said);
    },
  }));
  return withHash(run.get(), shortHash(canonicalJson(key)));
}

function withHash(state: RunState<unknown>, requestHash: string): object {
  return Object.freeze({ ...state, requestHash });
}

/** `generateText({ prompt, system?, model?, … })`. */
export const generateText = requestBuiltin("generateText", (asking) => () => {
  const request = requestOf(asking);
  return request === undefined ? NO_REQUEST : stateOf(asking, request, (said) => said);
});

/** `llm({ messages, … })`. */
export const llm = requestBuiltin("llm", (asking) => () => {
  const request = requestOf(asking);
  return request === undefined ? NO_REQUEST : stateOf(asking, request, (said) => said);
});

/** `generateObject<T>({ prompt, … })`: an answer that fits `T`. */
export const generateObject = requestBuiltin("generateObject", (asking) => {
  const given = rawPart(asking.runtime, asking.request, "schema");
  const schema = asking.site.schema ??
    (typeof given === "object" && given !== null && cellOf(given) === undefined
      ? given as Schema
      : undefined);
  const { format, unwrap } = answerFormat(schema);
  return () => {
    const request = requestOf(asking, format);
    if (request === undefined) return NO_REQUEST;
    const asked = { ...request, system: withInstruction(request.system, format) };
    return stateOf(
      asking,
      asked,
      (said) => decodeJson(unwrap(unfenced(said)), schema, "the language model"),
    );
  };
});

/** The protocol wants an object at the root; anything else travels inside one. */
function answerFormat(schema: Schema | undefined) {
  const shape = shapeOf(schema);
  const root = typeof schema === "object" ? schema : {};
  const wrapped = isInformative(shape) && !isObject(shape!);
  const { $defs, ...own } = root;
  const asked = wrapped
    ? { type: "object", properties: { value: own }, required: ["value"], ...($defs && { $defs }) }
    : { type: "object", ...root };
  return {
    format: {
      type: "json_schema",
      json_schema: { name: "result", schema: standard(asked, root) },
    },
    unwrap: (said: string) => wrapped ? unwrapped(said) : said,
  };
}

/** Whether every value that fits is an object. */
function isObject({ schema, root }: Shape): boolean {
  const { type, properties, allOf = [] } = schema;
  if (type !== undefined) return type === "object";
  return properties !== undefined || allOf.some((part) => {
    const inner = nested(part, root);
    return inner !== undefined && isObject(inner);
  });
}

function unwrapped(said: string): string {
  try {
    const value = JSON.parse(said);
    return isRecord(value) && "value" in value ? JSON.stringify(value.value) : said;
  } catch {
    return said;
  }
}

function withInstruction(system: string, format: { json_schema: { schema: unknown } }): string {
  const schema = JSON.stringify(format.json_schema.schema);
  const instruction =
    `Answer with one JSON value that fits this JSON Schema, and nothing else:\n${schema}`;
  return system === "" ? instruction : `${system}\n\n${instruction}`;
}

/** Models like to put JSON into a fenced block. */
function unfenced(said: string): string {
  return /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(said)?.[1] ?? said;
}
