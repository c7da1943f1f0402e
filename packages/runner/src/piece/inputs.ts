/**
 * What a pattern is called with, as the argument of the instance: references stay references,
 * plain data becomes a document, so that it can be written.
 */

import type { Json } from "@cf/utils";
import { keepGiven } from "../cell/bound.ts";
import { defaultOfChild } from "../cell/defaults.ts";
import { cellOf, ownerOf, viewOf } from "../cell/faces.ts";
import { holdsCells, isPlain } from "../cell/read.ts";
import { cellKindOf, childShape, scopeOf, type Shape } from "../cell/schema.ts";
import { CellState } from "../cell/state.ts";
import type { DocTarget, LiveNode } from "../cell/target.ts";
import { sourceOfValueView } from "../cell/value-view.ts";
import type { Pattern } from "../pattern/factory.ts";
import { madeId } from "../document/origin.ts";
import { argumentCause, type Frame } from "../pattern/frame.ts";
import type { Runtime } from "../runtime.ts";

/** The instance that the inputs are for. */
export interface Receiver {
  readonly runtime: Runtime;
  readonly space: string;
  readonly id: string;
  readonly pattern: Pattern;
  readonly frame: Frame;
}

/** The id of the document that holds a piece's argument. */
export function argumentId(piece: string): string {
  return madeId(argumentCause(piece));
}

/** Whether inputs are given by name, as opposed to a list or a single value as a whole. */
export function isProperties(inputs: unknown): inputs is Record<string, unknown> {
  return typeof inputs === "object" && inputs !== null && !Array.isArray(inputs);
}

/** The argument of an instance that is called with `inputs` in a body or in a computation. */
export function inputState(instance: Receiver, inputs: unknown): CellState {
  const { runtime, pattern } = instance;
  const direct = cellOf(inputs);
  if (direct !== undefined) return direct.withShape(pattern.argument);
  const target = instance.frame.argumentOf(instance.id);
  const given = inputs ?? {};
  if (!isProperties(given)) {
    const whole = referred(runtime, given);
    return isStorable(whole)
      ? new CellState(runtime, target, [], pattern.argument, whole as Json)
      : new CellState(runtime, inputNode(instance, whole), [], pattern.argument, undefined);
  }
  const resolved: Record<string, unknown> = {};
  const keys = new Set([
    ...Object.keys(given),
    ...Object.keys(pattern.argument?.schema.properties ?? {}),
  ]);
  for (const key of keys) {
    const value = given[key] === undefined
      ? defaultOfChild(pattern.argument, key)
      : referred(runtime, given[key]);
    const shape = childShape(pattern.argument, key);
    // Nothing can be kept where a stream belongs: without one there is none.
    if (value === undefined && cellKindOf(shape) === "stream") continue;
    resolved[key] = isStored(value, shape)
      ? storedInput(runtime, { target, key, shape }, value as Json | undefined)
      : value;
  }
  const node = inputNode(instance, resolved, resolved);
  return new CellState(runtime, node, [], pattern.argument, undefined);
}

function inputNode(
  { runtime, space, id, pattern }: Receiver,
  value: unknown,
  given: Record<string, unknown> = {},
): LiveNode {
  const node: LiveNode & { label: string } = {
    space,
    id: `${id}/(input)`,
    label: pattern.name,
    unwritable:
      "it stands in a literal that holds references, which is not stored; give it as an " +
      "input of its own, or give new Writable(…) there",
    given,
    get: () => value,
    pin: () => runtime.nodes.register(node),
  };
  return node;
}

/** Plain data; and where the pattern wants a cell, a literal with cells in it, as its default. */
function isStored(value: unknown, shape: Shape | undefined): boolean {
  if (isStorable(value)) return true;
  return cellKindOf(shape) === "cell" && cellOf(value) === undefined && isData(value);
}

function storedInput(
  runtime: Runtime,
  { target, key, shape }: { target: DocTarget; key: string; shape: Shape | undefined },
  value: Json | undefined,
): object {
  const scope = scopeOf(shape) ?? target.scope;
  keepGiven(value);
  const place = scope === target.scope ? target : target.inScope(scope);
  return runtime.faces.reference(new CellState(runtime, place, [key], shape, value));
}

/**
 * What a computation read of a cell names the place it was read from, in a literal too. As a
 * default it would be looked up again at every level of a nested call.
 */
function referred(runtime: Runtime, value: unknown, around: readonly object[] = []): unknown {
  const place = viewOf(value);
  if (place !== undefined) return runtime.faces.reference(place);
  if (!isLiteral(value) || around.includes(value)) return value;
  const inside = [...around, value];
  const held = Object.entries(value);
  const given = held.map(([, item]) => referred(runtime, item, inside));
  if (given.every((item, i) => item === held[i]![1])) return value;
  return Array.isArray(value) ? given : Object.fromEntries(held.map(([key], i) => [key, given[i]]));
}

/** Whether a value is an array or object as the author wrote it: nobody else's, and no view. */
function isLiteral(value: unknown): value is object {
  return typeof value === "object" && value !== null && cellOf(value) === undefined &&
    sourceOfValueView(value) === undefined && ownerOf(value) === undefined && isPlain(value) &&
    !isElement(value);
}

function isElement(value: object): boolean {
  return (value as { type?: unknown }).type === "vnode";
}

function isStorable(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "function") return false;
  if (typeof value !== "object") return true;
  if (cellOf(value) !== undefined) return false;
  return isPlain(value) && !holdsCells(value) && !isElement(value);
}

/** Whether a literal holds nothing but data and cells. */
function isData(value: unknown): boolean {
  if (typeof value === "function") return false;
  if (typeof value !== "object" || value === null || cellOf(value) !== undefined) return true;
  return isPlain(value) && !isElement(value) && Object.values(value).every(isData);
}
