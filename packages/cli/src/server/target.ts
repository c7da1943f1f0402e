/** `<piece>/<path>` on the command line, and values given as JSON. */

import { UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";

/** A piece, or a part of its id, and a path in it. */
export interface Target {
  readonly piece: string;
  readonly path: readonly string[];
}

/** Splits `piece/columns/0/title`, or `piece/columns.0.title`. */
export function parseTarget(text: string): Target {
  const [piece = "", ...rest] = text.split("/");
  if (piece === "") throw new UsageError(`Cannot read '${text}': it starts with a piece's id`);
  return { piece, path: rest.join(".").split(".").filter((part) => part !== "") };
}

/**
 * A value from the command line: JSON, or the text as it is where `asText` is set. `-` reads it
 * from stdin.
 */
export async function parseValue(given: string, asText: boolean, io: Io): Promise<unknown> {
  const text = given === "-" ? await io.input() : given;
  if (asText) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`Cannot read the value ${text}: it is no JSON; ${exampleFor(text)}`);
  }
}

/** How what was meant is most likely written, behind a shell's prompt. */
function exampleFor(text: string): string {
  return /^\s*[{[]/.test(text)
    ? `names and texts stand in double quotes and all of it in single ones: '{"name":"Ada"}'`
    : `a text is '"…"' in quotes, or use --text`;
}
