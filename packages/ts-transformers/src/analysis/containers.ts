/** Plain objects, arrays and views of a body, which only hold references: they are always there. */

import ts from "typescript";
import { skipOuter } from "./calls.ts";
import type { Reactivity } from "./reactivity.ts";

/** Whether `expression` makes a plain object, array or view, or gives nothing. */
export function makesContainer(expression: ts.Expression, reactivity: Reactivity): boolean {
  const value = skipOuter(expression);
  if (ts.isObjectLiteralExpression(value) || reactivity.isPlainList(value)) return true;
  if (ts.isJsxElement(value) || ts.isJsxSelfClosingElement(value) || ts.isJsxFragment(value)) {
    return true;
  }
  if (!ts.isCallExpression(value)) return false;
  const helper = reactivity.helperOf(value.expression);
  if (helper?.body === undefined || helper.asteriskToken !== undefined) return false;
  const results = resultsOf(helper.body);
  return results.length > 0 && results.every((result) => isMade(result, reactivity));
}

/** A name could stand for a parameter, which may be a reference. */
function isMade(result: ts.Expression, reactivity: Reactivity): boolean {
  const value = skipOuter(result);
  if (value.kind === ts.SyntaxKind.NullKeyword) return true;
  if (ts.isIdentifier(value)) {
    return value.text === "undefined" || reactivity.isContainer(value);
  }
  return !ts.isCallExpression(value) && makesContainer(value, reactivity);
}

function resultsOf(body: ts.ConciseBody): ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const results: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) results.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return results;
}

const EQUALITY: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** What `!x`, `x === undefined` or `x != null` asks for. */
export function askedForPresence(node: ts.Node): ts.Expression | undefined {
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return skipOuter(node.operand);
  }
  if (!ts.isBinaryExpression(node) || !EQUALITY.has(node.operatorToken.kind)) return undefined;
  const [left, right] = [skipOuter(node.left), skipOuter(node.right)];
  if (isNothing(right)) return left;
  return isNothing(left) ? right : undefined;
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword ||
    ts.isIdentifier(node) && node.text === "undefined";
}

/** Whether an object literal names all its keys: it spreads nothing and computes no name. */
export function hasWrittenKeys(literal: ts.ObjectLiteralExpression): boolean {
  return literal.properties.every((property) =>
    !ts.isSpreadAssignment(property) && !ts.isComputedPropertyName(property.name)
  );
}

/** A call of one of `Object`'s own functions with an argument. */
export function isObjectCall(
  node: ts.Node,
  names: readonly string[],
): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || node.arguments.length === 0) return false;
  const callee = skipOuter(node.expression);
  return ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) &&
    callee.expression.text === "Object" && names.includes(callee.name.text);
}

/** The list whose elements a `for … of` gives to a variable. */
export function iterated({ parent }: ts.VariableDeclaration): ts.Expression | undefined {
  const loop = parent.parent;
  return ts.isForOfStatement(loop) && loop.initializer === parent ? loop.expression : undefined;
}

/** The list whose elements a callback's first parameter takes: `list.map((element) => …)`. */
export function elementsOf(parameter: ts.ParameterDeclaration): ts.Expression | undefined {
  const fn = parameter.parent;
  const call = fn.parent;
  if (fn.parameters[0] !== parameter || !ts.isCallExpression(call)) return undefined;
  if (call.arguments[0] !== fn as ts.Node) return undefined;
  const callee = skipOuter(call.expression);
  return ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
}
