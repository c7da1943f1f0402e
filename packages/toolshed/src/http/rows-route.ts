/** Rows of a file for a pattern database, over HTTP: a body of any size, one commit. */

import { z } from "zod";
import type { SpaceHost } from "@cf/space";
import { BadRequestError, BodyTooLargeError } from "../errors.ts";
import { findDatabase } from "../operator/find-database.ts";
import { receiveBody } from "./body.ts";
import { type Route, route } from "./routes.ts";

/** What the route goes by. */
export interface RowsRouteOptions {
  /** The principal whose key operates the server. */
  readonly operator: string;
  readonly uploadBytesMax: number;
}

const count = z.number().int();
const MODES = ["add", "replace"] as const;

/** The route that takes the rows of an SQLite file in. */
export function rowsRoute(
  host: SpaceHost,
  { operator, uploadBytesMax }: RowsRouteOptions,
): Route {
  return route({
    method: "post",
    path: "/api/spaces/{space}/databases/{database}/rows",
    summary: "Takes the rows of an SQLite file, the body, into a pattern database, as one commit",
    access: "signed",
    upload: true,
    query: {
      mode: "add: to the rows that are there; replace: instead of those of the file's tables",
      source: "what the file is called in messages and in the log",
      bytes: "the size of the body",
    },
    answer: z.object({
      seq: count.nullable().describe("the commit; null when the rows were there already"),
      database: z.string(),
      tables: z.record(z.string(), z.object({ rows: count, added: count, removed: count })),
    }),
    codes: [
      "unknown-space",
      "not-allowed",
      "unknown-database",
      "ambiguous-database",
      "body-too-large",
      "bad-import",
      "import-timeout",
      "unsupported-migration",
      "store-failed",
    ],
    handle: ({ params, query, principal, request }) =>
      host.use(params.space!, async (space) => {
        const mode = MODES.find((each) => each === query.get("mode"));
        if (mode === undefined) throw new BadRequestError("mode: add or replace is needed");
        const isOperator = principal === operator;
        const key = findDatabase(space, params.database!, { principal, isOperator });
        // Told before the body comes, which nobody then has to read.
        if (Number(query.get("bytes")) > uploadBytesMax) {
          throw new BodyTooLargeError(uploadBytesMax);
        }
        const source = (query.get("source") ?? "the file").slice(0, 1000);
        const path = space.operator.stagingPath();
        try {
          await receiveBody(request, path, uploadBytesMax);
          const by = principal;
          const report = await space.operator.takeRowsIn({ key, path, source, mode, by });
          return { database: key.id, ...report };
        } finally {
          await Deno.remove(path).catch(() => {});
        }
      }),
  });
}
