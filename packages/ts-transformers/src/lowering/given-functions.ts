/**
 * Functions among the inputs and results of patterns: formatters, views of a part, callbacks. A
 * body has a reference in their place, so that a computation asks for the function where it uses
 * it.
 */

import ts from "typescript";
import { makesReference, skipOuter } from "../analysis/calls.ts";
import { isPath } from "../analysis/paths.ts";
import { valueKind } from "../analysis/value-kind.ts";
import type { FileContext } from "./file-context.ts";

/** Whether a name of a body stands for a function that came in, or is a part of what came in. */
export function isGivenFunction(context: FileContext, node: ts.Identifier): boolean {
  if (context.given.has(node)) return false;
  const { checker, reactivity } = context;
  const declaration = reactivity.symbolOf(node)?.valueDeclaration;
  if (declaration === undefined || !comesIn(context, declaration)) return false;
  return reactivity.isReactiveName(node) &&
    valueKind(checker.getTypeAtLocation(declaration), checker) === "function";
}

/**
 * Whether a path starts at a name of what came in or of what a node gives, and not at an object of
 * the body's own.
 */
export function startsAtInput(context: FileContext, node: ts.Expression): boolean {
  const root = skipOuter(node);
  if (!ts.isIdentifier(root)) return false;
  const declaration = context.reactivity.symbolOf(root)?.valueDeclaration;
  return declaration !== undefined && comesIn(context, declaration);
}

/** Whether a declaration is a parameter or the result of a node, or takes a path of one apart. */
function comesIn(context: FileContext, declaration: ts.Declaration): boolean {
  let root: ts.Node = declaration;
  while (ts.isBindingElement(root)) root = root.parent.parent;
  if (ts.isParameter(root)) return true;
  if (!ts.isVariableDeclaration(root) || root.initializer === undefined) return false;
  const value = skipOuter(root.initializer);
  if (ts.isCallExpression(value)) return makesReference(context.calls.kind(value));
  if (!isPath(value, context.reactivity, context.checker)) return false;
  let start: ts.Expression = value;
  while (ts.isPropertyAccessExpression(start) || ts.isElementAccessExpression(start)) {
    start = skipOuter(start.expression);
  }
  return startsAtInput(context, start);
}

/** `__cf.fn(name)`; with the author's name for it where it is called, so that a call can say it. */
export function lowerGivenFunction(context: FileContext, node: ts.Identifier): ts.Expression {
  const said = isCalled(node) ? [context.factory.createStringLiteral(node.text)] : [];
  return context.call("fn", [node, ...said], node);
}

function isCalled(node: ts.Expression): boolean {
  let at: ts.Expression = node;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent)) {
    at = at.parent;
  }
  const { parent } = at;
  return ts.isCallExpression(parent) && parent.expression === at &&
    parent.questionDotToken === undefined;
}

/**
 * `(item, index) => __cf.call(row, [item, index], () => row(…))` for a function that came in and
 * shows one element, given to `.map` as it is; `undefined` for any other callback.
 */
export function callPerElement(
  context: FileContext,
  callback: ts.Expression,
): ts.ArrowFunction | undefined {
  if (!ts.isIdentifier(callback) || !isGivenFunction(context, callback)) return undefined;
  const { factory } = context;
  const names = ["item", "index"].map((name) =>
    factory.createUniqueName(name, ts.GeneratedIdentifierFlags.Optimistic)
  );
  const computed = factory.createCallExpression(
    lowerGivenFunction(context, callback),
    undefined,
    names.map((name) => context.call("read", [name], callback)),
  );
  return factory.createArrowFunction(
    undefined,
    undefined,
    names.map((name) => factory.createParameterDeclaration(undefined, undefined, name)),
    undefined,
    factory.createToken(ts.SyntaxKind.EqualsGreaterThanToken),
    context.call("call", [
      callback,
      factory.createArrayLiteralExpression(names),
      context.thunk(computed, callback),
    ], callback),
  );
}
