/** How developers' tools, `cf dev` for one, reach the open pages of a space. */

import { type Notice, parseNotice } from "@cf/protocol";
import { z } from "zod";
import type { Hosting } from "../hosting.ts";
import type { Notices } from "../notices.ts";
import { type Route, route } from "./routes.ts";

/** The route of notices. */
export function noticeRoute(hosting: Hosting, notices: Notices): Route {
  return route({
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
  });
}
