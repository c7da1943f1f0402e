/** `cf call`: sends an event to a stream of a piece and waits until it is handled. */

import { connectionOptions } from "../config/settings.ts";
import type { Io } from "../frame/io.ts";
import { argument, flag, optionalArgument, type ValuesOf } from "../frame/verb.ts";
import { Pieces, waitOptions } from "../server/pieces.ts";
import { parseTarget, parseValue } from "../server/target.ts";

export const about = {
  name: "call",
  summary: "Send an event to a piece, as one transaction.",
  examples: [
    [`cf call 3kq2/post '{"body":"Hello"}'`, "runs the handler and prints what it returns"],
    ["cf call 3kq2/refresh", "sends an event without a value"],
    [`cf call 3kq2/ask '"Why?"' --no-settle`, "does not wait for what a model will answer"],
  ],
} as const;

export const options = {
  target: argument("piece/stream", "a piece, or any part of its id, and the path of a stream"),
  event: optionalArgument("event", "JSON; - reads it from stdin"),
  text: flag("--text", "take the event as a text, not as JSON"),
  // Commander takes `--no-settle` as a switch named `settle` that is on unless it is given.
  settle: {
    ...flag("--no-settle", "answer at the commit, before models and requests have answered"),
    fallback: true,
  },
  ...waitOptions,
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const target = parseTarget(values.target);
  const event = values.event === undefined
    ? undefined
    : await parseValue(values.event, values.text, io);
  const pieces = await Pieces.open(values, io);
  const { result, settled } = await pieces.call(target, { event, settle: values.settle });
  io.result(result ?? null, result === undefined ? "" : JSON.stringify(result, null, 2));
  if (values.settle && !settled) io.say("The call is committed; answers to it are still to come.");
}
