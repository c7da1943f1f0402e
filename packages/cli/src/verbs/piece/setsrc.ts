/** `cf piece setsrc`: gives a piece other code; its data stays. */

import { resolve } from "node:path";
import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import { argument, text, type ValuesOf } from "../../frame/verb.ts";
import { compileReady } from "../../server/deploy.ts";
import { replaceCode } from "../../server/replace-code.ts";
import { choosePiece, withConnection, withFabric } from "../../server/session.ts";

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
  const ready = await compileReady(resolve(io.cwd, values.file), io);
  const { exportName } = values;
  await withFabric(values, io, async (fabric) => {
    const piece = choosePiece(await fabric.pieces(), values.piece);
    await withConnection(values, io, async (connection) => {
      await replaceCode(fabric, piece, { ready, exportName, connection });
    });
    const program = ready.program.hash;
    io.result({ piece, program }, "");
    io.say(`${piece} runs program ${program.slice(0, 12)}.`);
  });
}
