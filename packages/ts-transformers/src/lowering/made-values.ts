/**
 * Calls in computations that give a node instead of its value: `isOpen(item)` with
 * `const isOpen = (item) => computed(() => …)`. The type says boolean, so where the value is used it
 * is read; where it is handed on, the node is.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isArrayType, isPrimitiveType } from "../analysis/value-kind.ts";
import { isTransparent, usesValue } from "./captures.ts";
import type { FileContext } from "./file-context.ts";

/** Array methods that look at what their callback gives. */
const LOOKING_METHODS: ReadonlySet<string> = new Set([
  "every",
  "filter",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "flatMap",
  "map",
  "some",
  "sort",
  "toSorted",
]);

/** `__cf.read(lowered)` for a call that made a node whose value is used. */
export function readMade(
  context: FileContext,
  node: ts.Expression,
  lowered: ts.Expression,
): ts.Expression {
  if (!ts.isCallExpression(node) || !makesNode(context, node)) return lowered;
  let at: ts.Expression = node;
  while (isTransparent(at.parent)) at = at.parent;
  if (!usesValue(at) && !isAnswer(at)) return lowered;
  return context.call("read", [lowered], node);
}

function makesNode({ calls, checker, reactivity }: FileContext, node: ts.CallExpression): boolean {
  const kind = calls.kind(node);
  if (kind !== "computed") {
    const helper = kind === "plain" ? reactivity.helperOf(skipOuter(node.expression)) : undefined;
    if (helper === undefined || reactivity.helperMode(helper) !== "body") return false;
  }
  const type = checker.getTypeAtLocation(node);
  return isPrimitiveType(type) || isArrayType(type, checker);
}

/** Whether an expression is what a callback of an array method gives. */
function isAnswer(node: ts.Expression): boolean {
  const { parent } = node;
  const fn = ts.isReturnStatement(parent) ? ts.findAncestor(parent, ts.isFunctionLike) : parent;
  if (fn === undefined || !(ts.isArrowFunction(fn) || ts.isFunctionExpression(fn))) return false;
  const call = fn.parent;
  return ts.isCallExpression(call) && call.arguments[0] === fn &&
    ts.isPropertyAccessExpression(call.expression) &&
    LOOKING_METHODS.has(call.expression.name.text);
}
