/** `cf piece background`: keeps a piece running on the server, also when no page has it open. */

import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import { argument, flag, type ValuesOf } from "../../frame/verb.ts";
import { openClient, requireSpace } from "../../server/client.ts";
import { choosePiece, pieceIds, withConnection } from "../../server/session.ts";

export const about = {
  name: "piece background",
  summary: "Keep a piece running on the server.",
  examples: [
    ["cf piece background 3kq2", "the server runs it as you, also when no page has it open"],
    ["cf piece background 3kq2 --off", "it runs only where it is open"],
  ],
} as const;

export const options = {
  piece: argument("piece", "a piece, or any part of its id"),
  off: flag("--off", "end it"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const space = await requireSpace(values, io);
  const piece = await withConnection(values, io, async (connection) => {
    return choosePiece(await pieceIds(connection), values.piece);
  });
  const client = await openClient(values, io);
  const place = `${encodeURIComponent(space)}/pieces/${encodeURIComponent(piece)}`;
  await client.request(values.off ? "DELETE" : "PUT", `/api/spaces/${place}/background`);
  io.result({ piece, background: !values.off }, "");
  io.say(`${piece} runs ${values.off ? "only where it is open" : "on the server from now on"}.`);
}
