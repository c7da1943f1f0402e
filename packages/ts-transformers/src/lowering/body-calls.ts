/** Calls in a body. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isCellMethod, NAMING_METHODS, WRITING_METHODS } from "../analysis/paths.ts";
import { lowerBuilderCall } from "./builder-calls.ts";
import { derive, type FileContext } from "./file-context.ts";
import { lowerUnknownCall } from "./function-values.ts";
import { lateFunction } from "./late-functions.ts";
import { lowerListCall } from "./lists.ts";
import { movesWhatItBuilds } from "./movers.ts";
import { isReferenceLike } from "./reference-like.ts";

/** Lowers a call that stands in a body. */
export function lowerBodyCall(
  context: FileContext,
  node: ts.CallExpression | ts.NewExpression,
): ts.Expression {
  const { calls, reactivity } = context;
  if (calls.kind(node) !== "plain") return lowerBuilderCall(context, node, "body");
  if (ts.isCallExpression(node)) {
    if (reactivity.isListCall(node)) return lowerListCall(context, node);
    if (isHandleCall(context, node)) return context.children(node, "body");
    if (runsAsHelper(context, node)) return context.children(node, "body");
  } else if (reactivity.keepsReferences(node)) return context.children(node, "body");
  if (buildsInCallbacks(context, node)) return lowerBuildingCallbacks(context, node);
  if (fillsPlainList(context, node)) return context.children(node, "body");
  if (movesWhatItBuilds(context, node)) return context.children(node, "body");
  if (!reactivity.reads(node)) return context.children(node, "body");
  const called = ts.isCallExpression(node) ? lowerUnknownCall(context, node) : undefined;
  if (called !== undefined) return called;
  const late = lateFunction(context, node);
  if (late !== undefined) return late;
  context.derived.add(node);
  return derive(context, node);
}

/** A method of a cell, stream or database that reads nothing: it names another one, or writes. */
function isHandleCall(context: FileContext, node: ts.CallExpression): boolean {
  const callee = skipOuter(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  if (!isCellMethod(callee, context.checker)) return false;
  const method = callee.name.text;
  if (WRITING_METHODS.has(method)) return true;
  const { reactivity } = context;
  return NAMING_METHODS.has(method) &&
    !node.arguments.some((argument) => reactivity.reads(argument)) &&
    // Below a place that must be computed, as in `rows.key(i).key("text")`, all of it is computed.
    (!reactivity.needsValue(callee) || isReferenceLike(context, callee.expression));
}

/** A function that builds and takes references, called directly. */
function runsAsHelper(context: FileContext, node: ts.CallExpression): boolean {
  const { reactivity } = context;
  const callee = skipOuter(node.expression);
  const helper = reactivity.helperOf(callee);
  if (helper === undefined || reactivity.helperMode(helper) !== "body") return false;
  const receiver = ts.isPropertyAccessExpression(callee) ? skipOuter(callee.expression) : callee;
  const isMade = ts.isNewExpression(receiver) || ts.isCallExpression(receiver);
  return !isMade || reactivity.keepsReferences(receiver) || !reactivity.needsValue(receiver);
}

/**
 * A call over plain values whose callbacks build, like `Array.from({ length: 3 }, () => <p/>)`:
 * it runs while the graph is built, so that what the callbacks build belongs to the graph.
 */
function buildsInCallbacks(
  context: FileContext,
  node: ts.CallExpression | ts.NewExpression,
): boolean {
  const { reactivity } = context;
  const args = node.arguments ?? [];
  const callbacks = args.filter(isInlineFunction);
  const decides = usesAnswers(node);
  return callbacks.length > 0 &&
    callbacks.some((callback) =>
      decides ? reactivity.makesParts(callback) : reactivity.builds(callback)
    ) &&
    !reactivity.reads(node.expression) &&
    args.every((argument) =>
      isInlineFunction(argument)
        ? reactivity.runsInBody(argument, true)
        : !reactivity.reads(argument)
    );
}

/** Array methods that decide or add up by what their callback answers, so that it must be a value. */
const DECIDING_METHODS: ReadonlySet<string> = new Set([
  "every",
  "filter",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "reduce",
  "reduceRight",
  "some",
  "sort",
  "toSorted",
]);

function usesAnswers(node: ts.CallExpression | ts.NewExpression): boolean {
  const callee = skipOuter(node.expression);
  return ts.isPropertyAccessExpression(callee) && DECIDING_METHODS.has(callee.name.text);
}

function lowerBuildingCallbacks(
  context: FileContext,
  node: ts.CallExpression | ts.NewExpression,
): ts.Expression {
  const { factory } = context;
  const args = (node.arguments ?? []).map((argument) =>
    isInlineFunction(argument)
      ? context.fn(argument, "body", { plainParameters: true })
      : context.expression(argument, "body")
  );
  const callee = context.expression(node.expression, "body");
  return ts.isNewExpression(node)
    ? factory.updateNewExpression(node, callee, undefined, args)
    : factory.updateCallExpression(node, callee, undefined, args);
}

/** `parts.push({ name, open: open({ days }) })`, where `parts` is a plain array of the body. */
function fillsPlainList(
  { reactivity }: FileContext,
  node: ts.CallExpression | ts.NewExpression,
): boolean {
  const callee = skipOuter(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const receiver = skipOuter(callee.expression);
  return (callee.name.text === "push" || callee.name.text === "unshift") &&
    ts.isIdentifier(receiver) && reactivity.isPlainList(receiver);
}

function isInlineFunction(
  node: ts.Expression,
): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** `[a, b].forEach((cell) => …)`, over what is there while the graph is built. */
function lowerPlainLoop(
  context: FileContext,
  node: ts.CallExpression,
): ts.CallExpression | undefined {
  const { factory, reactivity } = context;
  const callee = skipOuter(node.expression);
  const [callback, ...more] = node.arguments;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "forEach") return undefined;
  if (callback === undefined || more.length > 0 || !isInlineFunction(callback)) return undefined;
  if (!reactivity.reads(callee.expression) || !reactivity.isPlainList(callee.expression)) {
    return undefined;
  }
  const list = context.expression(callee.expression, "body");
  return factory.updateCallExpression(
    node,
    factory.updatePropertyAccessExpression(callee, list, callee.name),
    undefined,
    [context.fn(callback, "body")],
  );
}

/**
 * A call that stands alone as a statement of a body, made for its effect while the graph is built:
 * never put into a node, because nothing would run it.
 */
export function lowerEffect(context: FileContext, node: ts.Expression): ts.Expression {
  const bare = skipOuter(node);
  if (ts.isCallExpression(bare) && context.calls.kind(bare) === "plain") {
    const loop = lowerPlainLoop(context, bare);
    if (loop !== undefined) return loop;
    return bare === node && buildsInCallbacks(context, bare)
      ? lowerBuildingCallbacks(context, bare)
      : context.children(node, "body");
  }
  if (ts.isBinaryExpression(bare) || ts.isAwaitExpression(bare)) {
    return context.children(node, "body");
  }
  return context.expression(node, "body");
}
