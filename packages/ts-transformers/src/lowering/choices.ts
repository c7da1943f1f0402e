/** Control flow in a body: only the branch that is taken is built. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isPath } from "../analysis/paths.ts";
import { isPrimitiveType } from "../analysis/value-kind.ts";
import { derive, type FileContext } from "./file-context.ts";
import { positionOf } from "./positions.ts";

const LAZY_OPERATORS: ReadonlyMap<ts.SyntaxKind, "and" | "or" | "coalesce"> = new Map([
  [ts.SyntaxKind.AmpersandAmpersandToken, "and"],
  [ts.SyntaxKind.BarBarToken, "or"],
  [ts.SyntaxKind.QuestionQuestionToken, "coalesce"],
]);

/** Whether a branch is better chosen than computed: it builds, or it names an object or a cell. */
function isChosen(context: FileContext, node: ts.Expression): boolean {
  if (context.reactivity.builds(node)) return true;
  const bare = skipOuter(node);
  if (ts.isConditionalExpression(bare)) {
    return isChosen(context, bare.whenTrue) || isChosen(context, bare.whenFalse);
  }
  return context.reactivity.reads(node) &&
    isPath(node, context.reactivity, context.checker) &&
    !isPrimitiveType(context.checker.getTypeAtLocation(node));
}

/** `c ? x : y` in a body. */
export function lowerConditional(
  context: FileContext,
  node: ts.ConditionalExpression,
): ts.Expression {
  const { reactivity } = context;
  if (!reactivity.reads(node.condition)) return context.children(node, "body");
  if (!isChosen(context, node.whenTrue) && !isChosen(context, node.whenFalse)) {
    return derive(context, node);
  }
  return running(
    context,
    node,
    context.call("cond", [
      context.expression(node.condition, "body"),
      context.thunk(context.expression(node.whenTrue, "body"), node.whenTrue),
      context.thunk(context.expression(node.whenFalse, "body"), node.whenFalse),
      ...positionOf(context, node.condition, [node.whenTrue, node.whenFalse]),
    ], node),
  );
}

/** A choice between parts with effects is made although nobody looks at it. */
export function running(
  context: FileContext,
  node: ts.ConditionalExpression | ts.BinaryExpression | ts.CallExpression,
  choice: ts.Expression,
): ts.Expression {
  return context.effects.within(node) ? context.call("running", [choice], node) : choice;
}

/** `a && b`, `a || b`, `a ?? b` in a body. */
export function lowerLazyOperator(context: FileContext, node: ts.BinaryExpression): ts.Expression {
  const { reactivity } = context;
  if (!reactivity.reads(node.left)) return context.children(node, "body");
  const chosen = isChosen(context, node.right) || reactivity.builds(node.left);
  return chosen ? chooseLazily(context, node) : derive(context, node);
}

/** `a ?? b` as a node that stands for one of the two, whatever they are. */
export function chooseLazily(context: FileContext, node: ts.BinaryExpression): ts.Expression {
  const operator = LAZY_OPERATORS.get(node.operatorToken.kind)!;
  return running(
    context,
    node,
    context.call(operator, [
      context.expression(node.left, "body"),
      context.thunk(context.expression(node.right, "body"), node.right),
      ...positionOf(context, node.left, [node.right]),
    ], node),
  );
}

/** Whether an operator has a lazy node. */
export function isLazyOperator(node: ts.Expression): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && LAZY_OPERATORS.has(node.operatorToken.kind);
}
