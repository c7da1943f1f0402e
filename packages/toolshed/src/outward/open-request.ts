/**
 * Opens one request under a policy. Each redirection is a new request, judged like the first. What
 * a page may not say in a browser (`host`, `connection`, …) is left out, and so are cookies of the
 * other side: nothing here has a session.
 */

import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { OutwardHead, OutwardRequest } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { FetchFailedError } from "./errors.ts";
import type { OutwardPolicy } from "./policy.ts";

/** An answer whose body is still to come. */
export interface OutwardAnswer {
  readonly head: OutwardHead;
  /** Ends, or fails, with the answer; cancelling it hangs up. */
  readonly body: ReadableStream<Uint8Array>;
}

const REDIRECTS_MAX = 10;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** Headers of the connection, which is the server's own. */
const CONNECTION_HEADERS = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/** Headers of an answer that are not handed on. */
const DROPPED_HEADERS = new Set([
  "connection",
  "keep-alive",
  "set-cookie",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Headers that are for one origin, and do not follow a redirection to another. */
const PRIVATE_HEADERS = ["authorization", "cookie"];

/**
 * Sends the request and follows where it leads. Throws `address-refused`, and `fetch-failed` where
 * nothing answers; an aborted signal rejects with its reason.
 */
export async function openRequest(
  policy: OutwardPolicy,
  request: OutwardRequest,
  signal: AbortSignal,
): Promise<OutwardAnswer> {
  let current = { ...request, headers: cleaned(request.headers) };
  for (let hops = 0;; hops++) {
    const url = URL.parse(current.url);
    if (url === null) throw new FetchFailedError(current.url, "it is no URL");
    policy.check(url);
    const message = await send(policy, url, current, signal);
    const status = message.statusCode ?? 0;
    const { location } = message.headers;
    if (!REDIRECTS.includes(status) || location === undefined || current.redirect === "manual") {
      return answerOf(message, url);
    }
    message.destroy();
    if (current.redirect === "error") {
      throw new FetchFailedError(url.href, `it redirects to ${location}`);
    }
    if (hops === REDIRECTS_MAX) {
      throw new FetchFailedError(request.url, `it redirects more than ${REDIRECTS_MAX} times`);
    }
    current = redirected(current, url, { status, location });
  }
}

type Cleaned = OutwardRequest & { readonly headers: Record<string, string> };

function cleaned(given: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = { "user-agent": "cell-fabric", accept: "*/*" };
  for (const [key, value] of Object.entries(given)) {
    const name = key.toLowerCase();
    if (CONNECTION_HEADERS.has(name) || /^(?:proxy|sec)-/.test(name)) continue;
    headers[name] = value;
  }
  return headers;
}

function redirected(
  from: Cleaned,
  url: URL,
  { status, location }: { status: number; location: string },
): Cleaned {
  const to = URL.parse(location, url);
  if (to === null) throw new FetchFailedError(url.href, `it redirects to ${location}, no URL`);
  const headers = { ...from.headers };
  if (to.origin !== url.origin) { for (const name of PRIVATE_HEADERS) delete headers[name]; }
  const becomesGet = status === 303 || (status <= 302 && from.method.toUpperCase() === "POST");
  if (!becomesGet) return { ...from, url: to.href, headers };
  const { body: _, ...rest } = from;
  delete headers["content-type"];
  return { ...rest, url: to.href, headers, method: from.method === "HEAD" ? "HEAD" : "GET" };
}

function send(
  policy: OutwardPolicy,
  url: URL,
  { method, headers, body }: OutwardRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const bytes = body === undefined ? undefined : new TextEncoder().encode(body);
  const { request: open } = url.protocol === "https:" ? https : http;
  const fail = (error: Error) =>
    reject(error instanceof CfError ? error : new FetchFailedError(url.href, error.message, error));
  try {
    const sent = open(url, {
      method,
      headers: {
        ...headers,
        "accept-encoding": "gzip, deflate, br",
        ...(bytes === undefined ? {} : { "content-length": String(bytes.length) }),
      },
      lookup: policy.lookupFor(url),
      // One connection a request: a kept one would skip the question where the name points now.
      agent: false,
    }, resolve);
    const abort = () => {
      reject(signal.reason);
      sent.destroy();
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    sent.on("close", () => signal.removeEventListener("abort", abort));
    sent.on("error", fail);
    sent.end(bytes);
  } catch (error) {
    fail(error as Error);
  }
  return promise;
}

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function answerOf(message: IncomingMessage, url: URL): OutwardAnswer {
  const encoding = message.headers["content-encoding"]?.toLowerCase() ?? "";
  const decoder = DECODERS[encoding]?.();
  if (decoder !== undefined) message.on("error", (error) => decoder.emit("error", error));
  const readable = decoder === undefined ? message : message.pipe(decoder);
  const headers: [string, string][] = [];
  for (const [name, value] of Object.entries(message.headers)) {
    if (value === undefined || DROPPED_HEADERS.has(name)) continue;
    if (decoder !== undefined && /^content-(?:encoding|length)$/.test(name)) continue;
    headers.push([name, Array.isArray(value) ? value.join(", ") : value]);
  }
  return {
    head: {
      status: message.statusCode!,
      statusText: message.statusMessage ?? "",
      url: url.href,
      headers,
    },
    body: Readable.toWeb(readable as Readable) as ReadableStream<Uint8Array>,
  };
}
