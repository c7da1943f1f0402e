/** Functions that build, told from others where a body calls what it finds in a table. */

import { currentContext } from "../context.ts";
import { deriveExpression } from "./builders.ts";

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
  if (currentContext()?.mode !== "body" || !builders.has(fn as Fn)) {
    return deriveExpression(compute);
  }
  return Reflect.apply(fn as Fn, receiver, args as unknown[]);
}
