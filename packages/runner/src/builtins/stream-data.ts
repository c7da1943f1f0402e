/** `streamData<T>({ url, options? })`: the latest of a stream of server-sent events. */

import type { Schema } from "../cell/schema.ts";
import { RequestError } from "./errors.ts";
import { decodeJson } from "./fetch.ts";
import { httpRequest, openHttp } from "./http.ts";
import { failed, NO_REQUEST, partOf, requestBuiltin } from "./request-node.ts";
import { serverEvents } from "./sse.ts";

/** Follows the stream while something observes it. */
export const streamData = requestBuiltin("streamData", ({ runtime, builtins, request, site }) => {
  const { host } = builtins;
  return () => {
    const options = partOf(runtime, request, "options");
    const http = httpRequest(host, partOf(runtime, request, "url"), options);
    if (http === undefined) return NO_REQUEST;
    if (http instanceof RequestError) return failed(http);
    const headers = { accept: "text/event-stream", ...http.headers };
    const key = { ...http, headers, schema: site.schema ?? null };
    const run = builtins.run<unknown>("stream", key, () => ({
      action: `follow ${http.url}`,
      work: async ({ signal, result }) => {
        const response = await openHttp(host, { ...http, headers }, signal);
        if (response.body === null) return undefined;
        for await (const { data } of serverEvents(response.body)) {
          if (signal.aborted) break;
          result(dataOf(data, site.schema, http.url));
        }
        return undefined;
      },
    }));
    return run.get();
  };
});

/** JSON where the data is JSON; other text is itself, unless a schema asks for more. */
function dataOf(data: string, schema: Schema | undefined, source: string): unknown {
  try {
    return decodeJson(data, schema, source);
  } catch (thrown) {
    if (schema === undefined || (schema as { type?: unknown }).type === "string") return data;
    throw thrown;
  }
}
