/** `cf watch`: prints a value of a piece now and after each change, until it is stopped. */

import { setTimeout as delay } from "node:timers/promises";
import { RemoteError } from "@cf/protocol";
import { connectionOptions } from "../config/settings.ts";
import { CliError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { argument, count, type ValuesOf } from "../frame/verb.ts";
import { Pieces, waitOptions } from "../server/pieces.ts";
import { parseTarget } from "../server/target.ts";

export const about = {
  name: "watch",
  summary: "Print a value of a piece whenever it changes.",
  examples: [
    ["cf watch 3kq2/count", "prints a line of JSON now and after each change"],
    ["cf watch 3kq2/count --changes 2", "ends after the second line"],
  ],
} as const;

const AGAIN_MS = 250;

export const options = {
  target: argument("piece/path", "a piece, or any part of its id, and a path in its result"),
  changes: count("--changes <n>", "end after so many lines"),
  ...waitOptions,
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const target = parseTarget(values.target);
  let printed = 0;
  let last: string | undefined;
  while (!io.stop.aborted) {
    const pieces = await Pieces.open(values, io);
    const ending = new AbortController();
    const stop = AbortSignal.any([io.stop, ending.signal]);
    try {
      for await (const value of pieces.watch(target, stop)) {
        const line = JSON.stringify(value);
        if (line === last) continue;
        last = line;
        io.out(line);
        if (++printed === values.changes) return;
      }
    } catch (error) {
      if (io.stop.aborted) return;
      if (!values.wait || (error instanceof RemoteError && !isGoing(error))) throw error;
    } finally {
      ending.abort();
    }
    if (!values.wait && !io.stop.aborted) throw watchEnded(values.target);
    // A server that is going answers for a moment yet.
    await delay(AGAIN_MS, undefined, { signal: io.stop }).catch(() => {});
  }
}

function isGoing(error: RemoteError): boolean {
  return error.code === "shutting-down";
}

function watchEnded(target: string): CliError {
  return new CliError(
    "watch-ended",
    `Cannot watch ${target} any longer: the server has ended it`,
    "Run it again, with --wait to go on when the server is back.",
  );
}
