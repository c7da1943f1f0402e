/** Which expressions of a body are plain objects while it runs, although nodes are in them. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { returnedBy } from "../analysis/syntax.ts";
import type { FileContext } from "./file-context.ts";

const DEPTH_MAX = 8;

/**
 * Whether an expression gives an object that the body builds while it runs, which can be spread
 * like any other: what a function that builds returns, a part, or one of both by a plain choice.
 */
export function isBuiltHere(context: FileContext, expression: ts.Expression, depth = 0): boolean {
  const { calls, reactivity } = context;
  const bare = skipOuter(expression);
  if (ts.isConditionalExpression(bare)) {
    return !reactivity.reads(bare.condition) &&
      [bare.whenTrue, bare.whenFalse].every((each) =>
        isBuiltHere(context, each, depth) || !reactivity.reads(each)
      );
  }
  if (!ts.isCallExpression(bare) || depth > DEPTH_MAX) return false;
  if (calls.kind(bare) === "instance") return namesAll(context, bare);
  const helper = reactivity.helperOf(bare.expression);
  return helper !== undefined && reactivity.helperMode(helper) === "body" &&
    returnsObjects(context, helper, depth + 1);
}

/** Whether a part names its properties, as its reference does when it is spread. */
function namesAll({ checker }: FileContext, part: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(part);
  // An output that nobody typed has the schema of what the body returns.
  if (type.flags & ts.TypeFlags.Any) return true;
  return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
    checker.getIndexInfosOfType(type).length === 0;
}

/** Whether a function only ever returns object literals, or what is built like them. */
function returnsObjects(
  context: FileContext,
  { body }: ts.FunctionLikeDeclaration,
  depth: number,
): boolean {
  if (body === undefined) return false;
  const returned = returnedBy(body as ts.ConciseBody);
  return returned.length > 0 && returned.every((each) => {
    if (each === undefined) return false;
    const bare = skipOuter(each);
    const isLiteral = ts.isObjectLiteralExpression(bare) ||
      ts.isIdentifier(bare) && context.reactivity.isContainer(bare);
    return isLiteral ||
      isBuiltHere(context, bare, depth);
  });
}
