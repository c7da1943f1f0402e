/**
 * `streamData<T>({ url, options? })`: the latest of a stream of server-sent events. A stream that
 * breaks or ends is opened again, later each time that nothing comes of it, and asked to go on
 * after the last event that had an id.
 */

import { CfError } from "@cf/utils";
import type { Schema } from "../cell/schema.ts";
import { RequestError } from "./errors.ts";
import { decodeJson } from "./fetch.ts";
import { type HostServices, pause } from "./host.ts";
import { type HttpRequest, httpRequest, openHttp } from "./http.ts";
import { failed, NO_REQUEST, partOf, requestBuiltin } from "./request-node.ts";
import type { RunControl } from "./shared-run.ts";
import { serverEvents, type StreamPosition } from "./sse.ts";

const FIRST_PAUSE_MS = 1000;
const PAUSE_MAX_MS = 30_000;

/** Follows the stream while something observes it. */
export const streamData = requestBuiltin("streamData", ({ runtime, builtins, request, site }) => {
  const { host } = builtins;
  return () => {
    const options = partOf(runtime, request, "options");
    const asked = httpRequest(host, partOf(runtime, request, "url"), options);
    if (asked === undefined) return NO_REQUEST;
    if (asked instanceof RequestError) return failed(asked);
    const http = { ...asked, headers: { accept: "text/event-stream", ...asked.headers } };
    const run = builtins.run<unknown>("stream", { ...http, schema: site.schema ?? null }, () => ({
      action: `follow ${http.url}`,
      work: async (control) => {
        await follow(
          host,
          http,
          (data) => control.result(dataOf(data, site.schema, http.url)),
          control,
        );
        return undefined;
      },
    }));
    return run.get();
  };
});

/** Reads the stream, again and again, until it is given up or there is no sense in going on. */
async function follow(
  host: HostServices,
  http: HttpRequest,
  onData: (data: string) => void,
  { signal, interrupted }: RunControl<unknown>,
): Promise<void> {
  const position: StreamPosition = {};
  for (let failures = 0;; failures++) {
    let reason: unknown;
    const hear = (data: string) => {
      onData(data);
      failures = 0;
    };
    try {
      if (!await readOnce(host, http, { signal, position, onData: hear })) return;
    } catch (thrown) {
      if (signal.aborted || !isPassing(thrown)) throw thrown;
      reason = thrown;
    }
    interrupted(reason);
    const pauseMs = (position.retryMs ?? FIRST_PAUSE_MS) * 2 ** Math.min(failures, 10);
    await pause(host, Math.min(pauseMs, PAUSE_MAX_MS), signal);
  }
}

/** Reads until the body ends; whether the stream is to be opened again. */
async function readOnce(
  host: HostServices,
  http: HttpRequest,
  { signal, position, onData }: {
    signal: AbortSignal;
    position: StreamPosition;
    onData: (data: string) => void;
  },
): Promise<boolean> {
  const { lastId } = position;
  const headers = { ...http.headers, ...(lastId === undefined ? {} : { "last-event-id": lastId }) };
  const response = await openHttp(host, { ...http, headers }, signal);
  if (response.status === 204 || response.body === null) return false;
  let heard = false;
  for await (const { data } of serverEvents(response.body, position)) {
    signal.throwIfAborted();
    onData(data);
    heard = true;
  }
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("event-stream")) return host.reconnects ?? true;
  if (heard) return false;
  throw new RequestError(
    "bad-answer",
    `Cannot follow ${http.url}: it is no stream of events but ${type === "" ? "untyped" : type}`,
  );
}

/** Whether a failure may be over when the stream is opened again. */
function isPassing(thrown: unknown): boolean {
  if (!(thrown instanceof RequestError)) return !(thrown instanceof CfError);
  if (thrown.code === "timeout") return true;
  const status = thrown.data.status;
  return thrown.code === "http-status" && typeof status === "number" &&
    (status >= 500 || status === 408 || status === 429);
}

/** JSON where the data is JSON; other text is itself, unless a schema asks for more. */
function dataOf(data: string, schema: Schema | undefined, source: string): unknown {
  try {
    return decodeJson(data, schema, source);
  } catch (thrown) {
    if (schema === undefined || (schema as { type?: unknown }).type === "string") return data;
    throw thrown;
  }
}
