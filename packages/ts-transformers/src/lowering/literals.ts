/** Object and array literals in a body: their parts are lowered one by one. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { derive, type FileContext, propertyName } from "./file-context.ts";

/** An object literal of a body; spreads of references become their known properties. */
export function lowerObjectLiteral(
  context: FileContext,
  node: ts.ObjectLiteralExpression,
): ts.Expression {
  const { factory } = context;
  const properties: ts.ObjectLiteralElementLike[] = [];
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property) && context.reactivity.reads(property.expression)) {
      const expanded = expandSpread(context, property.expression);
      if (expanded === undefined) return derive(context, node);
      properties.push(...expanded);
    } else properties.push(context.children(property, "body"));
  }
  return factory.updateObjectLiteralExpression(node, properties);
}

/**
 * The properties that spreading a reference gives, by its type, each still a reference. They
 * cannot be enumerated when the body runs. `undefined` where the type does not name them all.
 */
export function expandSpread(
  context: FileContext,
  expression: ts.Expression,
): ts.ObjectLiteralElementLike[] | undefined {
  const { checker, factory } = context;
  const bare = skipOuter(expression);
  if (ts.isObjectLiteralExpression(bare)) {
    return [factory.createSpreadAssignment(context.expression(expression, "body"))];
  }
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
