/** Which expressions of a body are references after lowering, as opposed to nodes that compute. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isPath, namesElement, namesProperty } from "../analysis/paths.ts";
import type { FileContext } from "./file-context.ts";

/** Whether an expression lowers to a reference, so that a property of it is one too. */
export function isReferenceLike(context: FileContext, expression: ts.Expression): boolean {
  const { reactivity, checker, calls } = context;
  if (isPath(expression, reactivity, checker)) return true;
  const node = skipOuter(expression);
  if (ts.isPropertyAccessExpression(node)) {
    return namesProperty(node, checker) && isReferenceLike(context, node.expression);
  }
  if (ts.isElementAccessExpression(node)) {
    return namesElement(node, reactivity, checker) && isReferenceLike(context, node.expression);
  }
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  if (calls.kind(node) !== "plain") return true;
  const helper = reactivity.helperOf(node.expression);
  return helper !== undefined && reactivity.helperMode(helper) === "body";
}
