/** `value as Writable<T>`: a cast makes no cell. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check } from "./check.ts";

/** Reports a cast from a plain value to a cell, stream or database. */
export const checkCasts: Check = (node, { checker, report }) => {
  if (!ts.isAsExpression(node) && !ts.isTypeAssertionExpression(node)) return;
  const target = valueKind(elementOf(checker.getTypeFromTypeNode(node.type), checker), checker);
  if (target !== "cell" && target !== "stream" && target !== "database") return;
  const source = elementOf(checker.getTypeAtLocation(skipOuter(node)), checker);
  if (source.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) return;
  if (valueKind(source, checker) !== "value") return;
  report(diagnosticAt("cast-to-cell", node, [node.type.getText()]));
};

/** What a list holds; any other type itself. */
function elementOf(type: ts.Type, checker: ts.TypeChecker): ts.Type {
  if (!checker.isArrayType(type)) return type;
  return checker.getTypeArguments(type as ts.TypeReference)[0] ?? type;
}
