/**
 * `toCompactDebugString` and `toIndentedDebugString`: values for people who debug. Cells show where
 * they point and what they hold, views look like the data they stand for, and what contains itself
 * ends in `↺`.
 */

import { cellOf, viewOf } from "../cell/faces.ts";
import { readValue } from "../cell/read.ts";
import { sourceOfValueView } from "../cell/value-view.ts";
import { NotReady } from "../errors.ts";
import { patternOf } from "../pattern/factory.ts";

const DEPTH_MAX = 12;
const ITEMS_MAX = 100;

/** One line. */
export function toCompactDebugString(value: unknown): string {
  return show(value, { indent: "", ancestors: [] });
}

/** Several lines, indented by two spaces. */
export function toIndentedDebugString(value: unknown): string {
  return show(value, { indent: "  ", ancestors: [] });
}

interface Place {
  /** One level of indentation; empty for one line. */
  readonly indent: string;
  /** What the value stands in, as {@linkcode identify} names it. */
  readonly ancestors: readonly unknown[];
}

function show(value: unknown, place: Place): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "symbol":
      return String(value);
    case "function":
      return patternOf(value) === undefined
        ? `[function ${value.name || "anonymous"}]`
        : `[pattern ${patternOf(value)!.name}]`;
    case "object":
      return value === null ? "null" : showObject(value, place);
    default:
      return String(value);
  }
}

function showObject(value: object, place: Place): string {
  const identity = identify(value);
  if (place.ancestors.includes(identity)) return "↺";
  if (place.ancestors.length >= DEPTH_MAX) return "…";
  const inside = { ...place, ancestors: [...place.ancestors, identity] };
  const state = cellOf(value);
  if (state !== undefined) {
    const name = state.runtime.describe(state);
    if (streaming(value)) return `Stream(${name})`;
    return `Cell(${name} = ${attempt(() => show(readValue(state), inside))})`;
  }
  if (Array.isArray(value)) return showList(value, inside);
  if (value instanceof Date) return Number.isNaN(+value) ? "Invalid Date" : value.toISOString();
  if (value instanceof Error) return `[${value.name}: ${value.message}]`;
  if (value instanceof URL || value instanceof RegExp) return String(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.byteLength} bytes)`;
  if (value instanceof Map) return `Map ${showEntries([...value], inside)}`;
  if (value instanceof Set) return `Set ${showList([...value], inside)}`;
  const keys = attemptKeys(value);
  return showFields(keys, (key) => (value as Record<string, unknown>)[key], inside);
}

/** Two views of one place are the same for cycles. */
function identify(value: object): unknown {
  const state = viewOf(value) ?? cellOf(value);
  if (state === undefined) return sourceOfValueView(value) ?? value;
  return `${cellOf(value) === undefined ? "view" : "cell"} ${state.key}`;
}

function streaming(value: object): boolean {
  const state = cellOf(value)!;
  try {
    return state.runtime.streamAt(state) !== undefined;
  } catch {
    return false;
  }
}

function attempt(fn: () => string): string {
  try {
    return fn();
  } catch (error) {
    if (error instanceof NotReady) return "(loading)";
    return `(error: ${error instanceof Error ? error.message : String(error)})`;
  }
}

function attemptKeys(value: object): string[] {
  try {
    return Object.keys(value);
  } catch {
    return [];
  }
}

function showList(items: readonly unknown[], place: Place): string {
  const shown = items.slice(0, ITEMS_MAX).map((item) => attempt(() => show(item, place)));
  if (items.length > ITEMS_MAX) shown.push(`… ${items.length - ITEMS_MAX} more`);
  return join("[", shown, "]", place);
}

function showFields(
  keys: readonly string[],
  valueOf: (key: string) => unknown,
  place: Place,
): string {
  const shown = keys.map((key) =>
    `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${
      attempt(() => show(valueOf(key), place))
    }`
  );
  return join("{", shown, "}", place);
}

function showEntries(entries: readonly (readonly [unknown, unknown])[], place: Place): string {
  const shown = entries.map(([key, value]) => `${show(key, place)} => ${show(value, place)}`);
  return join("{", shown, "}", place);
}

function join(open: string, parts: readonly string[], close: string, place: Place): string {
  if (parts.length === 0) return open + close;
  if (place.indent === "") {
    return open === "[" ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  }
  const depth = place.ancestors.length;
  const inner = `\n${place.indent.repeat(depth)}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${place.indent.repeat(depth - 1)}${close}`;
}
