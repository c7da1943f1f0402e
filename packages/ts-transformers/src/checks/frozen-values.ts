/** Assignments to what is frozen: reactive names, and the state of handlers. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { CELL_METHODS } from "../analysis/paths.ts";
import { assignedBy } from "../analysis/syntax.ts";
import { isArrayType, valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { functionOf, methodCall } from "../analysis/running.ts";
import { type Check, type CheckContext, rootOf } from "./check.ts";

/** Reports `item.done = true` where `item` is a reference or a handler's plain state. */
export const checkFrozenValues: Check = (node, context) => {
  const written = ts.isDeleteExpression(node)
    ? [skipOuter(node.expression)]
    : assignedBy(node).map(({ target }) => skipOuter(target));
  for (const target of written) {
    if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) continue;
    const root = rootOf(target);
    if (root !== undefined && isFrozenName(root, context)) {
      context.report(diagnosticAt("reactive-assignment", node, [target.getText()]));
    }
  }
};

/** Methods that change the array they are called on, and what to write instead. */
const MUTATING_METHODS: ReadonlyMap<string, string> = new Map([
  ["sort", ".toSorted(…)"],
  ["reverse", ".toReversed()"],
  ["splice", ".toSpliced(…)"],
  ["fill", ".map(…)"],
  ["copyWithin", ".map(…)"],
  ["push", ""],
  ["unshift", ""],
  ["pop", ""],
  ["shift", ""],
]);

/** Reports `items.sort()` and `list.get().push(x)`: what is read from cells is frozen. */
export const checkFrozenLists: Check = (node, context) => {
  const call = methodCall(node);
  const instead = call && MUTATING_METHODS.get(call.method);
  if (call === undefined || instead === undefined) return;
  const type = context.checker.getTypeAtLocation(call.receiver);
  if (type.flags & ts.TypeFlags.Any || !isArrayType(type, context.checker)) return;
  if (!isFrozenList(call.receiver, context)) return;
  const told = context.checker.getPropertyOfType(type, call.method) === undefined;
  if (told && CELL_METHODS.has(call.method)) return;
  const name = call.receiver.getText();
  const fix = instead === ""
    ? "Declare it as a cell (Writable<…>) and use its .push(), or change a copy: […list]"
    : `Write ${name}${instead}, which gives a changed copy`;
  const { name: at } = skipOuter(call.call.expression) as ts.PropertyAccessExpression;
  context.report(diagnosticAt("frozen-list", at, [name, call.method, fix]));
};

function isFrozenList(list: ts.Expression, context: CheckContext): boolean {
  const bare = skipOuter(list);
  const read = methodCall(bare);
  if (read !== undefined) {
    const type = context.checker.getTypeAtLocation(read.receiver);
    return read.method === "get" && valueKind(type, context.checker) === "cell";
  }
  const root = rootOf(bare);
  if (root === undefined) return false;
  if (isFrozenName(root, context)) return true;
  if (root !== bare) return false;
  const declaration = context.checker.getSymbolAtLocation(root)?.valueDeclaration;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) &&
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0 &&
    declaration.initializer !== undefined &&
    methodCall(skipOuter(declaration.initializer))?.method === "get" &&
    isFrozenList(declaration.initializer, context);
}

function isFrozenName(name: ts.Identifier, context: CheckContext): boolean {
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
