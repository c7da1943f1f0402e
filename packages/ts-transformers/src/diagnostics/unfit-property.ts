/**
 * Which property of a pattern's result does not fit. TypeScript compares the result with the plain
 * type first and tells the first property that differs there: often a cell, which may well stand
 * for a value, while the mistake is in another property.
 */

import ts from "typescript";

/** A property that does not fit, what it is and what is needed, as TypeScript prints them. */
export interface Unfit {
  readonly at: ts.Node;
  readonly name: string;
  readonly given: string;
  readonly needed: string;
}

/**
 * The first property of the returned `literal` that does not fit, unless `told`, the property that
 * TypeScript tells, does not fit itself.
 */
export function unfitProperty(
  literal: ts.ObjectLiteralExpression,
  told: ts.Node,
  { checker, declared }: { checker: ts.TypeChecker; declared: ts.TypeNode },
): Unfit | undefined {
  const unfit = literal.properties.flatMap((property) => {
    const value = valueOf(property, checker);
    if (value === undefined) return [];
    const needed = checker.getContextualType(value.expression);
    const fits = needed === undefined || checker.isTypeAssignableTo(value.type, needed);
    return fits ? [] : [{ property, type: value.type }];
  });
  if (unfit.length === 0 || unfit.some(({ property }) => property.name === told)) return undefined;
  const { property, type } = unfit[0]!;
  const symbol = checker.getSymbolAtLocation(property.name!);
  const wanted = symbol && checker.getTypeFromTypeNode(declared).getProperty(symbol.name);
  if (symbol === undefined || wanted === undefined) return undefined;
  return {
    at: property.name!,
    name: symbol.name,
    given: checker.typeToString(type),
    needed: checker.typeToString(checker.getTypeOfSymbol(wanted)),
  };
}

/** What a property is given; nothing for spreads and methods. */
function valueOf(
  property: ts.ObjectLiteralElementLike,
  checker: ts.TypeChecker,
): { expression: ts.Expression; type: ts.Type } | undefined {
  if (ts.isPropertyAssignment(property)) {
    const { initializer } = property;
    return { expression: initializer, type: checker.getTypeAtLocation(initializer) };
  }
  if (!ts.isShorthandPropertyAssignment(property)) return undefined;
  const named = checker.getShorthandAssignmentValueSymbol(property);
  if (named === undefined) return undefined;
  return {
    expression: property.name,
    type: checker.getTypeOfSymbolAtLocation(named, property.name),
  };
}
