/** `cf get`: reads a value of a piece. */

import { isRecord } from "@cf/utils";
import { connectionOptions } from "../config/settings.ts";
import type { Io } from "../frame/io.ts";
import { argument, type ValuesOf } from "../frame/verb.ts";
import { Pieces, waitOptions } from "../server/pieces.ts";
import { parseTarget, type Target } from "../server/target.ts";

const VIEWS = new Set(["$UI", "$TILE_UI", "$CHIP_UI"]);

export const about = {
  name: "get",
  summary: "Read a value of a piece.",
  examples: [
    ["cf get 3kq2/count", "prints the count of the piece whose id holds 3kq2, as JSON"],
    ["cf get 3kq2", "prints its whole result but views, which are read by name: 3kq2/$UI"],
  ],
} as const;

export const options = {
  target: argument("piece/path", "a piece, or any part of its id, and a path in its result"),
  ...waitOptions,
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const target = parseTarget(values.target);
  const pieces = await Pieces.open(values, io);
  const found = await pieces.get(target);
  const isView = target.path.some((part) => VIEWS.has(part));
  const value = isView ? found : withoutViews(found);
  io.result(value ?? null, value === undefined ? "" : JSON.stringify(value, null, 2));
  if (value === undefined) io.say(await nothing(pieces, target));
}

/** What is beside a path that leads nowhere: most often a name is mistyped. */
async function nothing(pieces: Pieces, { piece, path }: Target): Promise<string> {
  const beside = path.length === 0 ? undefined : await pieces.get({
    piece,
    path: path.slice(0, -1),
  });
  const names = isRecord(beside) ? Object.keys(beside).filter((name) => !VIEWS.has(name)) : [];
  return names.length === 0
    ? "Nothing is there."
    : `Nothing is there; there is ${names.join(", ")}.`;
}

/** A value without the views of the pieces in it, which are long and rarely meant. */
function withoutViews(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutViews);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => !VIEWS.has(key))
      .map(([key, part]) => [key, withoutViews(part)]),
  );
}
