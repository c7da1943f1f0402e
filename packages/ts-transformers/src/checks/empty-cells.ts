/** `new Writable([])`: a cell of nothing. */

import ts from "typescript";
import { cellContents } from "../analysis/cell-contents.ts";
import { skipOuter } from "../analysis/calls.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check } from "./check.ts";

/** Reports a cell made from an empty array whose element type nothing says. */
export const checkEmptyCells: Check = (node, { calls, checker, report }) => {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
  if (calls.kind(node) !== "cell" || node.typeArguments !== undefined) return;
  const value = node.arguments?.[0];
  if (value === undefined || node.arguments!.length > 1) return;
  const bare = skipOuter(value);
  if (!ts.isArrayLiteralExpression(bare) || bare.elements.length > 0) return;
  if (ts.isAsExpression(value)) return;
  const held = cellContents(checker, node);
  const element = held === undefined
    ? undefined
    : checker.getTypeArguments(held as ts.TypeReference)[0];
  if (element !== undefined && !(element.flags & (ts.TypeFlags.Never | ts.TypeFlags.Any))) return;
  report(diagnosticAt("untyped-empty-cell", node, [node.expression.getText()]));
};
