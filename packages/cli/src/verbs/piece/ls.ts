/** `cf piece ls`: the pieces of a space with their names. */

import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { formatTable } from "../../print/table.ts";
import { Pieces } from "../../server/pieces.ts";

export const about = {
  name: "piece ls",
  summary: "List the pieces of a space.",
  examples: [["cf piece ls", "lists ids and names, the oldest first"]],
} as const;

export const options = connectionOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  // Names are computed by pieces, whose code runs on the server and not here.
  const pieces = await Pieces.open({ ...values, wait: false }, io);
  const listed = (await pieces.list()).map(({ id, name, pattern }) => ({
    piece: id,
    name,
    pattern,
  }));
  const rows = listed.map(({ piece, name, pattern }) => [piece, name ?? "", pattern]);
  io.result(listed, formatTable(["piece", "name", "pattern"], rows));
}
