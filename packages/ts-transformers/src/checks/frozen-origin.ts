/** Which expressions of a computation give a part of what was read from cells, and so is frozen. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { functionOf, methodCall } from "../analysis/running.ts";
import { assignedBy, enclosingFunction } from "../analysis/syntax.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { type CheckContext, rootOf } from "./check.ts";

/** Methods that give an element of the list they are called on. */
const ELEMENT_METHODS = new Set(["find", "findLast", "at", "pop", "shift"]);

/** Methods that give another list of the same elements. */
const COPYING_METHODS = new Set([
  "filter",
  "slice",
  "concat",
  "sort",
  "reverse",
  "toSorted",
  "toReversed",
  "toSpliced",
]);

/** Methods that hand elements to a function, and as which parameter. */
const ELEMENT_PARAMETER: ReadonlyMap<string, number> = new Map([
  ["map", 0],
  ["filter", 0],
  ["flatMap", 0],
  ["forEach", 0],
  ["find", 0],
  ["findIndex", 0],
  ["findLast", 0],
  ["some", 0],
  ["every", 0],
  ["reduce", 1],
]);

/** Whether an assignment to a property of `expression`, or a change in place, throws. */
export function isFrozen(expression: ts.Expression, context: CheckContext): boolean {
  const node = skipOuter(expression);
  if (ts.isIdentifier(node)) return isFrozenName(node, context) || isPartByName(node, context);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    if (valueKind(context.checker.getTypeAtLocation(node), context.checker) !== "value") {
      return false;
    }
    return isFrozen(node.expression, context) ||
      ts.isElementAccessExpression(node) && holdsFrozen(node.expression, context);
  }
  if (ts.isConditionalExpression(node)) {
    return isFrozen(node.whenTrue, context) || isFrozen(node.whenFalse, context);
  }
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    return (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken) &&
      isFrozen(node.left, context);
  }
  const call = methodCall(node);
  if (call === undefined) return false;
  if (call.method === "get" && call.call.arguments.length === 0) {
    const type = context.checker.getTypeAtLocation(call.receiver);
    return valueKind(type, context.checker) === "cell";
  }
  return ELEMENT_METHODS.has(call.method) && holdsFrozen(call.receiver, context);
}

/** Whether a name in a computation stands for a value of the graph, a handler's state or an event. */
export function isFrozenName(name: ts.Identifier, context: CheckContext): boolean {
  const { reactivity } = context;
  const declaration = reactivity.symbolOf(name)?.valueDeclaration;
  if (declaration === undefined) return false;
  if (reactivity.isReactiveName(name)) return !reactivity.isContainer(name);
  let root: ts.Node = declaration;
  while (ts.isBindingElement(root)) root = root.parent.parent;
  return ts.isParameter(root) && isStateParameter(root, context);
}

/** The second parameter of a handler, and the first of a lift. */
function isStateParameter(parameter: ts.ParameterDeclaration, { calls }: CheckContext): boolean {
  const call = parameter.parent.parent;
  if (!ts.isCallExpression(call)) return false;
  const kind = calls.kind(call);
  const index = kind === "handler" ? 1 : kind === "lift" ? 0 : -1;
  return functionOf(call)?.parameters[index] === parameter;
}

/** Whether the elements of a list, which may itself be a copy, are frozen. */
function holdsFrozen(list: ts.Expression, context: CheckContext): boolean {
  const node = skipOuter(list);
  if (isFrozen(node, context)) return true;
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.length > 0 &&
      node.elements.every((element) =>
        ts.isSpreadElement(element) && holdsFrozen(element.expression, context)
      );
  }
  const call = methodCall(node);
  if (call !== undefined) {
    return COPYING_METHODS.has(call.method) && holdsFrozen(call.receiver, context);
  }
  const initializer = ts.isIdentifier(node) ? constantOf(node, context) : undefined;
  return initializer !== undefined && holdsFrozen(initializer, context);
}

/** Whether a name is a constant or a parameter for a part of something frozen. */
function isPartByName(name: ts.Identifier, context: CheckContext): boolean {
  const declaration = context.reactivity.symbolOf(name)?.valueDeclaration;
  if (declaration === undefined || isReassigned(name, declaration, context)) return false;
  let root: ts.Node = declaration;
  while (ts.isBindingElement(root)) {
    if (root.dotDotDotToken !== undefined) return false;
    root = root.parent.parent;
  }
  if (ts.isParameter(root)) return takesEvent(root, context) || takesElement(root, context);
  if (!ts.isVariableDeclaration(root)) return false;
  const loop = root.parent.parent;
  if (ts.isForOfStatement(loop)) return holdsFrozen(loop.expression, context);
  return root.initializer !== undefined && isFrozen(root.initializer, context);
}

/** The first parameter of a handler or an action. */
function takesEvent(parameter: ts.ParameterDeclaration, { calls }: CheckContext): boolean {
  const call = parameter.parent.parent;
  if (!ts.isCallExpression(call) || functionOf(call)?.parameters[0] !== parameter) return false;
  const kind = calls.kind(call);
  return kind === "handler" || kind === "action";
}

/** The parameter of a callback that gets the elements of a frozen list. */
function takesElement(parameter: ts.ParameterDeclaration, context: CheckContext): boolean {
  const call = methodCall(parameter.parent.parent);
  if (call === undefined || call.call.arguments[0] !== parameter.parent) return false;
  const index = ELEMENT_PARAMETER.get(call.method);
  return index !== undefined && parameter.parent.parameters[index] === parameter &&
    holdsFrozen(call.receiver, context);
}

/** What a constant is initialized with. */
function constantOf(name: ts.Identifier, { reactivity }: CheckContext): ts.Expression | undefined {
  const declaration = reactivity.symbolOf(name)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  return declaration.parent.flags & ts.NodeFlags.Const && ts.isIdentifier(declaration.name)
    ? declaration.initializer
    : undefined;
}

/** Whether the name is given another value somewhere, such as a copy. */
function isReassigned(
  name: ts.Identifier,
  declaration: ts.Declaration,
  { reactivity }: CheckContext,
): boolean {
  const scope = enclosingFunction(declaration) ?? declaration.getSourceFile();
  const symbol = reactivity.symbolOf(name);
  const assigns = (node: ts.Node): boolean =>
    assignedBy(node).some(({ target }) => {
      const bare = skipOuter(target);
      return ts.isIdentifier(bare) && rootOf(bare) === bare &&
        reactivity.symbolOf(bare) === symbol;
    }) || (ts.forEachChild(node, (child) => assigns(child) || undefined) ?? false);
  return assigns(scope);
}
