/**
 * Methods of cells on parts of untyped values in computations: `cards[1].draft.set("x")`. Whether
 * the part is a cell is known when it runs.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isCellMethod } from "../analysis/paths.ts";
import { needsRead } from "./captures.ts";
import type { FileContext } from "./file-context.ts";

/** `__cf.part(holder, key, method).method`, for a method of a cell on `holder.key`. */
export function lowerUntypedPart(
  context: FileContext,
  node: ts.PropertyAccessExpression,
): ts.Expression | undefined {
  const { checker, factory } = context;
  if (ts.isOptionalChain(node) || !isCellMethod(node, checker)) return undefined;
  const receiver = skipOuter(node.expression);
  if (!ts.isPropertyAccessExpression(receiver) && !ts.isElementAccessExpression(receiver)) {
    return undefined;
  }
  if (ts.isOptionalChain(receiver) || !isUntyped(receiver, checker)) return undefined;
  if (isReferencePath(context, receiver)) return undefined;
  const key = ts.isPropertyAccessExpression(receiver)
    ? factory.createStringLiteral(receiver.name.text)
    : context.expression(receiver.argumentExpression, "computation");
  const holder = context.expression(receiver.expression, "computation");
  const method = factory.createStringLiteral(node.name.text);
  const part = context.call("part", [holder, key, method], receiver);
  return factory.updatePropertyAccessExpression(node, part, node.name);
}

/** Whether an expression is a path of a reference, which has the methods of a cell itself. */
function isReferencePath(context: FileContext, node: ts.Expression): boolean {
  const bare = skipOuter(node);
  if (ts.isPropertyAccessExpression(bare)) return isReferencePath(context, bare.expression);
  return ts.isIdentifier(bare) && context.reactivity.isReactiveName(bare) &&
    !needsRead(context, bare);
}

function isUntyped(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any) !== 0;
}
