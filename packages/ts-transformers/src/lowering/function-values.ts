/**
 * Functions that build and are not called by their name: kept in tables, lists and maps, chosen,
 * or returned by other functions. Each is marked where it is handed on; a call in a body of which
 * nobody knows what it calls finds out when it runs, and gives references to one that builds.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { isLibraryPath } from "../program/library.ts";
import type { FileContext } from "./file-context.ts";

/** `__cf.builder(fn)` for a function that builds and is handed on as a value. */
export function markBuilder(
  context: FileContext,
  node: ts.Expression,
  lowered: ts.Expression,
): ts.Expression {
  const { reactivity } = context;
  if (!isHandedOn(node)) return lowered;
  const fn = ts.isIdentifier(node) && !mayNameFunction(context, node)
    ? undefined
    : reactivity.helperOf(node);
  if (fn === undefined || reactivity.helperMode(fn) !== "body") return lowered;
  return context.call("builder", [lowered], node);
}

/** `{ make: __cf.builder(make) }` for `{ make }`. */
export function markShorthand(
  context: FileContext,
  { name }: ts.ShorthandPropertyAssignment,
): ts.PropertyAssignment | undefined {
  const symbol = context.reactivity.symbolOf(name);
  if (symbol === undefined || !mayNameFunction(context, name)) return undefined;
  const fn = context.reactivity.functionOf(symbol);
  if (fn === undefined || context.reactivity.helperMode(fn) !== "body") return undefined;
  const value = context.call("builder", [context.factory.createIdentifier(name.text)], name);
  return context.factory.createPropertyAssignment(name.text, value);
}

/** Whether an expression becomes part of a value, or is what a call may choose to call. */
function isHandedOn(node: ts.Expression): boolean {
  let at: ts.Node = node;
  while (
    ts.isParenthesizedExpression(at.parent) || ts.isAsExpression(at.parent) ||
    ts.isSatisfiesExpression(at.parent) || ts.isNonNullExpression(at.parent) ||
    ts.isConditionalExpression(at.parent) && at.parent.condition !== at
  ) at = at.parent;
  const { parent } = at;
  if (ts.isVariableDeclaration(parent)) {
    return parent.initializer === at && (at !== node || ts.isIdentifier(node));
  }
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.initializer === at;
  }
  return ts.isArrayLiteralExpression(parent) || ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent) && parent.body === at ||
    ts.isCallExpression(parent) && parent.expression === at && at !== node;
}

function mayNameFunction({ checker }: FileContext, node: ts.Identifier): boolean {
  return valueKind(checker.getTypeAtLocation(node), checker) === "function";
}

/**
 * `__cf.call(callee, [arguments], () => …)` for a call in a body whose function is known only when
 * it runs and may build; `undefined` for any other.
 */
export function lowerUnknownCall(
  context: FileContext,
  node: ts.CallExpression,
): ts.Expression | undefined {
  const { reactivity, factory } = context;
  const callee = skipOuter(node.expression);
  if (reactivity.helperOf(callee) !== undefined || !isFound(context, callee)) return undefined;
  if (node.arguments.some(ts.isSpreadElement) || !mayBuild(context, node)) return undefined;
  const computed = context.thunk(context.expression(node, "computation"), node);
  const args = node.arguments.map((argument) => context.expression(argument, "body"));
  const receiver = ts.isPropertyAccessExpression(callee) && isSimple(callee.expression)
    ? [context.expression(callee.expression, "body")]
    : [];
  return context.call("call", [
    context.expression(node.expression, "body"),
    factory.createArrayLiteralExpression(args),
    computed,
    ...receiver,
  ], node);
}

/** Whether the body itself finds the function: in plain data, or by calling one that builds. */
function isFound({ reactivity }: FileContext, callee: ts.Expression): boolean {
  if (!reactivity.needsValue(callee)) return true;
  const helper = ts.isCallExpression(callee) ? reactivity.helperOf(callee.expression) : undefined;
  return helper !== undefined && reactivity.helperMode(helper) === "body";
}

function isSimple(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword ||
    ts.isPropertyAccessExpression(node) && isSimple(node.expression);
}

/** Whether a call of the author's own may give something built: a view, a stream, a part. */
function mayBuild(context: FileContext, node: ts.CallExpression): boolean {
  const { checker } = context;
  const declaration = checker.getResolvedSignature(node)?.declaration;
  const isOwn = declaration === undefined
    ? isFunctionOfTable(context, node)
    : !isLibraryPath(declaration.getSourceFile().fileName);
  return isOwn && holdsBuilt(checker, checker.getTypeAtLocation(node), 0);
}

/** A callee of any, as in a table of any. */
function isFunctionOfTable({ checker }: FileContext, node: ts.CallExpression): boolean {
  return (checker.getTypeAtLocation(node.expression).flags & ts.TypeFlags.Any) !== 0;
}

const DEPTH_MAX = 2;

function holdsBuilt(checker: ts.TypeChecker, type: ts.Type, depth: number): boolean {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
  const present = checker.getNonNullableType(type);
  if (present.isUnionOrIntersection()) {
    return present.types.some((part) => holdsBuilt(checker, part, depth));
  }
  if (!(present.flags & ts.TypeFlags.Object)) return false;
  const kind = valueKind(present, checker);
  if (kind === "stream" || kind === "cell") return true;
  if (present.getSymbol()?.name === "VNode") return true;
  if (depth >= DEPTH_MAX || kind !== "value") return false;
  const element = checker.getIndexTypeOfType(present, ts.IndexKind.Number);
  if (element !== undefined) return holdsBuilt(checker, element, depth + 1);
  return present.getProperties().some((property) =>
    holdsBuilt(checker, checker.getTypeOfSymbol(property), depth + 1)
  );
}
