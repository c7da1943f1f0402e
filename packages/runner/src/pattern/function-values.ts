/**
 * Functions as values: those that build are told from others where a body calls what it finds in a
 * table, and those among a piece's inputs are asked for where they are used.
 */

import { cellOf } from "../cell/faces.ts";
import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import { deriveExpression, readCaptured } from "./builders.ts";
import { functionGiven } from "./places.ts";
import { StreamNode } from "./stream.ts";

type Fn = (...args: unknown[]) => unknown;

const builders = new WeakSet<Fn>();

/** `__cf.builder(fn)`: the function takes references, and builds with them. */
export function builder<F>(fn: F): F {
  if (typeof fn === "function") builders.add(fn as Fn);
  return fn;
}

/** `__cf.call(fn, args, compute, receiver)`: a builder is called, anything else is computed. */
// deno-lint-ignore cf/function-arguments -- compiled code calls it for every such call.
export function call(
  fn: unknown,
  args: readonly unknown[],
  compute: () => unknown,
  receiver?: unknown,
): unknown {
  const state = cellOf(fn);
  const found = state === undefined ? fn : functionGiven(state);
  if (currentContext()?.mode !== "body" || !builders.has(found as Fn)) {
    return deriveExpression(compute);
  }
  return Reflect.apply(found as Fn, receiver, args as unknown[]);
}

/**
 * `__cf.fn(input, name)`: the function that a piece was given as an input. One that became a
 * stream on its way, as functions named `on…` do, sends. With a name it is about to be called, and
 * an error says so if there is none.
 */
export function fn(input: unknown, name?: string): unknown {
  const value = currentContext()?.mode === "body" ? input : readCaptured(input);
  if (value instanceof StreamNode) {
    return (event?: unknown) => (input as { send(event: unknown): unknown }).send(event);
  }
  if (typeof value === "function" || name === undefined) return value;
  throw new PatternError(
    "no-function",
    `Cannot call '${name}': it is ${
      value === undefined || value === null ? String(value) : "no function"
    }; a function reaches a pattern that a body calls with it, and is not stored: ` +
      "give it there, or declare a Stream, a pattern, or data to choose by",
  );
}
