/**
 * Nodes that a computation makes and uses itself: a `computed` inside of a `computed` is, for the
 * code around it, the value that its type says.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { enclosingFunction } from "../analysis/syntax.ts";
import type { FileContext } from "./file-context.ts";

const COMPUTING: ReadonlySet<string> = new Set(["computed", "lift"]);

/** Whether a name stands for what a node computes, as opposed to a piece, a cell or a stream. */
export function isDerived(context: FileContext, declaration: ts.Declaration): boolean {
  let root: ts.Node = declaration;
  while (ts.isBindingElement(root)) root = root.parent.parent;
  if (!ts.isVariableDeclaration(root) || root.initializer === undefined) return false;
  const made = skipOuter(root.initializer);
  if (!ts.isCallExpression(made)) return false;
  const kind = context.calls.kind(made);
  if (kind !== "instance") return kind === "computed" || kind === "control";
  const name = context.checker.getTypeAtLocation(made.expression).getSymbol()?.name;
  return name === "ModuleFactory" || name === "LiftedFunction";
}

/**
 * Whether an expression of a computation only hands its value on to where references are read
 * through: a view, the inputs of a part, what the computation gives.
 */
export function isPassedOn(context: FileContext, node: ts.Expression): boolean {
  let at: ts.Node = node;
  for (;;) {
    const { parent } = at;
    const isPart = ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) ||
      ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) ||
      ts.isObjectLiteralExpression(parent) || ts.isArrayLiteralExpression(parent) ||
      ts.isConditionalExpression(parent) && parent.condition !== at;
    if (!isPart) break;
    at = parent;
  }
  const { parent } = at;
  if (ts.isJsxExpression(parent)) return true;
  if (ts.isCallExpression(parent)) {
    return parent.expression !== at && context.calls.kind(parent) !== "plain";
  }
  const isGiven = ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
  const fn = isGiven ? enclosingFunction(at) : undefined;
  if (fn === undefined || !ts.isCallExpression(fn.parent)) return false;
  return COMPUTING.has(context.calls.kind(fn.parent));
}
