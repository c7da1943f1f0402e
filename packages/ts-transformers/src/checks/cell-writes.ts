/** Writes that fight with reads: computations that start themselves, appends that conflict. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { WRITING_METHODS } from "../analysis/paths.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { functionOf, methodCall, visitRunning } from "../analysis/running.ts";
import type { Check, CheckContext } from "./check.ts";

/** Reports a `computed` or `lift` that writes a cell which it also reads. */
export const checkComputedWrites: Check = (node, context) => {
  if (!ts.isCallExpression(node)) return;
  const kind = context.calls.kind(node);
  const fn = kind === "computed" || kind === "lift" ? functionOf(node) : undefined;
  if (fn === undefined) return;
  const read = new Set<string>();
  const written: { text: string; node: ts.Node }[] = [];
  visitRunning(fn.body, (each) => {
    const call = methodCall(each);
    if (call === undefined || !isCell(call.receiver, context)) return;
    const text = call.receiver.getText();
    if (call.method === "get") read.add(text);
    else if (WRITING_METHODS.has(call.method)) written.push({ text, node: each });
  });
  for (const write of written) {
    if (!read.has(write.text)) continue;
    context.report(diagnosticAt("computed-writes-input", write.node, [write.text]));
  }
};

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

/** `if (!list.get().includes(x)) list.push(x)` */
function checkGuardedPush(node: ts.IfStatement, context: CheckContext): void {
  let read: string | undefined;
  visitRunning(node.expression, (each) => {
    const call = methodCall(each);
    if (call === undefined || !["includes", "some", "find", "indexOf"].includes(call.method)) {
      return;
    }
    const source = methodCall(skipOuter(call.receiver));
    if (source?.method === "get" && isCell(source.receiver, context)) {
      read = source.receiver.getText();
    }
  });
  if (read === undefined) return;
  const statements = ts.isBlock(node.thenStatement)
    ? node.thenStatement.statements
    : [node.thenStatement];
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement)) continue;
    const push = methodCall(skipOuter(statement.expression));
    if (push?.method !== "push" || push.receiver.getText() !== read) continue;
    const args = push.call.arguments.map((argument) => argument.getText()).join(", ");
    context.report(diagnosticAt("read-then-push", statement, [read, `${read}.addUnique(${args})`]));
  }
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
