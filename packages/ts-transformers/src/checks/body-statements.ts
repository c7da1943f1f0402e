/**
 * Statements of a body that would need a value while the graph is built. Only where something
 * reactive is involved: over plain values they are ordinary JavaScript.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { enclosingFunction, isAssignment } from "../analysis/syntax.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { methodCall } from "../analysis/running.ts";
import type { Check, CheckContext } from "./check.ts";

/** Reports branches and loops over reactive values in a body. */
export const checkBodyStatements: Check = (node, context) => {
  if (!ts.isStatement(node) || !runsInBody(node, context)) return;
  if (ts.isIfStatement(node) || ts.isSwitchStatement(node)) {
    if (context.reactivity.needsValue(node.expression)) {
      context.report(diagnosticAt("reactive-branch", node.expression));
    }
    return;
  }
  const looped = loopedOver(node);
  if (looped !== undefined && context.reactivity.needsValue(looped)) {
    context.report(diagnosticAt("reactive-loop", looped));
  }
};

/** Reports variables of a body that are assigned again with, or for, something reactive. */
export const checkBodyVariables: Check = (node, context) => {
  const target = assignedName(node);
  if (target === undefined) return;
  const declaration = context.reactivity.symbolOf(target)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return;
  const owner = enclosingFunction(declaration);
  if (owner === undefined || !context.reactivity.buildsStatements(owner)) return;
  const at = enclosingFunction(node);
  if (at !== owner) {
    const shown = at !== undefined && context.reactivity.modeOf(at) === "computation";
    if (shown) context.report(diagnosticAt("lost-assignment", node, [target.text]));
    return;
  }
  if (!ts.isBinaryExpression(node) || !context.reactivity.needsValue(node.right)) return;
  const plain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (!plain || mentions(node.right, target, context)) {
    context.report(diagnosticAt("reactive-let", node, [target.text]));
  } else if (declaration.initializer !== undefined) {
    context.report(diagnosticAt("reassigned-reference", node, [target.text]));
  }
};

function mentions(node: ts.Node, name: ts.Identifier, context: CheckContext): boolean {
  if (ts.isIdentifier(node)) {
    return node.text === name.text &&
      context.reactivity.symbolOf(node) === context.reactivity.symbolOf(name);
  }
  return ts.forEachChild(node, (child) => mentions(child, name, context) || undefined) ?? false;
}

function runsInBody(node: ts.Node, { reactivity }: CheckContext): boolean {
  const fn = enclosingFunction(node);
  return fn !== undefined && reactivity.buildsStatements(fn);
}

function loopedOver(node: ts.Statement): ts.Expression | undefined {
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return node.expression;
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return node.expression;
  if (ts.isForStatement(node)) return node.condition;
  if (!ts.isExpressionStatement(node)) return undefined;
  const call = methodCall(skipOuter(node.expression));
  return call?.method === "forEach" ? call.receiver : undefined;
}

/** The name that an expression assigns, increments or decrements. */
function assignedName(node: ts.Node): ts.Identifier | undefined {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
    return ts.isIdentifier(node.left) ? node.left : undefined;
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const writes = node.operator === ts.SyntaxKind.PlusPlusToken ||
      node.operator === ts.SyntaxKind.MinusMinusToken;
    return writes && ts.isIdentifier(node.operand) ? node.operand : undefined;
  }
  return undefined;
}
