/** `new Writable([])`: a cell of nothing. */

import ts from "typescript";
import { cellContents } from "../analysis/cell-contents.ts";
import { skipOuter } from "../analysis/calls.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check } from "./check.ts";

/** Reports a cell made with an empty array whose element type nothing says. */
export const checkEmptyCells: Check = (node, { calls, checker, report }) => {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
  if (calls.kind(node) !== "cell" || node.typeArguments !== undefined) return;
  const value = node.arguments?.[0];
  if (value === undefined || node.arguments!.length > 1) return;
  const held = cellContents(checker, node);
  const path = emptyListIn(value, held, checker);
  if (path === undefined) return;
  const made = ts.isNewExpression(node) ? "new " : "";
  const name = `${made}${node.expression.getText()}`;
  const type = path.reduceRight((inner, key) => `{ … ${key}: ${inner} }`, "Item[]");
  const text = path.length === 0 ? "[]" : "{ … }";
  report(
    diagnosticAt("untyped-empty-cell", node, [`${name}(${text})`, `${name}<${type}>(${text})`]),
  );
};

/** The path to an empty array written in `value`, which `held` gives no type for its elements. */
function emptyListIn(
  value: ts.Expression,
  held: ts.Type | undefined,
  checker: ts.TypeChecker,
): readonly string[] | undefined {
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) return undefined;
  const bare = skipOuter(value);
  if (ts.isArrayLiteralExpression(bare)) {
    if (bare.elements.length > 0) return undefined;
    const element = held === undefined
      ? undefined
      : checker.getTypeArguments(held as ts.TypeReference)[0];
    const isKnown = element !== undefined &&
      !(element.flags & (ts.TypeFlags.Never | ts.TypeFlags.Any));
    return isKnown ? undefined : [];
  }
  if (!ts.isObjectLiteralExpression(bare) || held === undefined) return undefined;
  for (const property of bare.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) continue;
    const symbol = checker.getPropertyOfType(held, property.name.text);
    const type = symbol === undefined ? undefined : checker.getTypeOfSymbol(symbol);
    const below = type && emptyListIn(property.initializer, type, checker);
    if (below !== undefined) return [property.name.text, ...below];
  }
  return undefined;
}
