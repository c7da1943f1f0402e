/**
 * Patterns, handlers and lifts that a body chooses by what it reads (`table[kind](inputs)`): the
 * body gets one that stands for whichever is chosen, because it runs once.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { valueKind } from "../analysis/value-kind.ts";
import type { FileContext } from "./file-context.ts";
import { isDerivedName } from "./late-functions.ts";

/** `__cf.late(() => table[kind])` for an expression of a body; `undefined` for any other. */
export function lateFactory(context: FileContext, node: ts.Expression): ts.Expression | undefined {
  if (!isChosen(context, node)) return undefined;
  // A name for it is read in computations, where it may stand for none.
  context.derived.add(skipOuter(node));
  return standIn(context, node, context.expression(node, "computation"));
}

/** The same for a name in `name?.(inputs)`, which may stand for none. */
export function lateFactoryByName(
  context: FileContext,
  name: ts.Identifier,
): ts.Expression | undefined {
  const call = calledBy(name);
  if (call === undefined || !ts.isCallChain(call)) return undefined;
  if (!isDerivedName(context, name) || !isFactory(context, name)) return undefined;
  return standIn(context, name, context.call("read", [name], name));
}

/** Whether a body has to read something to know which factory an expression stands for. */
function isChosen(context: FileContext, node: ts.Expression): boolean {
  const { calls, reactivity } = context;
  if (ts.isIdentifier(node) || !isFactory(context, node) || !reactivity.reads(node)) return false;
  if (!ts.isCallExpression(node)) return true;
  // `Card.inSpace(space)` and builders are factories already.
  if (calls.kind(node) !== "plain") return false;
  const callee = skipOuter(node.expression);
  // A helper that builds gives its factory to the body itself.
  const helper = reactivity.helperOf(callee);
  if (helper !== undefined && reactivity.helperMode(helper) === "body") return false;
  return !ts.isPropertyAccessExpression(callee) || !isFactory(context, callee.expression);
}

function isFactory({ checker }: FileContext, node: ts.Expression): boolean {
  return valueKind(checker.getTypeAtLocation(node), checker) === "factory";
}

function standIn(
  context: FileContext,
  node: ts.Expression,
  computed: ts.Expression,
): ts.Expression {
  const call = calledBy(node);
  const optional = call !== undefined && ts.isCallChain(call) ? [context.factory.createTrue()] : [];
  return context.call("late", [context.thunk(computed, node), ...optional], node);
}

/** The call whose callee is the expression. */
function calledBy(node: ts.Expression): ts.CallExpression | undefined {
  let at: ts.Node = node;
  while (skipOuter(at.parent as ts.Expression) === skipOuter(node)) at = at.parent;
  return ts.isCallExpression(at.parent) && at.parent.expression === at ? at.parent : undefined;
}
