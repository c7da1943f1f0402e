/** Cells in place of values in a computation: as conditions, where they always hold, and as text. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check, CheckContext } from "./check.ts";

/**
 * Reports `if (open)` and `!open` where `open` is a cell that cannot be missing. In a body such a
 * condition asks for the value; an author's own computation is JavaScript.
 */
export const checkCellConditions: Check = (node, context) => {
  const tested = testedIn(node);
  if (tested === undefined || context.reactivity.modeAround(node) !== "computation") return;
  for (const operand of operandsOf(tested)) {
    if (!isPresentCell(operand, context)) continue;
    context.report(diagnosticAt("cell-condition", operand, [operand.getText()]));
  }
};

/** Reports `${count}` where `count` is a cell; in a body that shows what the cell holds. */
export const checkCellTexts: Check = (node, context) => {
  if (!ts.isTemplateSpan(node) || ts.isTaggedTemplateExpression(node.parent.parent)) return;
  if (context.reactivity.modeAround(node) !== "computation") return;
  const shown = skipOuter(node.expression);
  if (!isPresentCell(shown, context)) return;
  context.report(diagnosticAt("cell-text", shown, [shown.getText()]));
};

/** What a node asks whether it is truthy. */
function testedIn(node: ts.Node): ts.Expression | undefined {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    return node.expression;
  }
  if (ts.isForStatement(node) || ts.isConditionalExpression(node)) return node.condition;
  if (ts.isPrefixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.ExclamationToken ? node.operand : undefined;
  }
  return isLogical(node) ? node.left : undefined;
}

/** The operands that are asked here; what an operator inside asks is found at that operator. */
function operandsOf(tested: ts.Expression): ts.Expression[] {
  const bare = skipOuter(tested);
  return isLogical(bare) ? operandsOf(bare.right) : [bare];
}

function isLogical(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const operator = node.operatorToken.kind;
  return operator === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator === ts.SyntaxKind.BarBarToken;
}

/** Whether an expression names a cell by a path that the types say leads to one. */
function isPresentCell(node: ts.Expression, { checker }: CheckContext): boolean {
  const isPath = ts.isIdentifier(node)
    ? isDeclaredCell(node, checker)
    : ts.isPropertyAccessExpression(node) && !ts.isOptionalChain(node) &&
      checker.getSymbolAtLocation(node.name)?.valueDeclaration !== undefined;
  if (!isPath) return false;
  const type = checker.getTypeAtLocation(node);
  return valueKind(type, checker) === "cell" && checker.getNonNullableType(type) === type &&
    checker.getPropertyOfType(type, "get") !== undefined;
}

/** Whether a name is an input or a new cell; one that was looked up may hold nothing. */
function isDeclaredCell(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (declaration === undefined) return false;
  if (ts.isBindingElement(declaration)) return isInput(declaration);
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return false;
  return ts.isNewExpression(skipOuter(declaration.initializer));
}

function isInput(element: ts.BindingElement): boolean {
  if (!ts.isObjectBindingPattern(element.parent)) return false;
  const holder = element.parent.parent;
  return ts.isBindingElement(holder) ? isInput(holder) : ts.isParameter(holder);
}
