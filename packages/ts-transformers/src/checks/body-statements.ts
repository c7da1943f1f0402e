/**
 * Statements of a body that would need a value while the graph is built. Only where something
 * reactive is involved: over plain values they are ordinary JavaScript.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { type Assigned, assignedBy, enclosingFunction } from "../analysis/syntax.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { methodCall } from "../analysis/running.ts";
import type { Check, CheckContext } from "./check.ts";

/** Reports branches and loops over reactive values in a body. */
export const checkBodyStatements: Check = (node, context) => {
  if (!ts.isStatement(node) || !runsInBody(node, context)) return;
  if (ts.isIfStatement(node) || ts.isSwitchStatement(node)) {
    if (decidesOnValue(node.expression, context)) {
      context.report(diagnosticAt("reactive-branch", node.expression));
    } else if (ts.isSwitchStatement(node)) checkCases(node, context);
    return;
  }
  const looped = loopedOver(node);
  if (
    looped !== undefined && !context.reactivity.isWrittenOut(looped) &&
    decidesOnValue(looped, context)
  ) {
    context.report(diagnosticAt("reactive-loop", looped));
  }
};

/** A plain object or array of the body is there, and has its length, while the graph is built. */
function decidesOnValue(expression: ts.Expression, { reactivity }: CheckContext): boolean {
  const asked = skipOuter(expression);
  if (ts.isIdentifier(asked) && reactivity.isContainer(asked)) return false;
  return reactivity.needsValue(expression);
}

/** `switch (true) { case count > 1: … }` */
function checkCases({ caseBlock }: ts.SwitchStatement, context: CheckContext): void {
  for (const clause of caseBlock.clauses) {
    if (ts.isCaseClause(clause) && context.reactivity.needsValue(clause.expression)) {
      context.report(diagnosticAt("reactive-branch", clause.expression));
    }
  }
}

/** Reports variables of a body that are assigned again with, or for, something reactive. */
export const checkBodyVariables: Check = (node, context) => {
  for (const assigned of assignedBy(node)) {
    if (ts.isIdentifier(assigned.target)) checkVariable(node, assigned.target, assigned, context);
  }
};

function checkVariable(
  node: ts.Node,
  target: ts.Identifier,
  { value, updates }: Assigned,
  context: CheckContext,
): void {
  const { reactivity } = context;
  const declaration = reactivity.symbolOf(target)?.valueDeclaration;
  if (declaration === undefined || !isVariable(declaration)) return;
  const owner = enclosingFunction(declaration);
  if (owner === undefined || !reactivity.buildsStatements(owner)) return;
  const at = enclosingFunction(node);
  if (at !== owner) {
    const shown = at !== undefined && reactivity.modeOf(at) === "computation";
    if (shown) context.report(diagnosticAt("lost-assignment", node, [target.text]));
    return;
  }
  const reactive = value !== undefined && reactivity.needsValue(value);
  if (
    updates
      ? reactive || reactivity.isReactiveName(target)
      : reactive && mentions(value, target, context)
  ) {
    context.report(diagnosticAt("reactive-let", node, [target.text]));
  } else if (reactive && !isUnset(declaration)) {
    context.report(diagnosticAt("reassigned-reference", node, [target.text]));
  }
}

/** Variables and parameters, also where they are taken out of something. */
function isVariable(declaration: ts.Declaration): boolean {
  return ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration) ||
    ts.isParameter(declaration);
}

/** `let total;`: the first assignment gives it its value. */
function isUnset(declaration: ts.Declaration): boolean {
  return ts.isVariableDeclaration(declaration) && declaration.initializer === undefined;
}

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
