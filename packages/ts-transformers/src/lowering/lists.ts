/**
 * `map`, `filter` and `flatMap` in a body: over something reactive they become list nodes with one
 * sub-graph per element; over a plain array they stay JavaScript.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isPath } from "../analysis/paths.ts";
import { assignedBy } from "../analysis/syntax.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { chooseLazily, isLazyOperator } from "./choices.ts";
import { derive, type FileContext } from "./file-context.ts";
import { callPerElement } from "./given-functions.ts";
import { positionOf } from "./positions.ts";

/** Lowers a list call of a body. */
export function lowerListCall(context: FileContext, call: ts.CallExpression): ts.Expression {
  const callee = skipOuter(call.expression) as ts.PropertyAccessExpression;
  const [callback, ...rest] = call.arguments;
  if (!context.reactivity.reads(callee.expression)) return lowerPlainList(context, call);
  const method = callee.name.text;
  if (method !== "map" && context.reactivity.isPlainList(callee.expression)) {
    return derive(context, call);
  }
  const lowered = lowerCallback(context, callback!, method);
  if (lowered === undefined) return derive(context, call);
  const list = context.factory.updateCallExpression(
    call,
    context.factory.updatePropertyAccessExpression(
      callee,
      lowerReceiver(context, callee.expression),
      callee.name,
    ),
    undefined,
    [
      lowered,
      ...rest.map((argument) => context.expression(argument, "body")),
      ...(rest.length === 0 ? positionOf(context, callee.expression, [callback!]) : []),
    ],
  );
  return context.effects.within(call) ? context.call("running", [list], call) : list;
}

function lowerPlainList(context: FileContext, call: ts.CallExpression): ts.Expression {
  const callee = skipOuter(call.expression) as ts.PropertyAccessExpression;
  const { reactivity, factory } = context;
  const callback = skipOuter(call.arguments[0]!);
  if (!isInline(callback)) {
    const helper = reactivity.helperOf(callback);
    const direct = helper !== undefined && reactivity.helperMode(helper) === "body";
    return direct || !reactivity.reads(call)
      ? context.children(call, "body")
      : derive(context, call);
  }
  const reads = reactivity.reads(call);
  if (!reads && !reactivity.builds(callback)) return context.children(call, "body");
  if (callee.name.text === "filter") {
    return reads ? derive(context, call) : context.children(call, "body");
  }
  if (!reactivity.runsInBody(callback, true)) return derive(context, call);
  return factory.updateCallExpression(
    call,
    context.expression(callee, "body"),
    undefined,
    [context.fn(callback, "body", { plainParameters: true })],
  );
}

/** The callback of a list node, or `undefined` where the whole call has to be computed. */
function lowerCallback(
  context: FileContext,
  argument: ts.Expression,
  method: string,
): ts.Expression | undefined {
  const { reactivity } = context;
  const callback = skipOuter(argument);
  if (isInline(callback)) {
    if (method === "filter") return context.fn(callback, "computation");
    if (isSuspending(callback)) return undefined;
    if (assignsParameters(context, callback)) {
      return computePerElement(context, argument, callback.parameters.length);
    }
    return reactivity.runsInBody(callback)
      ? context.fn(callback, "body")
      : context.fn(callback, "body", { computesBody: true });
  }
  if (valueKind(context.checker.getTypeAtLocation(callback), context.checker) === "factory") {
    return context.expression(argument, "body");
  }
  if (method === "filter") return undefined;
  const given = callPerElement(context, callback);
  if (given !== undefined) return given;
  const helper = reactivity.helperOf(callback);
  if (helper === undefined) return undefined;
  if (reactivity.helperMode(helper) === "body") return context.expression(argument, "body");
  return helper.body !== undefined && reactivity.builds(helper.body)
    ? computePerElement(context, argument, helper.parameters.length)
    : undefined;
}

/** `(item, index) => __cf.derive(() => row(__cf.read(item), __cf.read(index)))` */
function computePerElement(
  context: FileContext,
  callback: ts.Expression,
  parameterCount: number,
): ts.Expression {
  const { factory } = context;
  const names = ["item", "index", "list"].slice(0, Math.max(1, Math.min(3, parameterCount)))
    .map((name) => factory.createUniqueName(name, ts.GeneratedIdentifierFlags.Optimistic));
  const call = factory.createCallExpression(
    context.expression(callback, "computation"),
    undefined,
    names.map((name) => context.call("read", [name], callback)),
  );
  return factory.createArrowFunction(
    undefined,
    undefined,
    names.map((name) => factory.createParameterDeclaration(undefined, undefined, name)),
    undefined,
    factory.createToken(ts.SyntaxKind.EqualsGreaterThanToken),
    context.call("derive", [context.thunk(call, callback)], callback),
  );
}

/** The list itself: a path, another list node, or a choice keeps the identity of its elements. */
function lowerReceiver(context: FileContext, receiver: ts.Expression): ts.Expression {
  const bare = skipOuter(receiver);
  if (isLazyOperator(bare) && isPath(bare.left, context.reactivity, context.checker)) {
    return chooseLazily(context, bare);
  }
  return context.expression(receiver, "body");
}

function isInline(node: ts.Expression): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** Whether a function writes to its own parameters, so that they must be variables. */
function assignsParameters(context: FileContext, fn: ts.FunctionLikeDeclaration): boolean {
  const assigns = (node: ts.Node): boolean =>
    assignedBy(node).some(({ target }) =>
      ts.isIdentifier(target) && isParameterOf(context, target, fn)
    ) || (ts.forEachChild(node, (child) => assigns(child) || undefined) ?? false);
  return fn.body !== undefined && assigns(fn.body);
}

function isParameterOf(
  { reactivity }: FileContext,
  name: ts.Identifier,
  fn: ts.FunctionLikeDeclaration,
): boolean {
  let at: ts.Node | undefined = reactivity.symbolOf(name)?.valueDeclaration;
  while (at !== undefined && ts.isBindingElement(at)) at = at.parent.parent;
  return at !== undefined && ts.isParameter(at) && at.parent === fn;
}

function isSuspending(fn: ts.FunctionLikeDeclaration): boolean {
  return fn.asteriskToken !== undefined ||
    (fn.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword) ?? false);
}
