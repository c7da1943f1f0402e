/** Expressions that only name a place: a reactive name, or a path of one. */

import ts from "typescript";
import { skipOuter } from "./calls.ts";
import type { Reactivity } from "./reactivity.ts";
import { isApiSymbol, isArrayType, isPrimitiveType, valueKind } from "./value-kind.ts";

/** Methods that every reference has, which a data property of the same name would hide behind. */
export const CELL_METHODS: ReadonlySet<string> = new Set([
  "get",
  "set",
  "update",
  "push",
  "send",
  "key",
  "equals",
  "addUnique",
  "remove",
  "removeAll",
  "removeByValue",
  "increment",
  "elementById",
  "sample",
  "for",
  "resolveAsCell",
  "getArgumentCell",
  "inSpace",
  "asScope",
  "map",
  "filter",
  "flatMap",
  "query",
  "exec",
  "execMany",
  "sink",
]);

/** Methods that give another cell or stream, and read nothing. */
export const NAMING_METHODS: ReadonlySet<string> = new Set([
  "key",
  "for",
  "asScope",
  "inSpace",
  "resolveAsCell",
  "getArgumentCell",
  "elementById",
]);

/** Methods that write; in a body they run while the graph is built. */
export const WRITING_METHODS: ReadonlySet<string> = new Set([
  "set",
  "update",
  "push",
  "send",
  "addUnique",
  "remove",
  "removeAll",
  "removeByValue",
  "increment",
  "exec",
  "execMany",
]);

/** Whether `expression` names a path, so that it stays a reference in a body. */
export function isPath(
  expression: ts.Expression,
  reactivity: Reactivity,
  checker: ts.TypeChecker,
): boolean {
  const node = skipOuter(expression);
  if (ts.isIdentifier(node)) return true;
  if (ts.isPropertyAccessExpression(node)) {
    return namesProperty(node, checker) && isPath(node.expression, reactivity, checker);
  }
  if (ts.isElementAccessExpression(node)) {
    return namesElement(node, reactivity, checker) && isPath(node.expression, reactivity, checker);
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression: receiver, name } = node.expression;
    return NAMING_METHODS.has(name.text) && isCellMethod(node.expression, checker) &&
      !node.arguments.some((argument) => reactivity.reads(argument)) &&
      isPath(receiver, reactivity, checker);
  }
  return false;
}

/** Whether `a.b` names data below `a`, as opposed to `list.length` or `text.length`. */
export function namesProperty(
  node: ts.PropertyAccessExpression,
  checker: ts.TypeChecker,
): boolean {
  const type = checker.getTypeAtLocation(node.expression);
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return node.name.text !== "length";
  return !isArrayType(type, checker) && !isPrimitiveType(checker.getNonNullableType(type));
}

/** Whether `a[b]` names data below `a`: a constant key, or one that is not reactive. */
export function namesElement(
  node: ts.ElementAccessExpression,
  reactivity: Reactivity,
  checker: ts.TypeChecker,
): boolean {
  const type = checker.getTypeAtLocation(node.expression);
  return !isPrimitiveType(checker.getNonNullableType(type)) &&
    !reactivity.reads(node.argumentExpression);
}

/**
 * Whether `receiver.method` is a method of a cell, stream or database, or one that a reference
 * offers beside the properties of its value. Of something untyped, what takes the arguments that
 * only a cell's method takes.
 */
export function isCellMethod(
  node: ts.PropertyAccessExpression,
  checker: ts.TypeChecker,
): boolean {
  const method = node.name.text;
  if (!CELL_METHODS.has(method)) return false;
  const receiver = checker.getTypeAtLocation(node.expression);
  if (receiver.flags & ts.TypeFlags.Any) return isUntypedCellMethod(node);
  const kind = valueKind(receiver, checker);
  if (kind !== "value" && kind !== "function") return true;
  const symbol = checker.getSymbolAtLocation(node.name);
  return symbol !== undefined && isApiSymbol(symbol) &&
    valueKind(checker.getTypeAtLocation(node), checker) === "function";
}

function isUntypedCellMethod(node: ts.PropertyAccessExpression): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.expression !== node) return false;
  switch (node.name.text) {
    case "get":
    case "sample":
      return call.arguments.length === 0;
    case "set":
      return call.arguments.length === 1;
    case "send":
    case "push":
    case "key":
    case "update":
    case "increment":
    case "addUnique":
    case "remove":
    case "removeAll":
    case "removeByValue":
    case "elementById":
      return true;
    default:
      return false;
  }
}

/** Whether a property access reads data under a name that every reference has as a method. */
export function hidesBehindMethod(
  node: ts.PropertyAccessExpression,
  checker: ts.TypeChecker,
): boolean {
  if (!CELL_METHODS.has(node.name.text)) return false;
  const receiver = checker.getTypeAtLocation(node.expression);
  // Of something untyped, what is not called at once is data: `{ action: form.send }`.
  if (receiver.flags & ts.TypeFlags.Any) return !isCalled(node);
  if (valueKind(receiver, checker) !== "value" || isArrayType(receiver, checker)) return false;
  return valueKind(checker.getTypeAtLocation(node), checker) !== "function";
}

function isCalled(node: ts.PropertyAccessExpression): boolean {
  let at: ts.Node = node;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent)) {
    at = at.parent;
  }
  return ts.isCallExpression(at.parent) && at.parent.expression === at;
}
