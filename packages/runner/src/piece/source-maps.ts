/** From a place in emitted code to the author's line, for every program that this process loaded. */

import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** A place in an author's file; line and column count from 1. */
export interface SourcePosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A compiled module, as far as it matters here. */
interface Mapped {
  readonly map: string;
  readonly code?: string;
}

const modules = new Map<string, WeakRef<Mapped>>();
const maps = new WeakMap<Mapped, TraceMap>();

/** The name under which a module appears in stack traces. */
export function sourceUrl(hash: string, path: string): string {
  return `cf:${hash.slice(0, 12)}${path}`;
}

/** Notes a module that is about to run; it is forgotten with its program. */
export function noteModule(url: string, module: Mapped): void {
  modules.set(url, new WeakRef(module));
}

/** Where the emitted code at `line` and `column` (from 1) comes from, if an author wrote it. */
export function authorPosition(
  url: string,
  line: number,
  column: number,
): SourcePosition | undefined {
  const module = modules.get(url)?.deref();
  if (module === undefined) {
    modules.delete(url);
    return undefined;
  }
  let map = maps.get(module);
  if (map === undefined) maps.set(module, map = new TraceMap(module.map));
  const found = originalPositionFor(map, { line, column: column - 1 });
  if (found.line === null) return undefined;
  return { path: url.slice(url.indexOf("/")), line: found.line, column: found.column + 1 };
}

/** A line of emitted code, counted from 1. */
export function emittedLine(url: string, line: number): string | undefined {
  return modules.get(url)?.deref()?.code?.split("\n")[line - 1];
}
