/** Calls of the author's functions that build a plain array while a body runs. */

import ts from "typescript";
import { skipOuter } from "./calls.ts";
import type { Reactivity } from "./reactivity.ts";
import { returnedBy } from "./syntax.ts";

/**
 * Whether a call runs a function that builds, and that returns an array literal or one element for
 * each of a plain array: `rows(value, ["a", "b"])`.
 */
export function buildsPlainList(call: ts.CallExpression, reactivity: Reactivity): boolean {
  const helper = reactivity.helperOf(call.expression);
  if (helper?.body === undefined || reactivity.helperMode(helper) !== "body") return false;
  const returned = returnedBy(helper.body);
  return returned.length > 0 && returned.every((each) => {
    if (each === undefined) return false;
    const value = skipOuter(each);
    if (ts.isArrayLiteralExpression(value)) return reactivity.isPlainList(value);
    return ts.isCallExpression(value) && mapsPlainArgument(value, { call, helper, reactivity });
  });
}

/** Whether `value` maps a parameter of the helper for which the call gives a plain array. */
function mapsPlainArgument(
  value: ts.CallExpression,
  { call, helper, reactivity }: {
    call: ts.CallExpression;
    helper: ts.FunctionLikeDeclaration;
    reactivity: Reactivity;
  },
): boolean {
  const callee = skipOuter(value.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "map") return false;
  const receiver = skipOuter(callee.expression);
  if (!ts.isIdentifier(receiver)) return false;
  const declaration = reactivity.symbolOf(receiver)?.valueDeclaration;
  const index = helper.parameters.findIndex((parameter) => parameter === declaration);
  const given = call.arguments[index];
  return given !== undefined && (!reactivity.reads(given) || reactivity.isPlainList(given));
}
