/** `cf piece link`: makes an input of one piece follow a value of another. */

import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { choosePiece, withFabric } from "../../server/session.ts";
import { parseTarget } from "../../server/target.ts";

export const about = {
  name: "piece link",
  summary: "Feed a value of one piece to another.",
  examples: [
    ["cf piece link 3kq2/items 7xyz/items", "the second piece's input is the first one's value"],
  ],
} as const;

export const options = {
  source: argument("piece/path", "the value to follow, in a piece's result"),
  target: argument("piece/input", "the input to feed, in a piece's argument"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const source = parseTarget(values.source);
  const target = parseTarget(values.target);
  await withFabric(values, io, async (fabric) => {
    const ids = await fabric.pieces();
    const from = fabric.piece(choosePiece(ids, source.piece));
    const to = fabric.piece(choosePiece(ids, target.piece));
    // Read first: a link to what is not there would only show as an empty input.
    await from.get(source.path);
    await to.setArgument(target.path, from.reference(source.path));
    io.result({ source: [from.id, ...source.path], target: [to.id, ...target.path] }, "");
    io.say(`${[to.id, ...target.path].join("/")} follows ${[from.id, ...source.path].join("/")}.`);
  });
}
