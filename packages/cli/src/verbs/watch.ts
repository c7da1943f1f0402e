/** `cf watch`: prints a value of a piece now and after each change, until it is stopped. */

import { connectionOptions } from "../config/settings.ts";
import type { Io } from "../frame/io.ts";
import { argument, count, type ValuesOf } from "../frame/verb.ts";
import { choosePiece, withFabric } from "../server/session.ts";
import { parseTarget } from "../server/target.ts";

export const about = {
  name: "watch",
  summary: "Print a value of a piece whenever it changes.",
  examples: [
    ["cf watch 3kq2/count", "prints a line of JSON now and after each change"],
    ["cf watch 3kq2/count --changes 2", "ends after the second line"],
  ],
} as const;

export const options = {
  target: argument("piece/path", "a piece, or any part of its id, and a path in its result"),
  changes: count("--changes <n>", "end after so many lines"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { piece, path } = parseTarget(values.target);
  await withFabric(values, io, async (fabric) => {
    const held = fabric.piece(choosePiece(await fabric.pieces(), piece));
    const { promise: done, resolve } = Promise.withResolvers<void>();
    let printed = 0;
    let last: string | undefined;
    const end = held.sink([...path], (value) => {
      const line = JSON.stringify(value ?? null);
      if (line === last || printed === values.changes) return;
      last = line;
      io.out(line);
      if (++printed === values.changes) resolve();
    });
    if (io.stop.aborted) resolve();
    io.stop.addEventListener("abort", () => resolve(), { once: true });
    await done;
    end();
  });
}
