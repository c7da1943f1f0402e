/** `cf call`: sends an event to a stream of a piece and waits until it is committed. */

import { connectionOptions } from "../config/settings.ts";
import type { Io } from "../frame/io.ts";
import { argument, flag, optionalArgument, type ValuesOf } from "../frame/verb.ts";
import { choosePiece, withFabric } from "../server/session.ts";
import { parseTarget, parseValue } from "../server/target.ts";

export const about = {
  name: "call",
  summary: "Send an event to a piece, as one transaction.",
  examples: [
    [`cf call 3kq2/post '{"body":"Hello"}'`, "runs the handler and prints what it returns"],
    ["cf call 3kq2/refresh", "sends an event without a value"],
  ],
} as const;

export const options = {
  target: argument("piece/stream", "a piece, or any part of its id, and the path of a stream"),
  event: optionalArgument("event", "JSON; - reads it from stdin"),
  text: flag("--text", "take the event as a text, not as JSON"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { piece, path } = parseTarget(values.target);
  const event = values.event === undefined
    ? undefined
    : await parseValue(values.event, values.text, io);
  await withFabric(values, io, async (fabric) => {
    const held = fabric.piece(choosePiece(await fabric.pieces(), piece));
    const result = await held.send(path, event);
    io.result(result ?? null, result === undefined ? "" : JSON.stringify(result, null, 2));
  });
}
