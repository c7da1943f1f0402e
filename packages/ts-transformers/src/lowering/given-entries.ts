/**
 * Names of a callback or loop for what a list or record holds: `n` in
 * `Object.entries(counts).map(([key, n]) => …)` is the value that was read at `counts[key]`.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { methodCall } from "../analysis/running.ts";
import type { FileContext } from "./file-context.ts";

/** Where a value was found: the list or record, and the name that holds the key. */
export interface EntryPlace {
  readonly holder: ts.Expression;
  readonly key: ts.Identifier;
}

const EACH: ReadonlySet<string> = new Set(["map", "flatMap", "forEach"]);
/** What gives some of the entries, in another order. */
const PICKING: ReadonlySet<string> = new Set([
  "filter",
  "sort",
  "toSorted",
  "slice",
  "reverse",
  "toReversed",
]);

/** The place that a name of a callback or loop stands for, if its key has a name too. */
export function entryPlace(context: FileContext, name: ts.Identifier): EntryPlace | undefined {
  const declaration = context.reactivity.symbolOf(name)?.valueDeclaration;
  if (declaration === undefined) return undefined;
  if (ts.isParameter(declaration)) return elementPlace(declaration);
  if (!ts.isBindingElement(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const pattern = declaration.parent;
  if (!ts.isArrayBindingPattern(pattern) || pattern.elements[1] !== declaration) return undefined;
  if (declaration.initializer !== undefined) return undefined;
  const [first] = pattern.elements;
  if (first === undefined || !ts.isBindingElement(first) || !ts.isIdentifier(first.name)) {
    return undefined;
  }
  const list = listOf(pattern.parent);
  const holder = list === undefined ? undefined : listedBy(list);
  return holder === undefined ? undefined : { holder, key: first.name };
}

/** `n` in `xs.map((n, i) => …)`. */
function elementPlace(declaration: ts.ParameterDeclaration): EntryPlace | undefined {
  const fn = declaration.parent;
  const [element, index] = fn.parameters;
  if (element !== declaration || index === undefined || !ts.isIdentifier(index.name)) {
    return undefined;
  }
  const list = listOf(declaration);
  return list !== undefined && isPlain(list) ? { holder: list, key: index.name } : undefined;
}

/** The list that a loop or a callback goes through, whose element the declaration is. */
function listOf(declaration: ts.Node): ts.Expression | undefined {
  if (ts.isVariableDeclaration(declaration)) {
    const loop = declaration.parent.parent;
    return ts.isForOfStatement(loop) ? loop.expression : undefined;
  }
  if (!ts.isParameter(declaration)) return undefined;
  const fn = declaration.parent;
  const call = methodCall(fn.parent);
  if (call === undefined || fn.parameters[0] !== declaration) return undefined;
  return EACH.has(call.method) && call.call.arguments[0] === fn ? call.receiver : undefined;
}

/** The record whose entries a list is made of. */
function listedBy(list: ts.Expression): ts.Expression | undefined {
  const call = methodCall(skipOuter(list));
  if (call === undefined) return undefined;
  if (PICKING.has(call.method)) return listedBy(call.receiver);
  const [record] = call.call.arguments;
  const isEntries = call.method === "entries" && call.receiver.getText() === "Object";
  return isEntries && record !== undefined && isPlain(record) ? record : undefined;
}

/** A name, a path or what a cell there holds, which can be looked up again. */
function isPlain(expression: ts.Expression): boolean {
  const node = skipOuter(expression);
  if (ts.isIdentifier(node)) return true;
  if (ts.isPropertyAccessExpression(node)) return isPlain(node.expression);
  const call = methodCall(node);
  return call?.method === "get" && call.call.arguments.length === 0 && isPlain(call.receiver);
}
