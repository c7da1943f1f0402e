/**
 * The view of a value that an author wrote and that holds references: they are read through on
 * access, with the defaults that the value's type declares.
 */

import { isRecord, type Json } from "@cf/utils";
import type { Runtime } from "../runtime.ts";
import { declaresDefaults, defaultOfChild } from "./defaults.ts";
import { cellOf, viewOf } from "./faces.ts";
import { shapeInLiteral } from "./plain-beside-cell.ts";
import { cellKindOf, childShape, type Shape } from "./schema.ts";
import { ViewHandler, type ViewReader } from "./view-handler.ts";

class ValueViewHandler extends ViewHandler {
  /** The cells of plain values, by key: one each, however often they are read. */
  #cells: Map<string, object> | undefined;

  constructor(
    readonly runtime: Runtime,
    readonly value: Record<string, unknown>,
    readonly shape: Shape | undefined,
    readonly reader: ViewReader,
  ) {
    super();
  }

  keys(): string[] {
    const keys = Object.keys(this.value);
    if (Array.isArray(this.value)) return keys;
    const present = keys.filter((key) => this.has_(key));
    if (!declaresDefaults(this.shape)) return present;
    for (const key of Object.keys(this.shape?.schema.properties ?? {})) {
      if (!present.includes(key) && this.#defaultOf(key) !== undefined) present.push(key);
    }
    return present;
  }

  /** A reference that reads as nothing stands for a property that is not there. */
  has_(key: string): boolean {
    if (!Object.hasOwn(this.value, key)) return this.#defaultOf(key) !== undefined;
    const value = this.value[key];
    if (value === undefined || cellOf(value) === undefined) return true;
    try {
      return this.child(key) !== undefined;
    } catch {
      return true; // What cannot be read is there: its reader gets the error.
    }
  }

  forget(): void {
    valueViews.get(this.value)?.delete(this.shape);
  }

  length(): number {
    return (this.value as unknown as unknown[]).length;
  }

  child(key: string): unknown {
    const held = Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    const value = held === undefined ? this.#defaultOf(key) : held;
    if (value === undefined) return undefined;
    if (isBinding(key, this.value)) return value;
    const { runtime, reader } = this;
    const shape = shapeInLiteral(childShape(this.shape, key), value);
    const known = this.#cells?.get(key);
    if (known !== undefined) return known;
    const shown = childLists.has(this.value) ? reader.shown(value) : undefined;
    if (shown !== undefined) return shown;
    const presented = isLiteral(value) && cellKindOf(shape) === undefined && declaresDefaults(shape)
      ? valueView(value, { runtime, shape, reader })
      : reader.presentValue(this, value, shape);
    // What a reference or a cell stands for has been decided.
    if (cellOf(value) !== undefined) return presented;
    const cell = reader.cellWith(runtime, presented, shape);
    if (cell === undefined) return presented;
    (this.#cells ??= new Map()).set(key, cell);
    return cell;
  }

  /** What a property is that whoever made the value left out. */
  #defaultOf(key: string): Json | undefined {
    if (Array.isArray(this.value) || !declaresDefaults(this.shape)) return undefined;
    const shape = childShape(this.shape, key);
    return cellKindOf(shape) === undefined ? defaultOfChild(this.shape, key) : undefined;
  }
}

/** Whether a value is an object or array that an author wrote, as opposed to a cell or a view. */
function isLiteral(value: unknown): value is object {
  return isRecord(value) && cellOf(value) === undefined && viewOf(value) === undefined &&
      Object.getPrototypeOf(value) === Object.prototype || Array.isArray(value);
}

/** What `NAME`, `UI` and the other keys of a result are called. */
const RESULT_KEYS: ReadonlySet<string> = new Set(
  ["$NAME", "$UI", "$TILE_UI", "$CHIP_UI", "$FS", "$TYPE", "$TESTS"],
);

/** Bindings (`$value`) in the properties of an element stay cells. */
function isBinding(key: string, value: object): boolean {
  return key.startsWith("$") && !RESULT_KEYS.has(key) && !("$UI" in value);
}

const childLists = new WeakSet<object>();

/**
 * Registers the children of an element: whoever looks at the view gets what the cells among them
 * show. Cells in properties stay cells.
 */
export function registerChildren(children: object): void {
  childLists.add(children);
}

const valueViews = new WeakMap<object, Map<Shape | undefined, object>>();

/** The view of a plain value that holds references: they are read through on access. */
export function valueView(
  given: object,
  { runtime, shape, reader }: { runtime: Runtime; shape: Shape | undefined; reader: ViewReader },
): object {
  const value = sources.get(given) ?? given;
  let known = valueViews.get(value);
  if (known === undefined) valueViews.set(value, known = new Map());
  let view = known.get(shape);
  if (view === undefined) {
    const handler = new ValueViewHandler(runtime, value as Record<string, unknown>, shape, reader);
    known.set(shape, view = new Proxy(Array.isArray(value) ? [] : {}, handler));
    sources.set(view, value);
  }
  return view;
}

const sources = new WeakMap<object, object>();

/** The body value behind a value view. */
export function sourceOfValueView(view: unknown): object | undefined {
  return typeof view === "object" && view !== null ? sources.get(view) : undefined;
}
