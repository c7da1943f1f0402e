/** `cf piece setsrc`: gives a piece other code; its data stays. */

import { resolve } from "node:path";
import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import { argument, text, type ValuesOf } from "../../frame/verb.ts";
import { replaceCode } from "../../server/replace-code.ts";
import { choosePiece, withFabric } from "../../server/session.ts";

export const about = {
  name: "piece setsrc",
  summary: "Give a piece other code and keep its data.",
  examples: [["cf piece setsrc 3kq2 counter.tsx", "compiles the file and runs the piece with it"]],
} as const;

export const options = {
  piece: argument("piece", "a piece, or any part of its id"),
  file: argument("file", "the pattern's main module", { files: true }),
  exportName: text("--export <name>", "the pattern to run (default: the default export)"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const replaced = await withFabric(values, io, async (fabric) => {
    const id = choosePiece(await fabric.pieces(), values.piece);
    return await replaceCode(fabric, id, {
      path: resolve(io.cwd, values.file),
      exportName: values.exportName,
      flags: values,
      io,
    });
  });
  io.result(replaced, "");
  io.say(`${replaced.piece} runs program ${replaced.program.slice(0, 12)}.`);
}
