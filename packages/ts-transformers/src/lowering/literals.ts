/** Object and array literals in a body: their parts are lowered one by one. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isBuiltHere } from "./built-here.ts";
import { derive, type FileContext, propertyName } from "./file-context.ts";

/** An object literal of a body; spreads of references become their known properties. */
export function lowerObjectLiteral(
  context: FileContext,
  node: ts.ObjectLiteralExpression,
): ts.Expression {
  const properties = literalParts(context, node);
  if (properties === undefined) return derive(context, node);
  return context.factory.updateObjectLiteralExpression(node, properties);
}

/**
 * The properties of an object literal of a body, or `undefined` where it must be computed as a whole: its keys are not
 * known, or a spread property that may be absent would hide what stands before it.
 */
function literalParts(
  context: FileContext,
  node: ts.ObjectLiteralExpression,
): ts.ObjectLiteralElementLike[] | undefined {
  const properties: ts.ObjectLiteralElementLike[] = [];
  const earlier = new Set<string>();
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property) && context.reactivity.reads(property.expression)) {
      const expanded = expandSpread(context, property.expression, earlier);
      if (expanded === undefined) return undefined;
      properties.push(...expanded);
    } else properties.push(context.children(property, "body"));
    for (const name of namesGiven(context, property)) earlier.add(name);
  }
  return properties;
}

/** The properties that a part of an object literal, or of an element's attributes, can give. */
export function namesGiven(
  context: FileContext,
  property: ts.ObjectLiteralElementLike | ts.JsxAttributeLike,
): string[] {
  if (ts.isSpreadAssignment(property) || ts.isJsxSpreadAttribute(property)) {
    const type = context.checker.getTypeAtLocation(property.expression);
    return context.checker.getNonNullableType(type).getProperties().map(({ name }) => name);
  }
  const { name } = property;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? [name.text] : [];
}

/** Whether a spread can lack a property that an earlier part gives, so that the earlier one shows. */
function mayLeaveEarlier(
  context: FileContext,
  expression: ts.Expression,
  earlier: ReadonlySet<string>,
): boolean {
  const type = context.checker.getTypeAtLocation(expression);
  const present = context.checker.getNonNullableType(type);
  return present.getProperties().some(({ name, flags }) =>
    earlier.has(name) && (present !== type || (flags & ts.SymbolFlags.Optional) !== 0)
  );
}

/**
 * The properties that spreading a reference gives, by its type, each still a reference. They
 * cannot be enumerated when the body runs. `undefined` where the type does not name them all, or
 * where one that may be absent stands among the `earlier` ones.
 */
export function expandSpread(
  context: FileContext,
  expression: ts.Expression,
  earlier: ReadonlySet<string>,
): ts.ObjectLiteralElementLike[] | undefined {
  const { checker, factory } = context;
  const bare = skipOuter(expression);
  if (isBuiltHere(context, bare)) {
    return [factory.createSpreadAssignment(context.expression(expression, "body"))];
  }
  if (mayLeaveEarlier(context, expression, earlier)) return undefined;
  if (ts.isObjectLiteralExpression(bare)) return literalParts(context, bare);
  if (!ts.isIdentifier(bare) && !ts.isPropertyAccessExpression(bare)) return undefined;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(expression));
  if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return undefined;
  if (checker.getIndexInfosOfType(type).length > 0) return undefined;
  const properties: ts.ObjectLiteralElementLike[] = [];
  for (const symbol of type.getProperties()) {
    if (symbol.name.startsWith("__@")) continue;
    const source = context.expression(expression, "body");
    properties.push(factory.createPropertyAssignment(
      propertyName(factory, symbol.name),
      context.call("key", [source, factory.createStringLiteral(symbol.name)], expression),
    ));
  }
  return properties;
}

/** An array literal of a body; one that spreads a reference is computed as a whole. */
export function lowerArrayLiteral(
  context: FileContext,
  node: ts.ArrayLiteralExpression,
): ts.Expression {
  return context.reactivity.isPlainList(node)
    ? context.children(node, "body")
    : derive(context, node);
}
