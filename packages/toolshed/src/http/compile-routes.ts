/** Compiling over HTTP: sources in; modules, schemas and diagnostics out. */

import { z } from "zod";
import type { CompileService } from "../compile/compile-service.ts";
import { BadRequestError } from "../errors.ts";
import type { Metrics } from "../observe/metrics.ts";
import { type Route, route } from "./routes.ts";

const path = z.string().max(1024).regex(
  /^\/(?!.*(?:^|\/)\.\.?(?:\/|$))[^\0]+$/,
  "a path begins with /",
)
  .describe("absolute within the program");
const source = z.strictObject({
  main: path,
  files: z.record(path, z.string()).describe("text by path: modules and data files"),
});
const diagnostic = z.looseObject({
  code: z.string(),
  severity: z.string(),
  message: z.string(),
});
const answer = z.object({
  program: z.object({
    hash: z.string(),
    main: z.string(),
    modules: z.record(z.string(), z.object({ code: z.string(), map: z.string() })),
    data: z.record(z.string(), z.string()),
  }).optional().describe("left out after syntax errors"),
  runs: z.boolean().describe("whether nothing of what was found keeps it from running"),
  diagnostics: z.array(diagnostic),
  schemas: z.record(z.string(), z.unknown()),
});

/** The routes of compiling. */
export function compileRoutes(compiler: CompileService, metrics: Metrics): readonly Route[] {
  return [
    route({
      method: "post",
      path: "/api/compile",
      summary: "Compiles a program",
      access: "signed",
      body: source,
      answer,
      codes: ["compiler-failed"],
      async handle({ body }) {
        if (body.files[body.main] === undefined) {
          throw new BadRequestError(`main: the program has no file ${body.main}`);
        }
        try {
          const result = await compiler.compile(body);
          const failed = result.diagnostics.some(({ severity }) => severity === "error");
          metrics.compiles.inc({ outcome: failed ? "diagnostics" : "ok" });
          return result;
        } catch (error) {
          metrics.compiles.inc({ outcome: "failed" });
          throw error;
        }
      },
    }),
  ];
}
