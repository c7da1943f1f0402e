/**
 * `item?.title` in a body. A path alone would give the default of `title` where there is no item,
 * so one that has a default is looked up only where its receiver is there.
 */

import ts from "typescript";
import { valueKind } from "../analysis/value-kind.ts";
import type { FileContext } from "./file-context.ts";

/** `path`, or `__cf.cond(… != null, () => path, () => undefined)` if `node` may have a default. */
export function ifThere(
  context: FileContext,
  node: ts.PropertyAccessExpression,
  path: ts.Expression,
): ts.Expression {
  if (node.questionDotToken === undefined || !mayHaveDefault(context, node)) return path;
  const { factory } = context;
  const isThere = factory.createBinaryExpression(
    context.expression(node.expression, "computation"),
    ts.SyntaxKind.ExclamationEqualsToken,
    factory.createNull(),
  );
  return context.call("cond", [
    context.call("derive", [context.thunk(isThere, node)], node),
    context.thunk(path, node),
    context.thunk(factory.createVoidZero(), node),
  ], node);
}

function mayHaveDefault({ checker, schemas }: FileContext, node: ts.PropertyAccessExpression) {
  if (valueKind(checker.getTypeAtLocation(node), checker) !== "value") return false;
  const declared = checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  return declared.some((declaration) =>
    ts.isPropertySignature(declaration) && declaration.type !== undefined &&
    schemas.mentions(declaration.type, "default")
  );
}
