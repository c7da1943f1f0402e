/**
 * What the engine says of emitted code, in words of the author's: it quotes the call that reads a
 * name (`__cf.read(...).find is not a function`), where the author wrote the name.
 */

import { fullStackOf } from "@cf/utils";
import { emittedLine } from "./source-maps.ts";

const QUOTED = /__cf\.\w+\(\.\.\.\)/g;
const NOT_ITERABLE = /^__cf\.\w+ is not a function or its return value is not iterable$/;
const READ = /__cf\.(?:read|fn|given|key)\(([\w$]+)/g;

/** Puts the author's name for it into the message of an error that quotes emitted code. */
export function sayInAuthorsWords(error: unknown): void {
  if (!(error instanceof TypeError) || !error.message.includes("__cf.")) return;
  const name = nameAt(error) ?? "the value";
  error.message = NOT_ITERABLE.test(error.message)
    ? `${name} is not iterable`
    : error.message.replace(QUOTED, name);
}

/** The name that is read at the place of the error: what is called is read before, else after. */
function nameAt(error: Error): string | undefined {
  const frame = /(cf:[0-9a-z]{12}\/[^\s():]*):(\d+):(\d+)/.exec(fullStackOf(error));
  if (frame === null) return undefined;
  const column = Number(frame[3]);
  const line = emittedLine(frame[1]!, Number(frame[2])) ?? "";
  const reads = [...line.matchAll(READ)];
  const before = reads.findLast(({ index }) => index < column)?.[1];
  const after = reads.find(({ index }) => index >= column)?.[1];
  const isCall = /is not a function|is not iterable$/.test(error.message);
  return isCall ? before ?? after : after ?? before;
}
