/** Which expressions of an `assert` are recorded, so that its failure shows both sides. */

import ts from "typescript";
import type { FileContext } from "./file-context.ts";

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** The comparisons of an assertion: operands `2 * i` and `2 * i + 1` belong to operator `i`. */
export interface Comparisons {
  /** The author's texts. */
  readonly operands: readonly string[];
  /** `===` and the like, or the name of a comparing function. */
  readonly operators: readonly string[];
}

/**
 * Numbers the operands of every comparison below `call`, in source order, and gives their texts.
 * Lowering puts `__cf.operand(number, …)` around each.
 */
export function recordOperands(context: FileContext, call: ts.Node): Comparisons {
  const texts: string[] = [];
  const operators: string[] = [];
  const record = (operand: ts.Expression) => {
    context.operands.set(operand, texts.length);
    texts.push(operand.getText(context.sourceFile));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind)) {
      operators.push(node.operatorToken.getText(context.sourceFile));
      record(node.left);
      record(node.right);
    } else if (ts.isCallExpression(node) && node.arguments.length === 2) {
      const name = context.calls.exportName(node.expression);
      if (name === "equals" || name === "valueEqual") {
        operators.push(name);
        node.arguments.forEach(record);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(call);
  return { operands: texts, operators };
}
