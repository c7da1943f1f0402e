/** `fetchMocks`: the answers that a test file gives instead of the network. */

import { TestError } from "../errors.ts";

/** One answer; the first whose `urlIncludes` the URL includes is given. */
export interface FetchMock {
  readonly urlIncludes: string;
  /** Default 200. */
  readonly status?: number;
  /** Default: JSON for a body that is no text. */
  readonly contentType?: string;
  readonly body?: unknown;
  readonly base64Body?: string;
  readonly delayMs?: number;
}

/** Answers from `mocks`; a test file without mocks has the real network. */
export async function mockedFetch(
  mocks: readonly FetchMock[] | undefined,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  if (mocks === undefined) return await fetch(input, init);
  const url = input instanceof Request ? input.url : String(input);
  const mock = findMock(mocks, url);
  if (mock === undefined) {
    throw new TestError("no-mock", `Cannot fetch ${url}: no entry of fetchMocks has a part of it`);
  }
  if (mock.delayMs !== undefined) await delay(mock.delayMs, init?.signal ?? undefined);
  const { status = 200 } = mock;
  const contentType = mock.contentType ?? defaultType(mock);
  const bodyless = status === 204 || status === 304;
  return new Response(bodyless ? null : bodyOf(mock), {
    status,
    headers: { "content-type": contentType },
  });
}

/** The entry that answers for a URL. */
export function findMock(
  mocks: readonly FetchMock[] | undefined,
  url: string,
): FetchMock | undefined {
  return mocks?.find(({ urlIncludes }) => url.includes(urlIncludes));
}

function defaultType({ body, base64Body }: FetchMock): string {
  if (base64Body !== undefined) return "application/octet-stream";
  return typeof body === "string" ? "text/plain" : "application/json";
}

function bodyOf({ body, base64Body }: FetchMock): BodyInit | null {
  if (base64Body !== undefined) {
    return Uint8Array.from(atob(base64Body), (char) => char.charCodeAt(0));
  }
  if (body === undefined) return null;
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** The delay is what the author asked for; it ends early when the request is given up. */
export function delay(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // deno-lint-ignore cf/test-waiting -- the mock's delay is the author's wish
  const timer = setTimeout(resolve, delayMs);
  signal?.addEventListener("abort", () => {
    clearTimeout(timer);
    reject(signal.reason);
  });
  return promise;
}
