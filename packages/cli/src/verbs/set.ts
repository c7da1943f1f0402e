/** `cf set`: replaces a value of a piece. */

import { connectionOptions } from "../config/settings.ts";
import type { Io } from "../frame/io.ts";
import { argument, flag, type ValuesOf } from "../frame/verb.ts";
import { Pieces, waitOptions } from "../server/pieces.ts";
import { parseTarget, parseValue } from "../server/target.ts";

export const about = {
  name: "set",
  summary: "Replace a value of a piece.",
  examples: [
    ["cf set 3kq2/value 7", "sets a cell that the piece's result names"],
    ["cf set 3kq2/title 'Hello' --text --input", "sets a part of the piece's argument to a text"],
  ],
} as const;

export const options = {
  target: argument("piece/path", "a piece, or any part of its id, and a path in it"),
  value: argument("value", "JSON; - reads it from stdin"),
  text: flag("--text", "take the value as a text, not as JSON"),
  input: flag("--input", "set the argument instead of the result"),
  force: flag("--force", "write a value that the declared type does not allow"),
  ...waitOptions,
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const target = parseTarget(values.target);
  const value = await parseValue(values.value, values.text, io);
  const pieces = await Pieces.open(values, io);
  await pieces.set(target, value, { input: values.input, force: values.force });
  io.result(target, "");
}
