/** `cf piece rm`: takes a piece off its space's list. */

import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { choosePiece, withFabric } from "../../server/session.ts";

export const about = {
  name: "piece rm",
  summary: "Take a piece off its space's list.",
  examples: [["cf piece rm 3kq2", "its data stays in the log, and links to it go on working"]],
} as const;

export const options = {
  piece: argument("piece", "a piece, or any part of its id"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { unlistPiece } = await import("@cf/runner");
  await withFabric(values, io, async (fabric) => {
    const id = choosePiece(await fabric.pieces(), values.piece);
    await unlistPiece(fabric.runtime, id);
    await fabric.idle();
    io.result({ piece: id }, "");
    io.say(`${id} is off the list.`);
  });
}
