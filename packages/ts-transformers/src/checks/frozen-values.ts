/** Assignments to what is frozen: reactive names, and the state of handlers. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { CELL_METHODS } from "../analysis/paths.ts";
import { assignedBy } from "../analysis/syntax.ts";
import { isArrayType, type ValueKind, valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { methodCall } from "../analysis/running.ts";
import { type Check, type CheckContext, rootOf } from "./check.ts";
import { isFrozen, isFrozenName } from "./frozen-origin.ts";

/** Reports `item.done = true` where `item` is a reference or a handler's plain state. */
export const checkFrozenValues: Check = (node, context) => {
  const written = ts.isDeleteExpression(node)
    ? [skipOuter(node.expression)]
    : assignedBy(node).map(({ target }) => skipOuter(target));
  for (const target of written) {
    if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) continue;
    // TypeScript says of a cell that it has no such property.
    if (kindOf(target.expression, context) === "cell") continue;
    const root = rootOf(target);
    if (root !== undefined && isFrozenName(root, context)) {
      context.report(diagnosticAt("reactive-assignment", node, [
        target.getText(),
        kindOf(target, context) === "cell"
          ? `Write ${target.getText()}.set(…)`
          : "Declare it as a cell (Writable<…>) and write it with .set() or .key(…).set()",
      ]));
    } else if (isFrozen(target.expression, context)) {
      const at = ts.isPropertyAccessExpression(target) ? target.name : target;
      context.report(diagnosticAt("frozen-part", at, [target.getText()]));
    }
  }
};

function kindOf(node: ts.Expression, { checker }: CheckContext): ValueKind {
  return valueKind(checker.getTypeAtLocation(node), checker);
}

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
  if (!isFrozen(call.receiver, context)) return;
  const told = context.checker.getPropertyOfType(type, call.method) === undefined;
  if (told && CELL_METHODS.has(call.method)) return;
  const name = call.receiver.getText();
  const fix = instead === ""
    ? "Declare it as a cell (Writable<…>) and use its .push(), or change a copy: […list]"
    : `Write ${name}${instead}, which gives a changed copy`;
  const { name: at } = skipOuter(call.call.expression) as ts.PropertyAccessExpression;
  context.report(diagnosticAt("frozen-list", at, [name, call.method, fix]));
};
