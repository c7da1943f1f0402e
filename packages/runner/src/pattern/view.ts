/** `h`, which makes the nodes of a view; the tree itself is plain data. */

import { isRecord } from "@cf/utils";
import { cellOf } from "../cell/faces.ts";
import { registerChildren } from "../cell/value-view.ts";
import { frameFor, readCaptured } from "./builders.ts";
import { makeReferred, patternOf } from "./factory.ts";
import { site } from "./site.ts";
import { makeStream } from "./stream.ts";

/** A node of a view. */
export interface VNode {
  readonly type: "vnode";
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly children: readonly unknown[];
}

/** The tag of `<>…</>`. */
export const Fragment = Symbol.for("cf.fragment");

type Component = (props: Record<string, unknown>) => unknown;

/** Makes a view node; a capitalized tag calls the pattern or function. */
export function h(
  name: string | symbol | Component,
  props: Record<string, unknown> | null,
  ...children: unknown[]
): unknown {
  const flat = (children as unknown[]).flat(Infinity);
  registerChildren(flat);
  if (name === Fragment) return flat;
  if (typeof name === "function") return component(name, props ?? {}, flat);
  return { type: "vnode", name: String(name), props: convertProps(props ?? {}), children: flat };
}

/** The compiler puts a function of values into a computation; any other takes references. */
function component(given: Component, props: Record<string, unknown>, children: unknown[]): unknown {
  const inputs = children.length === 0
    ? props
    : { ...props, children: children.length === 1 ? children[0] : children };
  const fn = readCaptured(given) as Component;
  if (patternOf(fn) === undefined) return fn(inputs);
  const { key } = props;
  // A constant key tells a piece from others of the same pattern, wherever it stands among them.
  const own = typeof key === "string" || typeof key === "number"
    ? site({ name: `${patternOf(fn)!.name}:${key}` })
    : undefined;
  return makeReferred(fn, convertProps(inputs, eventProp), own);
}

function convertProps(
  props: Record<string, unknown>,
  convert: (name: string, value: unknown) => unknown = convertProp,
): Record<string, unknown> {
  let result: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(props)) {
    const converted = convert(name, value);
    if (converted === value) continue;
    result ??= { ...props };
    result[name] = converted;
  }
  return result ?? props;
}

/** A function that handles an event, as a stream. */
function eventProp(name: string, value: unknown): unknown {
  if (!name.startsWith("on") || typeof value !== "function") return value;
  const { frame } = frameFor(`the event handler ${name}`);
  return makeStream(frame, {}, value as (event: unknown) => unknown);
}

function convertProp(name: string, value: unknown): unknown {
  const event = eventProp(name, value);
  if (event !== value) return event;
  if (name.startsWith("$")) {
    const state = cellOf(value);
    if (state !== undefined) return state.runtime.faces.binding(state);
  }
  return value;
}

/** Whether `value` is a node of a view. */
export function isVNode(value: unknown): value is VNode {
  return isRecord(value) && value.type === "vnode";
}
