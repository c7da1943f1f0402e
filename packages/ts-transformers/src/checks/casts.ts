/** `value as Writable<T>`, or as a type that holds a cell where the value has none. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check, CheckContext } from "./check.ts";

/** How far into lists and objects both types are compared. */
const DEPTH_MAX = 4;

const OPEN = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never |
  ts.TypeFlags.TypeParameter | ts.TypeFlags.Null | ts.TypeFlags.Undefined;

/** Reports a cast from a plain value to a cell, stream or database, at any depth. */
export const checkCasts: Check = (node, context) => {
  const { checker, report } = context;
  if (!ts.isAsExpression(node) && !ts.isTypeAssertionExpression(node)) return;
  const target = checker.getTypeFromTypeNode(node.type);
  const source = checker.getTypeAtLocation(skipOuter(node));
  const path = pathOfCell({ source, target }, checker, DEPTH_MAX);
  if (path === undefined) return;
  if (path.length > 0 && handsOnPlaces(node, context)) return;
  const text = node.type.getText();
  const what = path.length === 0 ? text : `${text}, whose '${path.join(".")}' is a cell`;
  report(diagnosticAt("cast-to-cell", node, [what]));
};

/**
 * Whether the parts of what is cast are places: in a body they are references, and what is bound to
 * a handler or given to a pattern becomes the cells that its schema declares.
 */
function handsOnPlaces(node: ts.Expression, { calls, reactivity }: CheckContext): boolean {
  if (reactivity.modeAround(node) !== "computation") return true;
  for (let at: ts.Node = node; ts.isExpression(at) || isPartOfLiteral(at); at = at.parent) {
    if (ts.isJsxExpression(at.parent)) return true;
    if (ts.isCallExpression(at.parent) && at.parent.expression !== at) {
      return calls.kind(at.parent) === "instance";
    }
  }
  return false;
}

function isPartOfLiteral(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node) || ts.isSpreadAssignment(node) ||
    ts.isSpreadElement(node);
}

interface Cast {
  readonly source: ts.Type;
  readonly target: ts.Type;
}

/** The names on the way to what is a cell in the target and a plain value in the source. */
function pathOfCell(
  { source, target }: Cast,
  checker: ts.TypeChecker,
  depth: number,
): readonly string[] | undefined {
  // Without null and undefined, unknown would be an empty object.
  if ((source.flags | target.flags) & OPEN) return undefined;
  const to = checker.getNonNullableType(target);
  const from = checker.getNonNullableType(source);
  if (depth === 0 || from === to || (from.flags | to.flags) & OPEN) return undefined;
  const kind = valueKind(to, checker);
  const plain = valueKind(from, checker) === "value";
  if (kind === "cell" || kind === "stream" || kind === "database") return plain ? [] : undefined;
  if (kind !== "value" || !plain || to.isUnion() || from.isUnion()) return undefined;
  if (checker.isArrayLikeType(to) || checker.isArrayLikeType(from)) {
    return pathOfElement({ source: from, target: to }, checker, depth);
  }
  for (const property of checker.getPropertiesOfType(to)) {
    const given = checker.getPropertyOfType(from, property.name);
    if (given === undefined) continue;
    const parts = {
      source: checker.getTypeOfSymbol(given),
      target: checker.getTypeOfSymbol(property),
    };
    const below = pathOfCell(parts, checker, depth - 1);
    if (below !== undefined) return [property.name, ...below];
  }
  return undefined;
}

/** Elements of lists; those of tuples one by one. */
function pathOfElement(
  { source, target }: Cast,
  checker: ts.TypeChecker,
  depth: number,
): readonly string[] | undefined {
  const from = elementsOf(source, checker);
  const to = elementsOf(target, checker);
  if (from === undefined || to === undefined) return undefined;
  for (let at = 0; at < Math.max(from.length, to.length); at++) {
    const given = from[at] ?? (checker.isTupleType(source) ? undefined : from[0]);
    const wanted = to[at] ?? (checker.isTupleType(target) ? undefined : to[0]);
    if (given === undefined || wanted === undefined) continue;
    const below = pathOfCell({ source: given, target: wanted }, checker, depth - 1);
    if (below !== undefined) return below;
  }
  return undefined;
}

function elementsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] | undefined {
  return checker.isArrayType(type) || checker.isTupleType(type)
    ? checker.getTypeArguments(type as ts.TypeReference)
    : undefined;
}
