/** Appends that conflict with those of others, because they read the list first. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { type MethodCall, methodCall } from "../analysis/running.ts";
import { enclosingFunction } from "../analysis/syntax.ts";
import type { Check, CheckContext } from "./check.ts";

/** Reports `list.set([...list.get(), item])` and the check before a push. */
export const checkAppends: Check = (node, context) => {
  if (ts.isIfStatement(node)) return checkGuardedPush(node, context);
  const call = methodCall(node);
  const value = call?.call.arguments[0];
  if (call === undefined || value === undefined || !isCell(call.receiver, context)) return;
  for (const { cell, path, text, given } of listsGiven(call, skipOuter(value))) {
    const added = appended(given, { cell, path }, context);
    if (added === undefined) continue;
    context.report(diagnosticAt("read-then-push", node, [text, `${text}.push(${added})`]));
  }
};

/** The place of a list: the text of a cell, and the properties below it. */
interface ListPlace {
  readonly cell: string;
  readonly path: readonly string[];
}

/** A list that a call writes, how to name the cell of it, and what it is given. */
interface GivenList extends ListPlace {
  readonly text: string;
  readonly given: ts.Expression;
}

/** The lists that `set` and `update` write: the whole, or properties of a literal. */
function listsGiven({ receiver, method }: MethodCall, value: ts.Expression): GivenList[] {
  if (method !== "set" && method !== "update") return [];
  const { cell, path } = cellPath(receiver);
  const text = receiver.getText();
  if (!ts.isObjectLiteralExpression(value)) {
    return method === "set" ? [{ cell, path, text, given: value }] : [];
  }
  return value.properties.filter(ts.isPropertyAssignment).flatMap(({ name, initializer }) => {
    if (!ts.isIdentifier(name)) return [];
    const part = { cell, path: [...path, name.text], text: `${text}.key("${name.text}")` };
    return [{ ...part, given: skipOuter(initializer) }];
  });
}

/** `cell.key("a").key("b")` as `cell` and its path; keys that are computed stay in the text. */
function cellPath(expression: ts.Expression): ListPlace {
  const node = skipOuter(expression);
  const call = methodCall(node);
  const keys = call?.call.arguments;
  if (call?.method === "key" && keys!.every((key) => ts.isStringLiteralLike(key))) {
    const { cell, path } = cellPath(call.receiver);
    return { cell, path: [...path, ...keys!.map((key) => (key as ts.StringLiteral).text)] };
  }
  return { cell: node.getText(), path: [] };
}

/** The place that `cell.get().a.b` reads, or the same with a constant for `cell.get()`. */
function placeRead(expression: ts.Expression, context: CheckContext): ListPlace | undefined {
  const node = skipOuter(expression);
  if (ts.isPropertyAccessExpression(node)) {
    const around = placeRead(node.expression, context);
    return around && { ...around, path: [...around.path, node.name.text] };
  }
  if (ts.isIdentifier(node)) {
    const source = constantOf(node, context);
    return source && placeRead(source, context);
  }
  const call = methodCall(node);
  return call?.method === "get" ? cellPath(call.receiver) : undefined;
}

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

/** What `value` appends to the list at `place`, as text. */
function appended(
  value: ts.Expression,
  place: ListPlace,
  context: CheckContext,
): string | undefined {
  const isContents = (expression: ts.Expression): boolean => {
    const bare = skipOuter(expression);
    const source = ts.isIdentifier(bare) ? constantOf(bare, context) : undefined;
    if (source !== undefined) return isContents(source);
    if (ts.isBinaryExpression(bare)) {
      const other = skipOuter(bare.right);
      return isFallback(bare.operatorToken.kind) && isContents(bare.left) &&
        ts.isArrayLiteralExpression(other) && other.elements.length === 0;
    }
    const read = placeRead(bare, context);
    return read !== undefined && read.cell === place.cell &&
      read.path.join("\0") === place.path.join("\0");
  };
  if (ts.isIdentifier(value)) return appendedToCopy(value, isContents, context);
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

/** `const next = [...list.get()]; next.push(item);` and nothing else before it is set. */
function appendedToCopy(
  name: ts.Identifier,
  isContents: (expression: ts.Expression) => boolean,
  context: CheckContext,
): string | undefined {
  const source = constantOf(name, context);
  const copied = source === undefined ? undefined : copiedBy(skipOuter(source));
  if (copied === undefined || !isContents(copied)) return undefined;
  const symbol = context.checker.getSymbolAtLocation(name);
  const added: string[] = [];
  let isOnlyPushed = true;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && context.checker.getSymbolAtLocation(node) === symbol) {
      const isDeclared = ts.isVariableDeclaration(node.parent) && node.parent.name === node;
      const push = methodCall(node.parent.parent);
      if (push?.method === "push" && push.receiver === node) {
        added.push(...push.call.arguments.map((argument) => argument.getText()));
      } else if (node !== name && !isDeclared) isOnlyPushed = false;
    }
    ts.forEachChild(node, visit);
  };
  const scope = enclosingFunction(name);
  if (scope !== undefined) visit(scope);
  return isOnlyPushed && added.length > 0 ? added.join(", ") : undefined;
}

/** What `[...list]`, `list.slice()` and `Array.from(list)` copy. */
function copiedBy(copy: ts.Expression): ts.Expression | undefined {
  if (ts.isArrayLiteralExpression(copy)) {
    const [only, ...others] = copy.elements;
    return only !== undefined && others.length === 0 && ts.isSpreadElement(only)
      ? only.expression
      : undefined;
  }
  const call = methodCall(copy);
  if (call?.method === "slice" && call.call.arguments.length === 0) return call.receiver;
  const isFrom = call?.method === "from" && call.receiver.getText() === "Array" &&
    call.call.arguments.length === 1;
  return isFrom ? call.call.arguments[0] : undefined;
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
