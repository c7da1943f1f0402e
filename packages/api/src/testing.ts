// deno-lint-ignore-file no-explicit-any -- steps send events of any type.
/** Tests of patterns: assertions and steps. */

import type { Stream } from "./stream.ts";

/**
 * A check; a failure shows both sides of each comparison in it.
 *
 * @example
 * ```ts
 * { assertion: assert(() => counter.value === 1) }
 * ```
 */
export declare function assert(check: () => unknown): any;

/**
 * A step of a test: one thing to do or to check. `skip: true` leaves it out.
 *
 * @example
 * ```ts
 * const steps: TestStep[] = [
 *   { action: counter.increment, event: { amount: 2 } },
 *   { assertion: assert(() => counter.value === 2) },
 * ];
 * ```
 */
export type TestStep =
  & { readonly skip?: boolean }
  & (
    | { readonly assertion: unknown }
    | { readonly action: Stream<any> | unknown; readonly event?: unknown }
    | { readonly render: unknown }
    | { readonly settle: true }
    | { readonly label: string }
    | { readonly await: string }
  );

/**
 * Several users on one space.
 *
 * @example
 * ```ts
 * const options: MultiUserTestOptions = { setup: Board, participants: { alice: AliceSteps } };
 * ```
 */
export interface MultiUserTestOptions {
  /** A pattern whose result every participant is given; run once. */
  readonly setup?: unknown;
  /**
   * A test pattern for each: a record by name, or a list. Each is the pattern itself or
   * `{ pattern }`, in a list `{ name, pattern }`; `inputs` is what it is given besides the setup's
   * result, and participants with the same `user` are sessions of one.
   */
  readonly participants: any;
  readonly [option: string]: unknown;
}

/**
 * A test with several participants, each with an identity and a runtime of its own.
 *
 * @example
 * ```ts
 * export default multiUserTest({ setup: Board, participants: { alice: AliceSteps, bob: BobSteps } });
 * ```
 */
export declare function multiUserTest(options: MultiUserTestOptions): any;

/**
 * An answer of the replaced network: the type of the entries of a test file's `fetchMocks`.
 *
 * @example
 * ```ts
 * export const fetchMocks: FetchMock[] = [{ urlIncludes: "/users/1", body: { name: "Ada" } }];
 * ```
 */
export interface FetchMock {
  /** A part of the URL; the first entry that fits answers. */
  readonly urlIncludes: string;
  /** Default 200. */
  readonly status?: number;
  /** Default: plain text for a text, bytes for `base64Body`, else JSON. */
  readonly contentType?: string;
  /** A text, or what is sent as JSON. */
  readonly body?: unknown;
  readonly base64Body?: string;
  /** How long the answer takes, in milliseconds. */
  readonly delayMs?: number;
}

/**
 * An answer of the replaced language model: the type of the entries of a test file's `llmMocks`, of
 * which the first that fits the last message is given. Without `llmMocks` a model is an `error` in
 * a test.
 *
 * @example
 * ```ts
 * export const llmMocks: LLMMock[] = [
 *   { promptIncludes: "Summarize", answer: "Short." },
 *   { promptIncludes: "Find tea", toolCalls: [{ name: "search", input: { query: "tea" } }] },
 *   { promptIncludes: "found", answer: { steps: ["Boil water"] } },
 * ];
 * ```
 */
export interface LLMMock {
  /** A part of the last message: of the prompt, or of what a tool gave. Default: any. */
  readonly promptIncludes?: string;
  /** A text; for `generateObject` the value. */
  readonly answer?: unknown;
  /** Tools that the model calls; what they give is its next message. */
  readonly toolCalls?: readonly { readonly name: string; readonly input?: unknown }[];
  /** Default 200; from 400 on the request is an error, and `answer` says why. */
  readonly status?: number;
  /** How long the model thinks, in milliseconds. */
  readonly delayMs?: number;
}
