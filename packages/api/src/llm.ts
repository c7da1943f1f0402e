// deno-lint-ignore-file no-explicit-any -- tools and models take what they take.
/** Builtins over language models. A missing provider is an `error`, never a hang. */

import type { Accept } from "./accept.ts";
import type { AsyncState } from "./fetch.ts";
import type { Schema, TypedSchema } from "./schema.ts";
import type { Stream } from "./stream.ts";
import type { AnyText } from "./text.ts";

/**
 * What a message says: a text, or parts.
 *
 * @example
 * ```ts
 * const content: BuiltInLLMContent = [{ type: "text", text: "What is this?" }];
 * ```
 */
export type BuiltInLLMContent = string | BuiltInLLMPart[];

/**
 * Text, a picture, a call of a tool, or its result.
 *
 * @example
 * ```ts
 * const picture: BuiltInLLMPart = { type: "image", image: photo.url };
 * ```
 */
export interface BuiltInLLMPart {
  readonly type: "text" | "image" | "tool-call" | "tool-result" | AnyText;
  readonly text?: string;
  readonly image?: string;
  readonly [part: string]: any;
}

/**
 * A message of a conversation.
 *
 * @example
 * ```ts
 * const messages = new Writable<BuiltInLLMMessage[]>([{ role: "user", content: "Hello" }]);
 * ```
 */
export interface BuiltInLLMMessage {
  readonly role: "user" | "assistant" | "system" | "tool";
  readonly content: BuiltInLLMContent;
  readonly [part: string]: any;
}

/**
 * Tools by name: handlers, or patterns made with `patternTool`.
 *
 * @example
 * ```ts
 * const tools: LLMTools = { remember: remember({ facts }), search: patternTool(Search) };
 * ```
 */
export type LLMTools = Readonly<Record<string, unknown>>;

/**
 * What all requests to a model may say.
 *
 * @example
 * ```ts
 * const options: LLMOptions = { system: "Be brief.", prompt: question, maxTokens: 200 };
 * ```
 */
export interface LLMOptions {
  /** What the model is told before everything else. */
  readonly system?: Accept<string | undefined>;
  /** By the name that its server knows it by. Default: the host's. */
  readonly model?: Accept<string | undefined>;
  /** How long the answer may be; a text is cut off there, an object is an error. */
  readonly maxTokens?: Accept<number | undefined>;
  readonly temperature?: Accept<number | undefined>;
  /** A text, or texts, at which the answer ends. */
  readonly stop?: unknown;
  /** Accepted, and without a meaning here: equal requests share one answer anyway. */
  readonly cache?: unknown;
  /** Accepted, and not sent. */
  readonly metadata?: unknown;
  /** Cells and values by name: what they hold is added to `system`. */
  readonly context?: unknown;
  /** What the model may call, see {@linkcode LLMTools}. */
  readonly tools?: unknown;
  /** The conversation so far: a list of {@linkcode BuiltInLLMMessage}, or a text. */
  readonly messages?: any;
  /** A text or parts with pictures, where there is no conversation; `""` or `false` is no request. */
  readonly prompt?: unknown;
  readonly [option: string]: unknown;
}

/**
 * The state of a model's answer. A model that is busy and says for how long (status 429 or 503 with
 * `retry-after`) is asked again then, twice at most. `requestHash` is the same for equal requests.
 *
 * @example
 * ```ts
 * const summary: LLMState<string> = generateText({ prompt });
 * const shown = computed(() => summary.result ?? summary.partial);
 * ```
 */
export interface LLMState<Result> extends AsyncState<Result> {
  /** The answer so far, while it streams. */
  readonly partial?: string;
  readonly requestHash?: string;
}

/**
 * A text from a prompt; an empty prompt is no request.
 *
 * @example
 * ```ts
 * const summary = generateText({ prompt: computed(() => `Summarize: ${note}`) });
 * ```
 */
export declare function generateText(request: LLMOptions): LLMState<string>;

/**
 * The ways to call {@linkcode generateObject}.
 *
 * @example
 * ```ts
 * const make: GenerateObject = generateObject;
 * ```
 */
export interface GenerateObject {
  <T = any>(request: LLMOptions): LLMState<T>;
  <const S>(request: LLMOptions & { readonly schema: S }): LLMState<Schema<S>>;
  <T>(request: LLMOptions & { readonly schema: TypedSchema<T> }): LLMState<T>;
}

/**
 * Data of type `T` from a prompt, validated.
 *
 * @example
 * ```ts
 * const plan = generateObject<{ steps: string[] }>({ prompt: goal });
 * ```
 */
export declare const generateObject: GenerateObject;

/**
 * An answer to a list of messages.
 *
 * @example
 * ```ts
 * const answer = llm({ messages: [{ role: "user", content: question }] });
 * ```
 */
export declare function llm(request: LLMOptions): LLMState<BuiltInLLMContent>;

/**
 * A conversation in progress.
 *
 * @example
 * ```ts
 * const dialog: LLMDialogState = llmDialog({ messages });
 * const ask = action(() => dialog.addMessage.send({ role: "user", content: "Hello" }));
 * ```
 */
export interface LLMDialogState extends AsyncState<any> {
  /** The answer so far, while it streams. */
  readonly partial?: string;
  /** Adds a message of the user's, to which the model answers. */
  readonly addMessage: Stream<BuiltInLLMMessage>;
  /** Stops the answer in progress. */
  readonly cancelGeneration: Stream<void>;
  /** The names of what `context` has. */
  readonly pinnedCells: any[];
  /** What the model may call, by name: `{ description, inputSchema }`. */
  readonly flattenedTools: Record<string, any>;
  readonly [part: string]: any;
}

/**
 * A conversation that may call tools; its messages live in a cell of the author's.
 *
 * @example
 * ```ts
 * const dialog = llmDialog({ system: "Be brief.", messages, tools: { search: patternTool(Search) } });
 * ```
 */
export declare function llmDialog(request: LLMOptions): LLMDialogState;

/**
 * A picture as `cf-image-input` gives it.
 *
 * @example
 * ```ts
 * const photos = new Writable<ImageData[]>([]);
 * ```
 */
export interface ImageData {
  id: string;
  name: string;
  /** A URL under which the picture can be shown. */
  url: string;
  /** The same as a `data:` URL. */
  data: string;
  /** When it was chosen, in milliseconds since 1970. */
  timestamp: number;
  width?: number;
  height?: number;
  /** In bytes. */
  // deno-lint-ignore cf/unit-suffix -- the name is the element's
  size?: number;
  type?: string;
  exif?: any;
  metadata?: any;
}
