/**
 * Cells as operands in a body. An author who writes `open ? a : b` or `!open` in a body means what
 * the cell holds, as in `{open}`, where the view shows it. So an operator of a wrapped expression
 * reads its cells. In a computation of the author's own a cell stays the cell.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { enclosingFunction } from "../analysis/syntax.ts";
import type { FileContext } from "./file-context.ts";

const EQUALITIES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** `lowered.get()` where `node` is a cell whose value an operator of a body's expression needs. */
export function readOperand(
  context: FileContext,
  node: ts.Expression,
  lowered: ts.Expression,
): ts.Expression {
  if (!canNameCell(node) || !isOperand(node) || !isBodyExpression(context, node)) return lowered;
  const { checker, factory } = context;
  const type = checker.getTypeAtLocation(node);
  if (isComparedWithCell(checker, node)) return lowered;
  if (mayBeCell(checker, type)) return context.call("held", [lowered], node);
  if (!isReadableCell(checker, type)) return lowered;
  const known = checker.getNonNullableType(type);
  const call = known === type
    ? factory.createCallExpression(
      factory.createPropertyAccessExpression(lowered, "get"),
      undefined,
      [],
    )
    : factory.createCallChain(
      factory.createPropertyAccessChain(
        lowered,
        factory.createToken(ts.SyntaxKind.QuestionDotToken),
        "get",
      ),
      undefined,
      undefined,
      [],
    );
  return ts.setTextRange(call, node);
}

function canNameCell(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) || ts.isCallExpression(node);
}

function isReadableCell(checker: ts.TypeChecker, type: ts.Type): boolean {
  return valueKind(type, checker) === "cell" &&
    checker.getPropertyOfType(checker.getNonNullableType(type), "get") !== undefined;
}

/** A union of a cell and plain values, as in `Cell<string> | string`. */
function mayBeCell(checker: ts.TypeChecker, type: ts.Type): boolean {
  const known = checker.getNonNullableType(type);
  if (!known.isUnion()) return false;
  const kinds = new Set(known.types.map((part) => valueKind(part, checker)));
  return kinds.size === 2 && kinds.has("cell") && kinds.has("value");
}

/** `first === second` of two cells asks whether they are the same cell. */
function isComparedWithCell(checker: ts.TypeChecker, node: ts.Expression): boolean {
  let operand: ts.Expression = node;
  while (skipOuter(operand.parent as ts.Expression) === node) {
    operand = operand.parent as ts.Expression;
  }
  const { parent } = operand;
  if (!ts.isBinaryExpression(parent) || !EQUALITIES.has(parent.operatorToken.kind)) return false;
  const other = skipOuter(parent.left === operand ? parent.right : parent.left);
  return isReadableCell(checker, checker.getTypeAtLocation(other));
}

/** Whether an operator around `node` computes with its value. */
function isOperand(node: ts.Expression): boolean {
  const parent = node.parent;
  if (
    ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) || ts.isNonNullExpression(parent)
  ) return isOperand(parent);
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isTemplateSpan(parent)) return !ts.isTaggedTemplateExpression(parent.parent.parent);
  if (ts.isPrefixUnaryExpression(parent) || ts.isTypeOfExpression(parent)) return true;
  return ts.isBinaryExpression(parent) && isBinaryOperand(node, parent);
}

function isBinaryOperand(node: ts.Expression, parent: ts.BinaryExpression): boolean {
  switch (parent.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return parent.left === node || isOperand(parent);
    case ts.SyntaxKind.LessThanToken:
    case ts.SyntaxKind.LessThanEqualsToken:
    case ts.SyntaxKind.GreaterThanToken:
    case ts.SyntaxKind.GreaterThanEqualsToken:
    case ts.SyntaxKind.PlusToken:
    case ts.SyntaxKind.MinusToken:
    case ts.SyntaxKind.AsteriskToken:
    case ts.SyntaxKind.SlashToken:
    case ts.SyntaxKind.PercentToken:
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return true;
    default:
      return EQUALITIES.has(parent.operatorToken.kind);
  }
}

/** Whether `node` stands in an expression of a body, or in a callback there, and not in a builder. */
function isBodyExpression(context: FileContext, node: ts.Node): boolean {
  for (let at = node;;) {
    const fn = enclosingFunction(at);
    if (fn === undefined) return false;
    if (context.reactivity.modeOf(fn) === "body") return true;
    const call = fn.parent;
    if (
      !ts.isCallExpression(call) || call.expression === fn || context.calls.kind(call) !== "plain"
    ) return false;
    at = call;
  }
}
