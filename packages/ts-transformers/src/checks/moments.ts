/** The present moment and chance, where only handlers have them. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { functionOf, visitRunning } from "../analysis/running.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check, CheckContext } from "./check.ts";

const NOW = 'Write it in a handler, or take the time from wish({ query: "#now" })';
const CHANCE = "Draw it in a handler, and keep it in a cell";

/** Reports `Date.now()` and `Math.random()` in a computation, which has to give the same again. */
export const checkMoments: Check = (node, context) => {
  if (!ts.isCallExpression(node)) return;
  const kind = context.calls.kind(node);
  if (kind !== "computed" && kind !== "lift") return;
  const fn = functionOf(node);
  if (fn === undefined) return;
  visitRunning(fn.body, (each) => {
    const moment = momentOf(each, context);
    if (moment === undefined) return;
    const [what, fix] = moment;
    context.report(diagnosticAt("moment-in-computation", each, [what, kind, fix]));
  });
};

function momentOf(node: ts.Node, context: CheckContext): [what: string, fix: string] | undefined {
  if (ts.isNewExpression(node)) {
    const isNow = isGlobal(node.expression, "Date", context) && !node.arguments?.length;
    return isNow ? ["new Date()", NOW] : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const callee = skipOuter(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const { name: { text }, expression } = callee;
  if (text === "now" && isGlobal(expression, "Date", context)) return ["Date.now()", NOW];
  if (text === "random" && isGlobal(expression, "Math", context)) return ["Math.random()", CHANCE];
  return undefined;
}

/** Whether the name is the language's own, and not one that the author declared. */
function isGlobal(node: ts.Expression, name: string, { checker }: CheckContext): boolean {
  if (!ts.isIdentifier(node) || node.text !== name) return false;
  const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
  return declarations.length > 0 &&
    declarations.every((one) => one.getSourceFile().isDeclarationFile);
}
