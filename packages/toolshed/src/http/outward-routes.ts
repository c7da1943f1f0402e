/** The network of pages, whose own policy lets them talk to nobody but this server. */

import { encodeOutwardHead, modelRequest, OUTWARD_HEADER, outwardRequest } from "@cf/protocol";
import { z } from "zod";
import type { OutwardGateway } from "../outward/gateway.ts";
import type { OutwardAnswer } from "../outward/open-request.ts";
import { type Route, route } from "./routes.ts";

const answer = z.string().describe(
  "the body of what was answered, as it arrives; its status, URL and headers are base64 of JSON " +
    `in the header ${OUTWARD_HEADER}`,
);
const CODES = [
  "unknown-space",
  "not-allowed",
  "fetch-failed",
  "answer-too-large",
  "limit-exceeded",
];

/** The routes. */
export function outwardRoutes(gateway: OutwardGateway): readonly Route[] {
  return [
    route({
      method: "post",
      path: "/api/spaces/{space}/fetch",
      summary: "Makes a request to the network for a reader of the space",
      access: "signed",
      body: outwardRequest,
      answer,
      codes: ["address-refused", ...CODES],
      handle: async ({ principal, params, body, request }) =>
        respond(await gateway.fetch({ space: params.space!, principal }, body, request.signal)),
    }),
    route({
      method: "post",
      path: "/api/spaces/{space}/model/chat/completions",
      summary: "Asks the server's language model for a writer of the space",
      access: "signed",
      body: modelRequest,
      answer,
      codes: ["no-provider", ...CODES],
      handle: async ({ principal, params, body, request }) =>
        respond(await gateway.askModel({ space: params.space!, principal }, body, request.signal)),
    }),
  ];
}

/** What strangers answered is never served as something that a browser would show or run. */
function respond({ head, body }: OutwardAnswer): Response {
  return new Response(body as BodyInit, {
    headers: {
      "content-type": "application/octet-stream",
      [OUTWARD_HEADER]: encodeOutwardHead(head),
      "cache-control": "no-store",
      // Proxies in front must hand a stream on as it comes.
      "x-accel-buffering": "no",
    },
  });
}
