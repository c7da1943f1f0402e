/** What runs when a function runs: its calls, and the functions that builders are given. */

import ts from "typescript";
import { skipOuter } from "./calls.ts";

/** `receiver.method(…)` as its parts. */
export interface MethodCall {
  readonly call: ts.CallExpression;
  readonly receiver: ts.Expression;
  readonly method: string;
}

/** The parts of a method call; `undefined` for any other node. */
export function methodCall(node: ts.Node): MethodCall | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = skipOuter(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  return { call: node, receiver: callee.expression, method: callee.name.text };
}

/** The function a builder call is given. */
export function functionOf(
  call: ts.CallExpression | ts.NewExpression,
): ts.ArrowFunction | ts.FunctionExpression | undefined {
  const argument = call.arguments?.[0];
  const fn = argument === undefined ? undefined : skipOuter(argument);
  return fn !== undefined && (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn))
    ? fn
    : undefined;
}

/** Calls `visit` with every node below `root` that runs when `root` runs. */
export function visitRunning(root: ts.Node, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node);
    const own = ts.isFunctionLike(node) && node !== root && !isCallback(node);
    if (!own && !ts.isTypeNode(node)) ts.forEachChild(node, step);
  };
  step(root);
}

/** A function handed to a method, like the callback of `filter`, most likely runs at once. */
function isCallback(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression !== node;
}
