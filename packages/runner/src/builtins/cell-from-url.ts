/**
 * `cellFromUrl(url)`: the cell that an address names. Understood are `/<space>/<id>/<path…>`, with
 * or without an origin, `/<id>/<path…>` of the own space, and the text of a stored link.
 */

import { fromSigil, type Link } from "@cf/protocol";
import { isRecord } from "@cf/utils";
import type { Runtime } from "../runtime.ts";
import { cellOf } from "../cell/faces.ts";
import { shapeOf } from "../cell/schema.ts";
import { RequestError } from "./errors.ts";
import { failed, NO_REQUEST, partOf, plainOf, requestBuiltin } from "./request-node.ts";

/** `result` is the cell, read through `T` as its contents. */
export const cellFromUrl = requestBuiltin("cellFromUrl", ({ runtime, frame, request, site }) => {
  const contents = shapeOf(site.schema);
  return () => {
    const url = urlOf(runtime, request);
    if (url === undefined || url === null || url === "") return NO_REQUEST;
    const link = parseCellUrl(String(url));
    if (link === undefined) {
      return failed(
        new RequestError(
          "bad-request",
          `Cannot read a cell from '${String(url)}': an address /space/id/path is needed`,
          { data: { url } },
        ),
      );
    }
    const space = link.space ?? frame.storage;
    const result = runtime.cellAt({ ...link, space }, space, contents);
    return Object.freeze({ pending: false, result });
  };
});

function urlOf(runtime: Runtime, request: unknown): unknown {
  if (cellOf(request) === undefined) {
    return isRecord(request) ? partOf(runtime, request, "url") : request;
  }
  const value = plainOf(runtime, request);
  return isRecord(value) ? value.url : value;
}

/** The link that an address names. */
export function parseCellUrl(url: string): Link | undefined {
  if (url.trimStart().startsWith("{")) {
    try {
      return fromSigil(JSON.parse(url));
    } catch {
      return undefined;
    }
  }
  let parts: string[];
  try {
    const { pathname } = new URL(url, "http://localhost/");
    parts = pathname.split("/").filter((part) => part !== "").map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const space = parts[0]?.startsWith("did:") ? parts.shift() : undefined;
  const id = parts.shift();
  if (id === undefined || !/^(of|piece|space|program):/.test(id)) return undefined;
  return { id, path: parts, ...(space === undefined ? {} : { space }) };
}
