/** Appends that conflict with those of others, because they read the list first. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { type MethodCall, methodCall } from "../analysis/running.ts";
import type { Check, CheckContext } from "./check.ts";

/** Reports `list.set([...list.get(), item])` and the check before a push. */
export const checkAppends: Check = (node, context) => {
  if (ts.isIfStatement(node)) return checkGuardedPush(node, context);
  const call = methodCall(node);
  if (call?.method !== "set" || !isCell(call.receiver, context)) return;
  const value = call.call.arguments[0];
  const added = value === undefined
    ? undefined
    : appended(skipOuter(value), call.receiver, context);
  if (added === undefined) return;
  const name = call.receiver.getText();
  context.report(diagnosticAt("read-then-push", node, [name, `${name}.push(${added})`]));
};

/** `if (!list.get().includes(x)) list.push(x)`, and nothing else, is what `addUnique` does. */
function checkGuardedPush(node: ts.IfStatement, context: CheckContext): void {
  if (node.elseStatement !== undefined) return;
  const statements = ts.isBlock(node.thenStatement)
    ? node.thenStatement.statements
    : [node.thenStatement];
  const [statement, ...others] = statements;
  if (statement === undefined || others.length > 0 || !ts.isExpressionStatement(statement)) return;
  const push = methodCall(skipOuter(statement.expression));
  if (push?.method !== "push" || push.call.arguments.length !== 1) return;
  if (!isCell(push.receiver, context)) return;
  const [list, item] = [push.receiver.getText(), push.call.arguments[0]!.getText()];
  const search = absenceOf(skipOuter(node.expression));
  const source = search === undefined ? undefined : methodCall(skipOuter(search.receiver));
  if (search === undefined || source?.method !== "get" || source.receiver.getText() !== list) {
    return;
  }
  if (!looksFor(search, item)) return;
  context.report(diagnosticAt("read-then-push", statement, [list, `${list}.addUnique(${item})`]));
}

/** The search that `condition` says found nothing: `!a.includes(x)`, `a.indexOf(x) < 0`. */
function absenceOf(condition: ts.Expression): MethodCall | undefined {
  if (ts.isPrefixUnaryExpression(condition)) {
    const found = methodCall(skipOuter(condition.operand));
    const plain = found?.method === "includes" || found?.method === "some" ||
      found?.method === "find";
    return condition.operator === ts.SyntaxKind.ExclamationToken && plain ? found : undefined;
  }
  if (!ts.isBinaryExpression(condition)) return undefined;
  const found = methodCall(skipOuter(condition.left));
  const right = condition.right.getText();
  const kind = condition.operatorToken.kind;
  const absent = kind === ts.SyntaxKind.EqualsEqualsEqualsToken && right === "-1" ||
    kind === ts.SyntaxKind.LessThanToken && right === "0";
  return found?.method === "indexOf" && absent ? found : undefined;
}

/** Whether the search is for `item` itself, and not for something like it. */
function looksFor({ call, method }: MethodCall, item: string): boolean {
  const argument = call.arguments[0];
  if (argument === undefined) return false;
  if (method === "includes" || method === "indexOf") return argument.getText() === item;
  const test = skipOuter(argument);
  if (!ts.isArrowFunction(test) || ts.isBlock(test.body)) return false;
  const parameter = test.parameters[0]?.name.getText();
  const compared = skipOuter(test.body);
  const sides = ts.isBinaryExpression(compared)
    ? compared.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken
      ? [compared.left, compared.right]
      : []
    : ts.isCallExpression(compared) &&
        /^(Writable\.|Cell\.)?equals$/.test(compared.expression.getText())
    ? compared.arguments
    : [];
  const texts = sides.map((side) => side.getText());
  return texts.length === 2 && texts.includes(item) && texts.includes(parameter ?? "");
}

/** What `value` appends to the contents of `cell`, as text. */
function appended(
  value: ts.Expression,
  cell: ts.Expression,
  context: CheckContext,
): string | undefined {
  const isContents = (expression: ts.Expression): boolean => {
    const bare = skipOuter(expression);
    if (ts.isIdentifier(bare)) {
      const source = constantOf(bare, context);
      return source !== undefined && isContents(source);
    }
    if (ts.isBinaryExpression(bare)) {
      const other = skipOuter(bare.right);
      return isFallback(bare.operatorToken.kind) && isContents(bare.left) &&
        ts.isArrayLiteralExpression(other) && other.elements.length === 0;
    }
    const call = methodCall(bare);
    return call?.method === "get" && call.receiver.getText() === cell.getText();
  };
  if (ts.isArrayLiteralExpression(value)) {
    const [first, ...rest] = value.elements;
    if (first === undefined || !ts.isSpreadElement(first) || !isContents(first.expression)) {
      return undefined;
    }
    return rest.length === 0 ? undefined : rest.map((element) => element.getText()).join(", ");
  }
  const concat = methodCall(value);
  if (concat?.method !== "concat" || !isContents(concat.receiver)) return undefined;
  const text = concat.call.arguments.map((argument) => `...${argument.getText()}`).join(", ");
  return text === "" ? undefined : text;
}

function isFallback(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

/** What the constant of a function is initialized with. */
function constantOf(name: ts.Identifier, { checker }: CheckContext): ts.Expression | undefined {
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  return declaration.parent.flags & ts.NodeFlags.Const ? declaration.initializer : undefined;
}

function isCell(expression: ts.Expression, { checker }: CheckContext): boolean {
  return valueKind(checker.getTypeAtLocation(expression), checker) === "cell";
}
