/** `cf get`: reads a value of a piece. */

import { isRecord, type Json } from "@cf/utils";
import { connectionOptions } from "../config/settings.ts";
import type { Io } from "../frame/io.ts";
import { argument, type ValuesOf } from "../frame/verb.ts";
import { choosePiece, withFabric } from "../server/session.ts";
import { parseTarget } from "../server/target.ts";

const VIEWS = new Set(["$UI", "$TILE_UI", "$CHIP_UI"]);

export const about = {
  name: "get",
  summary: "Read a value of a piece.",
  examples: [
    ["cf get 3kq2/count", "prints the count of the piece whose id holds 3kq2, as JSON"],
    ["cf get 3kq2", "prints its whole result but the views, which are read by name: 3kq2/$UI"],
  ],
} as const;

export const options = {
  target: argument("piece/path", "a piece, or any part of its id, and a path in its result"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { piece, path } = parseTarget(values.target);
  await withFabric(values, io, async (fabric) => {
    const held = fabric.piece(choosePiece(await fabric.pieces(), piece));
    const value = path.length === 0 ? withoutViews(await held.get()) : await held.get(path);
    io.result(value ?? null, value === undefined ? "" : JSON.stringify(value, null, 2));
    if (value === undefined) io.say("Nothing is there.");
  });
}

/** A whole result without its views, which are long and rarely meant. */
function withoutViews(value: Json | undefined): Json | undefined {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !VIEWS.has(key)));
}
