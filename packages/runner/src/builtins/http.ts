/** Requests over HTTP: from what an author wrote to a canonical request, and its transport. */

import { isRecord } from "@cf/utils";
import { apiUrlOf, type HostServices, patienceMs, timerOf } from "./host.ts";
import { RequestError } from "./errors.ts";

/** A request in canonical form: equal for equal requests. */
export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly cache?: string;
  readonly redirect?: string;
}

/** What came back, with status 200 to 299. */
export interface HttpAnswer {
  readonly url: string;
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const PROTOCOLS = ["http:", "https:", "data:"];

/** The canonical request, `undefined` for no request, or the error of one that cannot be made. */
export function httpRequest(
  host: HostServices,
  url: unknown,
  options: unknown,
): HttpRequest | undefined | RequestError {
  if (url === undefined || url === null || url === "" || url === false) return undefined;
  const address = addressOf(host, String(url));
  if (address instanceof RequestError) return address;
  const given = isRecord(options) ? options : {};
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(isRecord(given.headers) ? given.headers : {})) {
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value);
  }
  const { body } = given;
  if (isRecord(body) || Array.isArray(body)) headers["content-type"] ??= "application/json";
  const method = typeof given.method === "string" ? given.method.toUpperCase() : "GET";
  const text = body === undefined || body === null
    ? undefined
    : typeof body === "string"
    ? body
    : JSON.stringify(body);
  return {
    url: address,
    method,
    headers,
    ...(text === undefined || method === "GET" || method === "HEAD" ? {} : { body: text }),
    ...(typeof given.cache === "string" ? { cache: given.cache } : {}),
    ...(typeof given.redirect === "string" ? { redirect: given.redirect } : {}),
  };
}

/** Absolute, and of a protocol that leads out of this machine's files. */
function addressOf(host: HostServices, url: string): string | RequestError {
  let parsed: URL;
  try {
    parsed = new URL(url, apiUrlOf(host));
  } catch {
    return new RequestError("bad-request", `Cannot fetch '${url}': it is no URL`, {
      data: { url },
    });
  }
  if (PROTOCOLS.includes(parsed.protocol)) return parsed.href;
  return new RequestError(
    "bad-request",
    `Cannot fetch '${url}': ${parsed.protocol} is not allowed, use http: or https:`,
    { data: { url } },
  );
}

/** Opens a request; the timeout covers the time until the headers are there. */
export async function openHttp(
  host: HostServices,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Response> {
  const { url, ...init } = request;
  if (url.startsWith("data:")) return dataResponse(url);
  const response = await withPatience(
    host,
    (limited) => (host.fetch ?? globalThis.fetch)(url, { ...init, signal: limited } as RequestInit),
    { action: `fetch ${url}`, signal },
  );
  if (response.ok) return response;
  throw await refusal(host, response, { url, signal });
}

async function refusal(
  host: HostServices,
  response: Response,
  { url, signal }: { url: string; signal: AbortSignal },
): Promise<RequestError> {
  const { status, statusText } = response;
  const said = await withPatience(host, () => response.text(), { action: `read ${url}`, signal })
    .catch(() => "");
  const body = said.trim();
  const retryAfterMs = retryAfterOf(response.headers);
  return new RequestError(
    "http-status",
    `Cannot fetch ${url}: the server answered ${status} ${statusText}`.trimEnd(),
    {
      data: {
        url,
        status,
        ...(body === "" ? {} : { body: body.slice(0, 2000) }),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      },
    },
  );
}

/** When a server wants to be asked again: it says seconds, or a moment. */
function retryAfterOf(headers: Headers): number | undefined {
  const said = headers.get("retry-after")?.trim();
  if (said === undefined || said === "") return undefined;
  if (/^\d+$/.test(said)) return Number(said) * 1000;
  const atMs = Date.parse(said);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - Date.now());
}

/** What a `data:` URL holds. It needs no network, which a page's policy would not let it have. */
function dataResponse(url: string): Response {
  const comma = url.indexOf(",");
  if (comma < 0) {
    throw new RequestError("bad-request", `Cannot fetch '${url.slice(0, 80)}': it has no comma`);
  }
  const type = url.slice("data:".length, comma).trim();
  const isBase64 = /;\s*base64$/i.test(type);
  try {
    const bytes = percentDecoded(url.slice(comma + 1));
    const body = isBase64
      ? bytesOf(atob(new TextDecoder().decode(bytes).replace(/\s/g, "")))
      : bytes;
    const contentType = type.replace(/;\s*base64$/i, "") || "text/plain;charset=US-ASCII";
    return new Response(body, { headers: { "content-type": contentType } });
  } catch (cause) {
    const problem = `Cannot fetch '${url.slice(0, 80)}': its base64 is damaged`;
    throw new RequestError("bad-request", problem, { cause });
  }
}

/** A sign that is no `%` and two digits stands for itself, as in every URL. */
function percentDecoded(text: string): Uint8Array<ArrayBuffer> {
  const parts = text.split(/(%[0-9a-f]{2})/i).filter((part) => part !== "");
  const encoder = new TextEncoder();
  const bytes = parts.flatMap((part) =>
    /^%[0-9a-f]{2}$/i.test(part) ? [parseInt(part.slice(1), 16)] : [...encoder.encode(part)]
  );
  return Uint8Array.from(bytes);
}

function bytesOf(binary: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** The whole answer to a request. */
export async function fetchHttp(
  host: HostServices,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const response = await openHttp(host, request, signal);
  const bytes = await withPatience(
    host,
    async () => new Uint8Array(await response.arrayBuffer()),
    { action: `read ${request.url}`, signal },
  );
  const contentType = response.headers.get("content-type") ?? "";
  return { url: response.url === "" ? request.url : response.url, contentType, bytes };
}

/** The body of a response; it fails when nothing came of it for as long as the host's patience. */
export function patientBody(
  host: HostServices,
  body: ReadableStream<Uint8Array>,
  waiting: { action: string; signal: AbortSignal },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { done, value } = await withPatience(host, () => reader.read(), waiting);
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        reader.cancel().catch(() => {});
        throw error;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Runs `fn` with a signal that also fires when the host's patience is over. */
export async function withPatience<T>(
  host: HostServices,
  fn: (limited: AbortSignal) => Promise<T>,
  { action, signal }: { action: string; signal: AbortSignal },
): Promise<T> {
  const limitMs = patienceMs(host);
  const late = new AbortController();
  const cancel = timerOf(host)(limitMs, () => late.abort());
  const gaveUp = Promise.withResolvers<never>();
  gaveUp.promise.catch(() => {});
  late.signal.addEventListener("abort", () =>
    gaveUp.reject(
      new RequestError("timeout", `Cannot ${action}: no answer within ${limitMs} ms`),
    ));
  try {
    return await Promise.race([fn(AbortSignal.any([signal, late.signal])), gaveUp.promise]);
  } finally {
    cancel();
  }
}
