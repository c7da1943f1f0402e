/** Errors as authors read them: the message, and the line of their own file where it happened. */

import { CfError } from "@cf/utils";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { sourceUrl } from "./modules.ts";
import type { Programs } from "./programs.ts";

/** An error of a pattern. */
export interface ErrorReport {
  readonly error: unknown;
  /** The node or handler it came from. */
  readonly where: string;
  /** The author's file, line and column (from 1), where known. */
  readonly position: SourcePosition | undefined;
  /** The message with its position, for people. */
  readonly text: string;
  readonly code: string;
}

/** A place in an author's file. */
export interface SourcePosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const maps = new Map<string, TraceMap>();

/** What to tell about an error. */
export function describeError(error: unknown, where: string, programs: Programs): ErrorReport {
  const position = error instanceof Error ? authorPosition(error, programs) : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const at = position === undefined
    ? ""
    : `\n  at ${position.path}:${position.line}:${position.column}`;
  const code = error instanceof CfError ? error.code : "pattern-error";
  return { error, where, position, text: `${where}: ${message}${at}`, code };
}

/** The first stack frame that lies in a pattern, mapped back to its source. */
function authorPosition(error: Error, programs: Programs): SourcePosition | undefined {
  for (const match of (error.stack ?? "").matchAll(/(cf:[0-9a-z]{12}\/[^\s():]*):(\d+):(\d+)/g)) {
    const [, url, line, column] = match;
    const map = mapOf(url!, programs);
    if (map === undefined) continue;
    const found = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
    if (found.line === null) continue;
    return { path: pathOf(url!), line: found.line, column: found.column + 1 };
  }
  return undefined;
}

function pathOf(url: string): string {
  return url.slice(url.indexOf("/"));
}

function mapOf(url: string, programs: Programs): TraceMap | undefined {
  const known = maps.get(url);
  if (known !== undefined) return known;
  for (const { program } of programs.all()) {
    const module = program.modules[pathOf(url)];
    if (module === undefined || sourceUrl(program.hash, pathOf(url)) !== url) continue;
    const map = new TraceMap(module.map);
    maps.set(url, map);
    return map;
  }
  return undefined;
}
