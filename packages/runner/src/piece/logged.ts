/**
 * What a pattern logs, as plain data. Consoles ask objects how they want to be shown and hand them
 * their own machinery; so the host's console never gets an object that a pattern made.
 */

import { cellOf } from "../cell/faces.ts";
import { toCompactDebugString } from "../builtins/debug.ts";

const DEPTH_MAX = 8;
const ENTRIES_MAX = 1000;

/** A copy without behaviour: cells, functions and what is deep down are texts. */
export function loggedCopy(value: unknown): unknown {
  return copyOf(value, new Map(), 0);
}

function copyOf(value: unknown, done: Map<object, unknown>, depth: number): unknown {
  if (typeof value === "function") return `[Function ${value.name || "anonymous"}]`;
  if (typeof value !== "object" || value === null) return value;
  if (done.has(value)) return done.get(value);
  try {
    return objectCopy(value, done, depth);
  } catch (error) {
    return `[${String(error)}]`;
  }
}

function objectCopy(value: object, done: Map<object, unknown>, depth: number): unknown {
  if (cellOf(value) !== undefined) return toCompactDebugString(value);
  if (value instanceof Error) return String(value.stack ?? value);
  if (depth >= DEPTH_MAX) return Array.isArray(value) ? "[Array]" : "[Object]";
  const inside = (item: unknown) => copyOf(item, done, depth + 1);
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    done.set(value, copy);
    for (const item of value.slice(0, ENTRIES_MAX)) copy.push(inside(item));
    if (value.length > ENTRIES_MAX) copy.push(`… ${value.length - ENTRIES_MAX} more`);
    return copy;
  }
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof RegExp || value instanceof URL) return String(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer.slice(0, ENTRIES_MAX));
  if (value instanceof Map) {
    const entries = [...value].slice(0, ENTRIES_MAX);
    return new Map(entries.map(([key, item]) => [inside(key), inside(item)]));
  }
  if (value instanceof Set) return new Set([...value].slice(0, ENTRIES_MAX).map(inside));
  const copy: Record<string, unknown> = {};
  done.set(value, copy);
  for (const [key, item] of Object.entries(value).slice(0, ENTRIES_MAX)) {
    Object.defineProperty(copy, key, { value: inside(item), enumerable: true });
  }
  return copy;
}
