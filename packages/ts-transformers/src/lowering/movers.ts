/** Calls that only arrange what their arguments build, and so run while the graph is built. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isObjectCall } from "../analysis/containers.ts";
import { returnedBy } from "../analysis/syntax.ts";
import { isBuiltHere } from "./built-here.ts";
import type { FileContext } from "./file-context.ts";

/** Functions that only move what they are given, and never look at it, by their owner. */
const MOVERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["Object", new Set(["assign", "entries", "freeze", "fromEntries", "values"])],
  ["Array", new Set(["from", "of"])],
]);

/**
 * A call like `Object.fromEntries(DAYS.map((day) => [day, open({ days, day })]))`: it arranges
 * nodes that its arguments build, so it runs while the graph is built.
 */
export function movesWhatItBuilds(
  context: FileContext,
  node: ts.CallExpression | ts.NewExpression,
): boolean {
  const { reactivity } = context;
  const args = node.arguments ?? [];
  const callee = skipOuter(node.expression);
  if (!isMover(callee)) return false;
  if (isObjectCall(node, ["fromEntries"]) && !hasPlainKeys(context, args[0]!)) return false;
  return (args.some((each) => reactivity.builds(each)) ||
    reactivity.isPlainList(node as ts.Expression)) &&
    args.every((each) => isPlainHolder(context, each));
}

function isMover(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) &&
    MOVERS.get(callee.expression.text)?.has(callee.name.text) === true;
}

/** Whether an argument is plain itself, whatever it holds. */
function isPlainHolder(context: FileContext, argument: ts.Expression): boolean {
  const { reactivity } = context;
  const value = skipOuter(ts.isSpreadElement(argument) ? argument.expression : argument);
  if (ts.isObjectLiteralExpression(value) || reactivity.isPlainList(value)) return true;
  if (ts.isIdentifier(value) && reactivity.isContainer(value)) return true;
  if (ts.isCallExpression(value) && isMover(skipOuter(value.expression))) {
    return value.arguments.every((each) => isPlainHolder(context, each));
  }
  return !reactivity.reads(value) || isBuiltHere(context, value);
}

/** Whether the keys of a list of entries are known while the body runs. */
function hasPlainKeys(context: FileContext, entries: ts.Expression): boolean {
  const value = skipOuter(entries);
  if (ts.isArrayLiteralExpression(value)) {
    return value.elements.every((entry) => {
      const key = keyOf(entry);
      return key === undefined || !context.reactivity.reads(key);
    });
  }
  if (!ts.isCallExpression(value)) return true;
  const callee = skipOuter(value.expression);
  const callback = value.arguments[0] && skipOuter(value.arguments[0]);
  if (!ts.isPropertyAccessExpression(callee) || callback === undefined) return true;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return true;
  if (!context.reactivity.reads(callee.expression)) return true;
  const list = skipOuter(callee.expression);
  const arePairs = isObjectCall(list, ["entries"]) ||
    ts.isIdentifier(list) && context.reactivity.isPlainList(list);
  const names = referenceNames(callback, arePairs);
  return returnedBy(callback.body).every((entry) => {
    const key = entry && keyOf(entry);
    return key === undefined || !mentions(key, names);
  });
}

/** The key of `[key, value]`. */
function keyOf(entry: ts.Expression): ts.Expression | undefined {
  const value = skipOuter(entry);
  return ts.isArrayLiteralExpression(value) ? value.elements[0] : undefined;
}

/** The names of a callback's parameters, but for the key of a pair that it takes apart. */
function referenceNames({ parameters }: ts.SignatureDeclaration, arePairs: boolean): Set<string> {
  const names = new Set<string>();
  const add = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) return void names.add(name.text);
    for (const element of name.elements) if (!ts.isOmittedExpression(element)) add(element.name);
  };
  for (const { name } of parameters) {
    const isEntry = arePairs && name === parameters[0]?.name && ts.isArrayBindingPattern(name);
    if (!isEntry) add(name);
    else {for (const rest of name.elements.slice(1)) {
        if (!ts.isOmittedExpression(rest)) add(rest.name);
      }}
  }
  return names;
}

function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node)) return names.has(node.text);
  return ts.forEachChild(node, (child) => mentions(child, names) || undefined) ?? false;
}
