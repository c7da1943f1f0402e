/**
 * What an operation wrote, as precisely as conflict detection needs it.
 *
 * A read conflicts with a later write when one path is a prefix of the other. A *shallow* read of
 * `P` saw only the kind of value at `P` and its keys, so a write below `P` matters to it only if
 * it made or removed a key at `P` or above. Each written path therefore carries `structure`: the
 * length of the path whose key set the write changed, or -1 if every key was there and stayed.
 *
 * ```
 * before {a: {b: 1}}   write /a/b = 2      → path [a, b],    structure -1
 *                      write /a/c = 2      → path [a, c],    structure 1   (keys of /a changed)
 *                      write /x/y = 2      → path [x, y],    structure 0   (keys of the root)
 * ```
 */

import {
  applyOperation,
  applyPatches,
  type Operation,
  type Patch,
  type Path,
  pathsOverlap,
  writtenPaths,
} from "@cf/protocol";
import type { Json } from "@cf/utils";

/** One written path; see the head of this file. */
export interface WrittenPath {
  readonly path: Path;
  readonly structure: number;
}

/** A document value after an operation, and what the operation wrote. */
export interface Applied {
  readonly value: Json | undefined;
  readonly written: readonly WrittenPath[];
}

/** Applies `operation` to `before` and says what it wrote. */
export function applyAndTrace(before: Json | undefined, operation: Operation): Applied {
  switch (operation.op) {
    case "set":
    case "delete":
      return { value: applyOperation(before, operation), written: [{ path: [], structure: 0 }] };
    case "patch": {
      const written: WrittenPath[] = [];
      const trace = (current: Json | undefined, { op, path }: Patch) =>
        void written.push(traceOf(current, path, op === "remove"));
      const value = applyPatches(before, operation.patches, { before: trace });
      return { value, written };
    }
    default:
      return {
        value: applyOperation(before, operation),
        written: [traceOf(before, operation.path, false)],
      };
  }
}

/** At least what `operation` wrote, when the value before it is not known. */
export function writtenAtMost(operation: Operation): WrittenPath[] {
  return writtenPaths(operation).map((path) => ({ path: aboveIndexes(path), structure: 0 }));
}

/** The part of a path before its first array index, or what may be one: a write can move items. */
function aboveIndexes(path: Path): Path {
  const index = path.findIndex((part) => /^\d+$/.test(part));
  return index < 0 ? path : path.slice(0, index);
}

/** Whether a read of `path` must not be trusted after `written`. */
export function readIsStale(
  read: { readonly path: Path; readonly shallow?: boolean | undefined },
  written: WrittenPath,
): boolean {
  if (!pathsOverlap(read.path, written.path)) return false;
  if (read.shallow !== true || written.path.length <= read.path.length) return true;
  return written.structure !== -1 && written.structure <= read.path.length;
}

/**
 * Where a write leads in the value before it. An array is written as a whole when items of it move
 * (one is taken out) or appear on the way (a write beyond its end fills the gap).
 */
function traceOf(before: Json | undefined, path: Path, removes: boolean): WrittenPath {
  let current: unknown = before;
  for (let depth = 0; depth < path.length; depth++) {
    if (typeof current !== "object" || current === null) return { path, structure: depth };
    const part = path[depth]!;
    const last = depth === path.length - 1;
    if (Array.isArray(current)) {
      const moves = removes && last && Object.hasOwn(current, part);
      if (moves || Number(part) > current.length) {
        return { path: path.slice(0, depth), structure: -1 };
      }
    }
    if (!Object.hasOwn(current, part)) return { path, structure: depth };
    if (removes && last) return { path, structure: depth };
    current = (current as Record<string, unknown>)[part];
  }
  return { path, structure: current === undefined ? 0 : -1 };
}
