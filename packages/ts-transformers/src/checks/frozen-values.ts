/** Assignments to what is frozen: reactive names, and the state of handlers. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isAssignment } from "../analysis/syntax.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { functionOf } from "../analysis/running.ts";
import { type Check, type CheckContext, rootOf } from "./check.ts";

/** Reports `item.done = true` where `item` is a reference or a handler's plain state. */
export const checkFrozenValues: Check = (node, context) => {
  if (!ts.isBinaryExpression(node) || !isAssignment(node.operatorToken.kind)) return;
  const target = skipOuter(node.left);
  if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return;
  const root = rootOf(target);
  if (root === undefined) return;
  if (isFrozenName(root, context)) {
    context.report(diagnosticAt("reactive-assignment", node, [target.getText()]));
  }
};

function isFrozenName(name: ts.Identifier, context: CheckContext): boolean {
  const { reactivity } = context;
  const declaration = reactivity.symbolOf(name)?.valueDeclaration;
  if (declaration === undefined) return false;
  if (reactivity.isReactiveName(name)) return !reactivity.isContainer(name);
  let root: ts.Node = declaration;
  while (ts.isBindingElement(root)) root = root.parent.parent;
  return ts.isParameter(root) && isStateParameter(root, context);
}

/** The second parameter of a handler, and the first of a lift. */
function isStateParameter(parameter: ts.ParameterDeclaration, { calls }: CheckContext): boolean {
  const call = parameter.parent.parent;
  if (!ts.isCallExpression(call)) return false;
  const kind = calls.kind(call);
  const index = kind === "handler" ? 1 : kind === "lift" ? 0 : -1;
  return functionOf(call)?.parameters[index] === parameter;
}
