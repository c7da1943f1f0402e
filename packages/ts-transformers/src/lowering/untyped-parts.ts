/**
 * Methods of cells on parts of untyped values in computations: `cards[1].draft.set("x")`. Whether
 * the part is a cell is known when it runs.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { hidesBehindMethod, isCellMethod } from "../analysis/paths.ts";
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

/**
 * `__cf.key(holder, "filter")` for data of a reference under a name that every reference has as a
 * method: `list.filter.get()`, where nothing says that `list` has such a property.
 */
export function lowerHiddenPart(
  context: FileContext,
  node: ts.PropertyAccessExpression,
): ts.Expression | undefined {
  if (ts.isOptionalChain(node) || !isUntyped(node.expression, context.checker)) return undefined;
  if (!hidesBehindMethod(node, context.checker)) return undefined;
  if (!isReferencePath(context, node.expression)) return undefined;
  const holder = context.expression(node.expression, "computation");
  return context.call("key", [holder, context.factory.createStringLiteral(node.name.text)], node);
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
