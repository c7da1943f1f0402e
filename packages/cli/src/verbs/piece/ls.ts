/** `cf piece ls`: the pieces of a space with their names. */

import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { formatTable } from "../../print/table.ts";
import { withFabric } from "../../server/session.ts";

export const about = {
  name: "piece ls",
  summary: "List the pieces of a space.",
  examples: [["cf piece ls", "lists ids and names, the oldest first"]],
} as const;

export const options = connectionOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withFabric(values, io, async (fabric) => {
    const pieces = [];
    for (const id of await fabric.pieces()) {
      pieces.push({ piece: id, name: await nameOf(() => fabric.piece(id).get("$NAME")) });
    }
    const rows = pieces.map(({ piece, name }) => [piece, name ?? ""]);
    io.result(pieces, formatTable(["piece", "name"], rows));
  });
}

/** The name of a piece; a piece that cannot run is still listed. */
async function nameOf(read: () => Promise<unknown>): Promise<string | null> {
  try {
    const name = await read();
    return typeof name === "string" ? name : null;
  } catch {
    return null;
  }
}
