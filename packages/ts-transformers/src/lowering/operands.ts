/** Which expressions of an `assert` are recorded, so that its failure shows both sides. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { functionOf, methodCall } from "../analysis/running.ts";
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
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
]);

/**
 * The comparisons of an assertion: operands `2 * i` and `2 * i + 1` belong to operator `i`. Where
 * a condition has only one, the other's text is empty.
 */
export interface Comparisons {
  /** The author's texts. */
  readonly operands: readonly string[];
  /** `===` and the like, or the name of a comparing function; `!`, `.method` or nothing for one. */
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
    if (
      ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind) &&
      !ts.isPrivateIdentifier(node.left)
    ) {
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
  const single: Found = (operator, operand, other) => {
    operators.push(operator);
    record(operand);
    if (other === undefined) texts.push("");
    else record(other);
  };
  const fn = functionOf(call as ts.CallExpression);
  if (fn !== undefined && !ts.isBlock(fn.body)) conditionsOf(fn.body, single);
  visit(call);
  return { operands: texts, operators };
}

/** Methods that answer a question about what they belong to, which is then worth showing. */
const QUESTIONS: ReadonlySet<string> = new Set([
  "endsWith",
  "every",
  "has",
  "includes",
  "some",
  "startsWith",
]);

/** A condition: what it asks, of what, and what it compares that with. */
type Found = (operator: string, operand: ts.Expression, other?: ts.Expression) => void;

/** Finds the conditions of a chain of `&&` and `||` that no operator compares. */
function conditionsOf(expression: ts.Expression, found: Found): void {
  const node = skipOuter(expression);
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    const joins = kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      kind === ts.SyntaxKind.BarBarToken;
    if (!joins) return;
    conditionsOf(node.left, found);
    conditionsOf(node.right, found);
    return;
  }
  if (ts.isPrefixUnaryExpression(node)) {
    const negates = node.operator === ts.SyntaxKind.ExclamationToken;
    const operand = skipOuter(node.operand);
    if (negates && !ts.isBinaryExpression(operand)) found("!", operand);
    return;
  }
  if (node.flags & ts.NodeFlags.OptionalChain || !ts.isCallExpression(node)) return;
  const question = methodCall(node);
  if (question === undefined || !QUESTIONS.has(question.method)) return askedOf(node, found);
  const subject = skipOuter(question.receiver);
  const isLiteral = ts.isArrayLiteralExpression(subject) || ts.isLiteralExpression(subject);
  const shown = isLiteral ? question.call.arguments[0] : subject;
  if (shown !== undefined) found(`.${question.method}`, shown);
}

/** `Array.isArray(x)`, `/a/.test(x)`, `Object.is(x, y)`: what a function is asked about. */
function askedOf(call: ts.CallExpression, found: Found): void {
  const [first, second] = call.arguments;
  if (first === undefined || call.arguments.length > 2 || !call.arguments.every(isValue)) return;
  const { expression } = call;
  const name = ts.isIdentifier(expression)
    ? expression.text
    : ts.isPropertyAccessExpression(expression)
    ? `${
      ts.isIdentifier(expression.expression) ? expression.expression.text : ""
    }.${expression.name.text}`
    : undefined;
  if (name === undefined || name === "equals" || name === "valueEqual") return;
  if (second === undefined) found(`.${name.slice(name.indexOf(".") + 1)}`, first);
  else found(name, first, second);
}

/** Whether an argument is something to look at: functions and objects in place are there to read. */
function isValue(argument: ts.Expression): boolean {
  const node = skipOuter(argument);
  return !ts.isFunctionLike(node) && !ts.isObjectLiteralExpression(node) &&
    !ts.isSpreadElement(node);
}
