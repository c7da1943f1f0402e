/** The operator's commands over HTTP, for the server's own key alone. */

import { isAbsolute } from "node:path";
import type { ZodType } from "zod";
import type { SpaceHost } from "@cf/space";
import { z } from "zod";
import type { OperatorCommand } from "../operator/command.ts";
import { OPERATOR_COMMANDS } from "../operator/commands.ts";
import { storedSpaces } from "../operator/stored-spaces.ts";
import { type Route, route } from "./routes.ts";

/** One route per command, and the list of all spaces. */
export function operatorRoutes(host: SpaceHost): readonly Route[] {
  const commands = Object.entries(OPERATOR_COMMANDS) as [
    string,
    OperatorCommand<unknown, unknown>,
  ][];
  return [
    route({
      method: "get",
      path: "/api/operator/spaces",
      summary: "Lists all spaces of the server",
      access: "operator",
      answer: z.object({
        spaces: z.array(z.object({ space: z.string(), seq: z.number(), owners: z.unknown() })),
      }),
      handle: () => ({ spaces: storedSpaces(host) }),
    }),
    route({
      method: "post",
      path: "/api/operator/restore",
      summary: "Puts a backup of the server's machine in place as a space",
      access: "operator",
      body: z.strictObject({
        folder: z.string().max(4096).refine(isAbsolute, "the path must be absolute"),
        replace: z.boolean().default(false),
      }),
      answer: z.object({ space: z.string(), seq: z.number() }),
      codes: ["backup-failed", "space-exists", "space-in-use"],
      handle: async ({ body }) => {
        const space = await host.restore(body.folder, { replace: body.replace });
        return { space: space.id, seq: space.stats.seq };
      },
    }),
    ...commands.map(([name, command]) =>
      route({
        method: "post",
        path: `/api/spaces/{space}/operator/${name}`,
        summary: command.summary,
        access: "operator",
        // Each command of the table is made with a zod schema; the type leaves zod out of the package surface.
        body: command.body as ZodType,
        answer: z.looseObject({}),
        codes: ["unknown-space", ...command.codes ?? []],
        handle: ({ params, body, principal }) =>
          host.use(params.space!, (space) => command.run(space, { body, by: principal })),
      })
    ),
  ];
}
