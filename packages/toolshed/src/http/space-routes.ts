/** Spaces over HTTP: list, create, look at, and their access lists. */

import type { AsOf } from "@cf/space";
import { z } from "zod";
import { BadRequestError } from "../errors.ts";
import type { Hosting } from "../hosting.ts";
import { type Route, route } from "./routes.ts";

const capability = z.enum(["read", "write", "own"]).describe("each includes the ones before it");
const space = z.string().max(256).describe("a did:key");
const info = z.object({
  space,
  seq: z.number().int().describe("the newest commit"),
  capability: capability.describe("what the caller may do"),
  named: z.object({
    home: space,
    name: z.string().describe("or the id of the piece that it was made for"),
  }).optional().describe("what patterns of another space name it by; nothing where none does"),
});
const principal = z.string().max(256).describe("a did:key, or * for everybody");

/** Who may make spaces. */
export type CreatePolicy = "anyone" | "operator";

/** The routes of spaces. */
export function spaceRoutes(hosting: Hosting, create: CreatePolicy): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/spaces",
      summary: "The spaces that the caller may read",
      access: "signed",
      answer: z.object({ spaces: z.array(info) }),
      handle: ({ principal }) => ({ spaces: hosting.list(principal) }),
    }),
    route({
      method: "post",
      path: "/api/spaces",
      summary: "Makes a space that belongs to the caller alone",
      access: create === "operator" ? "operator" : "signed",
      body: z.strictObject({ space: space.optional() }),
      answer: info,
      codes: ["space-exists", "bad-space-id"],
      handle: ({ principal, body }) => hosting.create(principal, body.space),
    }),
    route({
      method: "get",
      path: "/api/spaces/{space}",
      summary: "One space",
      access: "signed",
      answer: info,
      codes: ["unknown-space", "not-allowed"],
      handle: ({ principal, params }) => hosting.info(params.space!, principal),
    }),
    route({
      method: "get",
      path: "/api/spaces/{space}/documents/{document}",
      summary: "A document as it was at a commit or a time; user/… is the caller's own",
      access: "signed",
      query: { seq: "the commit", time: "instead of seq: milliseconds since 1970" },
      answer: z.object({ seq: z.number().int(), value: z.unknown().optional() }),
      codes: ["unknown-space", "not-allowed", "no-such-state"],
      handle: ({ principal, params, query }) =>
        hosting.valueAsOf(params.space!, principal, {
          document: params.document!,
          asOf: momentOf(query),
        }),
    }),
    route({
      method: "get",
      path: "/api/spaces/{space}/access",
      summary: "The access list, for an owner",
      access: "signed",
      answer: z.object({ access: z.array(z.object({ principal, capability })) }),
      codes: ["unknown-space", "not-allowed"],
      handle: ({ principal, params }) => ({ access: hosting.access(params.space!, principal) }),
    }),
    route({
      method: "put",
      path: "/api/spaces/{space}/access/{principal}",
      summary: "Gives a principal a capability",
      access: "signed",
      body: z.strictObject({ capability }),
      codes: ["unknown-space", "not-allowed", "last-owner", "rights-follow-home"],
      handle: ({ principal, params, body }) =>
        hosting.setAccess(params.space!, principal, {
          principal: params.principal!,
          capability: body.capability,
        }),
    }),
    route({
      method: "delete",
      path: "/api/spaces/{space}/access/{principal}",
      summary: "Takes a principal's capability away",
      access: "signed",
      codes: ["unknown-space", "not-allowed", "last-owner", "rights-follow-home"],
      handle: ({ principal, params }) =>
        hosting.setAccess(params.space!, principal, {
          principal: params.principal!,
          capability: null,
        }),
    }),
  ];
}

function momentOf(query: URLSearchParams): AsOf {
  const [name, given] = query.has("time") ? ["time", query.get("time")] : ["seq", query.get("seq")];
  if (!/^\d{1,15}$/.test(given ?? "")) {
    throw new BadRequestError("seq or time: a whole number is needed");
  }
  return name === "time" ? { time: Number(given) } : { seq: Number(given) };
}
