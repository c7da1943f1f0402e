/** `cf piece new`: compiles a pattern and deploys it in a space. */

import { resolve } from "node:path";
import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import { argument, text, type ValuesOf } from "../../frame/verb.ts";
import { deploy } from "../../server/deploy.ts";
import { withFabric } from "../../server/session.ts";
import { parseValue } from "../../server/target.ts";

export const about = {
  name: "piece new",
  summary: "Deploy a pattern in a space.",
  examples: [
    ["cf piece new counter.tsx", "prints the id of the new piece"],
    [`cf piece new counter.tsx --argument '{"value":3}'`, "starts it with an argument"],
  ],
} as const;

export const options = {
  file: argument("file", "the pattern's main module", { files: true }),
  argument: text("--argument <json>", "the piece's argument; - reads it from stdin"),
  exportName: text("--export <name>", "the pattern to run (default: the default export)"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const input = values.argument === undefined
    ? undefined
    : await parseValue(values.argument, false, io);
  await withFabric(values, io, async (fabric) => {
    const piece = await deploy(fabric, resolve(io.cwd, values.file), {
      io,
      argument: input,
      exportName: values.exportName,
    });
    io.result({ piece: piece.id, space: fabric.space }, piece.id);
  });
}
