// deno-lint-ignore-file no-explicit-any -- unvalidated data and errors are of any type.
/** Builtins that fetch: each a reactive state, memoized by its request. */

import type { Accept } from "./accept.ts";

/**
 * The state of something that takes time. An empty or undefined request is none: `pending` is
 * false and nothing happens. A request is made while something reads it, and for a minute after a
 * handler did. While another request is pending, `result` is still the answer of the former one;
 * after an error, or where nothing is asked for, there is none.
 *
 * An `error` has a `message`, a `code` (such as `http-status`, `network`, `timeout`, `bad-answer`,
 * `no-provider`) and, in `data`, what belongs to it: `status`, `body`, `retryAfterMs`, or the `path`
 * of what does not fit.
 *
 * @example
 * ```tsx
 * {user.pending ? <cf-loader /> : user.error ? <p>Not found</p> : <b>{user.result?.name}</b>}
 * ```
 */
export interface AsyncState<Result = any> {
  /** Whether an answer is awaited. */
  readonly pending: boolean;
  /** The last answer; `undefined` until there is one. */
  readonly result: Result;
  /** Why there is no answer; `undefined` while all is well. */
  readonly error?: any;
}

/**
 * The parts of a request.
 *
 * @example
 * ```ts
 * const options: FetchOptions = { method: "POST", body: JSON.stringify({ id: 1 }) };
 * ```
 */
export interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: any;
  readonly cache?: string;
  readonly redirect?: string;
  readonly [option: string]: unknown;
}

/**
 * What is fetched.
 *
 * @example
 * ```ts
 * const request: FetchRequest = { url: "https://example.org/users", options: { method: "GET" } };
 * ```
 */
export interface FetchRequest {
  /** The address; empty or undefined is no request. */
  readonly url: Accept<string | undefined | null>;
  readonly options?: Accept<FetchOptions | undefined>;
  /** Older place of what the compiler writes. */
  readonly schema?: unknown;
  readonly result?: unknown;
  readonly mode?: unknown;
  readonly [option: string]: unknown;
}

/**
 * Fetches JSON and validates it against `T`.
 *
 * @example
 * ```ts
 * const user = fetchJson<{ name: string }>({ url: computed(() => `/api/users/${id}`) });
 * ```
 */
export declare function fetchJson<T = any>(request: FetchRequest): AsyncState<T>;

/**
 * Fetches JSON and does not look at it.
 *
 * @example
 * ```ts
 * const raw = fetchJsonUnchecked({ url: "https://example.org/data.json" });
 * ```
 */
export declare function fetchJsonUnchecked<T = any>(request: FetchRequest): AsyncState<T>;

/**
 * Fetches a text.
 *
 * @example
 * ```ts
 * const readme = fetchText({ url: "https://example.org/README.md" });
 * ```
 */
export declare function fetchText(request: FetchRequest): AsyncState<string>;

/**
 * Bytes from the network.
 *
 * @example
 * ```ts
 * const picture: AsyncState<BinaryContent> = fetchBinary({ url });
 * ```
 */
export interface BinaryContent {
  readonly data: any;
  readonly base64: string;
  readonly contentType: string;
  readonly mediaType: string;
  readonly [part: string]: any;
}

/**
 * Fetches bytes.
 *
 * @example
 * ```ts
 * const picture = fetchBinary({ url: pictureUrl });
 * ```
 */
export declare function fetchBinary(request: FetchRequest): AsyncState<BinaryContent>;

/**
 * A program's files and which of them is run.
 *
 * @example
 * ```ts
 * const program: ProgramSource = {
 *   files: [{ name: "/main.tsx", contents: code }],
 *   main: "/main.tsx",
 * };
 * ```
 */
export interface ProgramSource {
  readonly files: { readonly name: string; readonly contents: string }[];
  readonly main: string;
}

/**
 * Fetches a pattern's source with all that it imports.
 *
 * @example
 * ```ts
 * const program = fetchProgram({ url: "https://example.org/counter.tsx" });
 * ```
 */
export declare function fetchProgram(request: FetchRequest): AsyncState<ProgramSource>;

/**
 * Follows a stream of server-sent events; `result` is the latest. A stream that breaks or ends is
 * `pending` and opened again, where the server can continue it after its last event id; a server
 * that refuses (status 204 or 400 to 499) ends it.
 *
 * @example
 * ```ts
 * const prices = streamData<{ price: number }>({ url: "https://example.org/prices" });
 * ```
 */
export declare function streamData<T = any>(request: FetchRequest): AsyncState<T>;
