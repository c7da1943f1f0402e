/** Which statements of a function can run while the graph is built. */

import ts from "typescript";
import { skipOuter } from "./calls.ts";
import type { Reactivity } from "./reactivity.ts";
import { assignedBy, isAssignment } from "./syntax.ts";

/** Whether a statement could run in body mode: nothing in it needs the value of a reference. */
export function fitsBody(node: ts.Statement, reactivity: Reactivity): boolean {
  const fits = (each: ts.Statement) => fitsBody(each, reactivity);
  if (ts.isIfStatement(node)) {
    return !reactivity.needsValue(node.expression) && fits(node.thenStatement) &&
      (node.elseStatement === undefined || fits(node.elseStatement));
  }
  if (ts.isBlock(node)) return node.statements.every((each) => fits(each));
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const isPlain = ts.isForOfStatement(node)
      ? reactivity.isPlainList(node.expression)
      : reactivity.isWrittenOut(node.expression);
    return (isPlain || !reactivity.needsValue(node.expression)) && fits(node.statement);
  }
  if (ts.isForStatement(node)) {
    return (node.condition === undefined || !reactivity.needsValue(node.condition)) &&
      fits(node.statement);
  }
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    return !reactivity.needsValue(node.expression) && fits(node.statement);
  }
  if (ts.isSwitchStatement(node)) {
    return !reactivity.needsValue(node.expression) &&
      node.caseBlock.clauses.every((clause) =>
        !(ts.isCaseClause(clause) && reactivity.needsValue(clause.expression)) &&
        clause.statements.every((each) => fits(each))
      );
  }
  if (ts.isLabeledStatement(node)) return fits(node.statement);
  if (ts.isVariableStatement(node)) {
    return (node.declarationList.flags & ts.NodeFlags.Const) !== 0 ||
      !node.declarationList.declarations.some((d) =>
        d.initializer !== undefined && reactivity.reads(d.initializer)
      );
  }
  if (ts.isTryStatement(node) || ts.isThrowStatement(node)) return false;
  if (ts.isExpressionStatement(node)) {
    const expression = skipOuter(node.expression);
    const updatesReference = assignedBy(expression).some(({ target, updates }) =>
      updates && reactivity.needsValue(target)
    );
    if (updatesReference) return false;
    if (!ts.isBinaryExpression(expression)) return true;
    if (!isAssignment(expression.operatorToken.kind) || !reactivity.reads(expression.right)) {
      return true;
    }
    return storesNode(expression, reactivity);
  }
  return true;
}

/** `nodes[key] = increment({ value })`, with `nodes` a plain object or array of the body. */
function storesNode(
  { left, operatorToken, right }: ts.BinaryExpression,
  reactivity: Reactivity,
): boolean {
  return operatorToken.kind === ts.SyntaxKind.EqualsToken && !ts.isIdentifier(left) &&
    reactivity.builds(right) && !reactivity.needsValue(left);
}
