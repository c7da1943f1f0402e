/**
 * Requests that a runtime has its server make: the network of a page and of a child process.
 *
 * The request is JSON. What was answered comes back as the body of the server's own answer, byte
 * for byte as it arrives, with its head in one header:
 *
 * ```
 * POST /api/spaces/<space>/fetch   {"url":"https://…","method":"GET","headers":{}}
 * 200  cf-answer: base64({"status":404,"statusText":"Not Found","url":"https://…","headers":[]})
 * ```
 *
 * An answer without that header is the server's own refusal, `{"error":{"code","message","data"}}`.
 */

import { z, type ZodType } from "zod";

const HEADER_CHARS_MAX = 64 * 1024;
const BODY_CHARS_MAX = 4 * 1024 * 1024;

/** A request to make. */
export const outwardRequest: ZodType<OutwardRequest> = z.strictObject({
  url: z.string().max(HEADER_CHARS_MAX).describe("http: or https:"),
  method: z.string().regex(/^[A-Za-z]{1,20}$/).default("GET"),
  headers: z.record(z.string().max(256), z.string().max(HEADER_CHARS_MAX)).default({}),
  body: z.string().max(BODY_CHARS_MAX).optional(),
  redirect: z.enum(["follow", "error", "manual"]).default("follow"),
});

/** A request to make; what is left out of its JSON is `GET`, no headers and `follow`. */
export interface OutwardRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly redirect: "follow" | "error" | "manual";
}

/**
 * An exchange with the server's language model: the body of the OpenAI-compatible chat protocol.
 * Without a `model`, or with `default`, the server's operator chooses it.
 */
export const modelRequest: ZodType<ModelRequest> = z.strictObject({
  model: z.string().max(256).optional(),
  messages: z.array(z.record(z.string(), z.unknown())).min(1),
  stream: z.boolean().optional(),
  max_tokens: z.number().int().positive().optional(),
  temperature: z.number().optional(),
  stop: z.unknown().optional(),
  response_format: z.unknown().optional(),
  tools: z.array(z.unknown()).optional(),
});

/** An exchange with the server's language model. */
export interface ModelRequest {
  readonly model?: string | undefined;
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  readonly stream?: boolean | undefined;
  readonly max_tokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly stop?: unknown;
  readonly response_format?: unknown;
  readonly tools?: readonly unknown[] | undefined;
}

/** The request that arguments of `fetch` describe, with headers as a record and a text as body. */
export function outwardRequestOf(url: string, init: RequestInit = {}): OutwardRequest {
  const { method = "GET", headers = {}, body, redirect = "follow" } = init;
  return {
    url,
    method,
    headers: headers as Record<string, string>,
    redirect,
    ...(typeof body === "string" ? { body } : {}),
  };
}

/** What was answered, before its body. */
export interface OutwardHead {
  readonly status: number;
  readonly statusText: string;
  /** Where the answer came from, after redirections. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

const outwardHead = z.object({
  status: z.number().int().min(200).max(599),
  statusText: z.string(),
  url: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
});

/** The header of the server's answer that holds the head. */
export const OUTWARD_HEADER = "cf-answer";

/** The header's text. */
export function encodeOutwardHead(head: OutwardHead): string {
  const bytes = new TextEncoder().encode(JSON.stringify(head));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** The head in a header's text. Throws what `JSON.parse` and zod throw for any other text. */
export function decodeOutwardHead(text: string): OutwardHead {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return outwardHead.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

const BODYLESS = [204, 205, 304];

/** The answer as `fetch` gives answers. */
export function outwardResponse(
  head: OutwardHead,
  body: ReadableStream<Uint8Array> | null,
): Response {
  const { status, statusText, url, headers } = head;
  const response = new Response((BODYLESS.includes(status) ? null : body) as BodyInit | null, {
    status,
    statusText,
    headers: headers.map(([name, value]) => [name, value] as [string, string]),
  });
  Object.defineProperty(response, "url", { value: url });
  return response;
}
