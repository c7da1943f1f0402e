/**
 * `fetchJson`, `fetchJsonUnchecked`, `fetchText` and `fetchBinary`. Two calls for the same URL and
 * options share one request on the network, whatever they make of the answer.
 */

import { deepFreeze, type Json } from "@cf/utils";
import type { Schema } from "../cell/schema.ts";
import { RequestError } from "./errors.ts";
import { fetchHttp, type HttpAnswer, httpRequest } from "./http.ts";
import { type Asking, failed, NO_REQUEST, partOf, requestBuiltin } from "./request-node.ts";
import type { RunState } from "./shared-run.ts";
import { conform } from "./validate.ts";

/** Turns the bytes of an answer into a result; throws {@linkcode RequestError}. */
type Decode = (answer: HttpAnswer) => unknown;

function fetching(name: string, decoder: (asking: Asking) => Decode) {
  return requestBuiltin(name, (asking) => {
    const { runtime, builtins, request } = asking;
    const { host } = builtins;
    const decode = remembering(decoder(asking));
    return () => {
      const url = partOf(runtime, request, "url");
      const http = httpRequest(host, url, partOf(runtime, request, "options"));
      if (http === undefined) return NO_REQUEST;
      if (http instanceof RequestError) return failed(http);
      const run = builtins.run<HttpAnswer>("http", http, () => ({
        action: `fetch ${http.url}`,
        work: ({ signal }) => fetchHttp(host, http, signal),
      }));
      return decoded(run.get(), decode);
    };
  });
}

function decoded(state: RunState<HttpAnswer>, decode: Decode): object {
  const { pending, result, error } = state;
  if (error !== undefined) return Object.freeze({ pending, error });
  if (result === undefined) return Object.freeze({ pending });
  try {
    return Object.freeze({ pending, result: decode(result) });
  } catch (thrown) {
    if (thrown instanceof RequestError) return failed(thrown);
    throw thrown;
  }
}

/** The result of an answer stays one object, so that who reads it again sees no change. */
function remembering(decode: Decode): Decode {
  const known = new WeakMap<HttpAnswer, { value: unknown } | { thrown: unknown }>();
  return (answer) => {
    let outcome = known.get(answer);
    if (outcome === undefined) {
      try {
        outcome = { value: decode(answer) };
      } catch (thrown) {
        outcome = { thrown };
      }
      known.set(answer, outcome);
    }
    if ("thrown" in outcome) throw outcome.thrown;
    return outcome.value;
  };
}

function textOf({ bytes }: HttpAnswer): string {
  return new TextDecoder().decode(bytes);
}

/** Parses and checks JSON that came from `source`. */
export function decodeJson(text: string, schema: Schema | undefined, source: string): unknown {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RequestError(
      "bad-answer",
      `Cannot use the answer of ${source}: it is no JSON (${(cause as Error).message})`,
      { data: { source, path: "", start: text.slice(0, 200) } },
    );
  }
  const outcome = conform(value, schema);
  if ("value" in outcome) return deepFreeze(outcome.value);
  const { path, reason } = outcome.problem;
  throw new RequestError(
    "bad-answer",
    `Cannot use the answer of ${source}: ${path === "" ? "the whole" : `'${path}'`} is ${reason}`,
    { data: { source, path } },
  );
}

/** `fetchJson<T>({ url, options? })`: JSON that fits `T`. */
export const fetchJson = fetching("fetchJson", ({ request, site }) => {
  const own = (request as { schema?: Schema } | undefined)?.schema;
  const schema = site.schema ?? own;
  return (answer) => decodeJson(textOf(answer), schema, answer.url);
});

/** `fetchJsonUnchecked({ url, options? })`: JSON as it came. */
export const fetchJsonUnchecked = fetching(
  "fetchJsonUnchecked",
  () => (answer) => decodeJson(textOf(answer), undefined, answer.url),
);

/** `fetchText({ url, options? })`. */
export const fetchText = fetching("fetchText", () => textOf);

/** `fetchBinary({ url, options? })`: `{ data, base64, contentType, mediaType }`. */
export const fetchBinary = fetching("fetchBinary", () => ({ bytes, contentType }) =>
  Object.freeze({
    // Bytes cannot be frozen, and an answer is shared by all who ask for it.
    data: bytes.slice(),
    base64: toBase64(bytes),
    contentType,
    mediaType: contentType.split(";")[0]!.trim(),
  }));

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  }
  return btoa(pieces.join(""));
}
