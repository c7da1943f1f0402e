/** `cf piece rm`: takes a piece off its space's list and its databases to the space's trash. */

import type { Fabric } from "@cf/fabric";
import type { DocAddress } from "@cf/protocol";
import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { choosePiece, withFabric } from "../../server/session.ts";

export const about = {
  name: "piece rm",
  summary: "Remove a piece and its databases.",
  examples: [
    ["cf piece rm 3kq2", "its cells stay in the log; its databases go to the space's trash"],
  ],
} as const;

export const options = {
  piece: argument("piece", "a piece, or any part of its id"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { unlistPiece } = await import("@cf/runner");
  await withFabric(values, io, async (fabric) => {
    const id = choosePiece(await fabric.pieces(), values.piece);
    const handles = await handlesOf(fabric, id, io);
    await unlistPiece(fabric.runtime, id, handles);
    await fabric.idle();
    io.result({ piece: id, databases: handles.map(({ id }) => id) }, "");
    io.say(`${id} is off the list.`);
    if (handles.length > 0) {
      const ids = handles.map(({ id }) => id).join(", ");
      io.say(`Its databases are deleted: ${ids}; \`cf sqlite gc\` lists the files in the trash.`);
    }
  });
}

/** The handles that the piece's code declares: only running it tells which they are. */
async function handlesOf(fabric: Fabric, id: string, io: Io): Promise<readonly DocAddress[]> {
  try {
    await fabric.piece(id).get();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    io.say(`Its databases may stay, for its code does not run: ${problem}`);
  }
  return fabric.runtime.databases.declaredBy(id);
}
