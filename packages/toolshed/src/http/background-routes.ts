/** Marks pieces that the server keeps running for whoever signs the request. */

import { z } from "zod";
import type { Hosting } from "../hosting.ts";
import type { Background } from "../process/background.ts";
import { type Route, route } from "./routes.ts";

const mark = z.object({ space: z.string(), piece: z.string(), principal: z.string() });
const PATH = "/api/spaces/{space}/pieces/{piece}/background";
const CODES = ["unknown-space", "not-allowed", "unknown-piece", "too-many-processes"];

/** The routes of background pieces. */
export function backgroundRoutes(hosting: Hosting, background: Background): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/spaces/{space}/background",
      summary: "The pieces of a space that the server keeps running, and as whom",
      access: "signed",
      answer: z.object({ pieces: z.array(mark) }),
      codes: ["unknown-space", "not-allowed"],
      handle: ({ principal, params }) => {
        hosting.info(params.space!, principal);
        return { pieces: background.list(params.space!) };
      },
    }),
    route({
      method: "put",
      path: PATH,
      summary: "Keeps a piece running, as the caller, also when no page has it open",
      access: "signed",
      answer: mark,
      codes: CODES,
      handle: ({ principal, params }) =>
        background.add({ space: params.space!, piece: params.piece!, principal }),
    }),
    route({
      method: "delete",
      path: PATH,
      summary: "Lets a piece run only where it is open",
      access: "signed",
      codes: CODES,
      handle: ({ principal, params }) =>
        background.remove({ space: params.space!, piece: params.piece!, principal }),
    }),
  ];
}
