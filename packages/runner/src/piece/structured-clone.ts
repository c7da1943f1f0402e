/**
 * `structuredClone` for pattern code. The engine's own refuses proxies, and every object that is
 * read from a cell is one, so views are copied to plain objects first.
 */

import { cellOf } from "../cell/faces.ts";

/**
 * A deep, unfrozen copy of a value, wherever it holds what was read from cells. Errors: `TypeError`
 * for a cell or stream inside it, `DataCloneError` for what has no copy, such as a function.
 */
export function cloneStructured(value: unknown): unknown {
  const plain = withoutViews(value, new Map());
  try {
    return structuredClone(plain);
  } catch (error) {
    // The engine's own error is an object of the host's.
    const told = new Error(error instanceof Error ? error.message : String(error));
    throw Object.defineProperty(told, "name", { value: "DataCloneError" });
  }
}

/** The value with all objects and arrays in it, views among them, replaced by plain copies. */
function withoutViews(value: unknown, done: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (done.has(value)) return done.get(value);
  if (cellOf(value) !== undefined) {
    throw new TypeError("Cannot clone a cell: clone what it holds, structuredClone(cell.get())");
  }
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    done.set(value, copy);
    for (const item of value) copy.push(withoutViews(item, done));
    return copy;
  }
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    done.set(value, copy);
    for (const [key, item] of value) copy.set(withoutViews(key, done), withoutViews(item, done));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    done.set(value, copy);
    for (const item of value) copy.add(withoutViews(item, done));
    return copy;
  }
  if (Object.prototype.toString.call(value) !== "[object Object]") return value;
  const copy: Record<string, unknown> = {};
  done.set(value, copy);
  for (const [key, item] of Object.entries(value)) copy[key] = withoutViews(item, done);
  return copy;
}
