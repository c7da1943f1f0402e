/** How developers' tools, `cf dev` for one, reach the open pages of a space, and hear from them. */

import { type Notice, parseNotice, runFailure } from "@cf/protocol";
import { z } from "zod";
import type { Hosting } from "../hosting.ts";
import type { Notices } from "../notices.ts";
import { type Route, route } from "./routes.ts";

/** The routes. */
export function noticeRoutes(hosting: Hosting, notices: Notices): readonly Route[] {
  return [
    route({
      method: "post",
      path: "/api/spaces/{space}/notices",
      summary: "Tells the open pages of a space about findings or a new program of a piece",
      access: "signed",
      body: z.object({ kind: z.enum(["diagnostics", "program"]) }).loose(),
      codes: ["unknown-space", "not-allowed", "bad-message"],
      handle({ principal, params, body }) {
        const { space = "" } = params;
        hosting.requireWrite(space, principal);
        const notice: Notice = parseNotice(body);
        notices.send(space, notice);
      },
    }),
    route({
      method: "post",
      path: "/api/spaces/{space}/failures",
      summary: "Tells a developer's tools, if any listen, what went wrong in a page of the space",
      access: "signed",
      body: runFailure,
      codes: ["unknown-space", "not-allowed"],
      handle({ principal, params, body }) {
        const { space = "" } = params;
        hosting.info(space, principal);
        notices.failed(space, body);
      },
    }),
  ];
}
