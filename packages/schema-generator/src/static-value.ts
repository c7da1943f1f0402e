/** Evaluates expressions whose value is plain data known at compile time, without running them. */

import type { Json } from "@cf/utils";
import ts from "typescript";
import { callFunction, callMethod, operate, type StaticValue } from "./static-operations.ts";

/** Constants may refer to each other; a chain longer than this is a cycle. */
const REFERENCE_DEPTH_MAX = 64;

/** The value of `expression`, or `undefined` when it depends on anything but constants. */
function staticValue(
  checker: ts.TypeChecker,
  expression: ts.Expression,
  depth = 0,
): StaticValue | undefined {
  const node = unwrap(expression);
  if (depth > REFERENCE_DEPTH_MAX) return undefined;
  if (ts.isStringLiteralLike(node)) return { value: node.text };
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { value: true };
    case ts.SyntaxKind.FalseKeyword:
      return { value: false };
    case ts.SyntaxKind.NullKeyword:
      return { value: null };
  }
  if (ts.isPrefixUnaryExpression(node)) return unary(checker, node, depth);
  if (ts.isTemplateExpression(node)) return template(checker, node, depth);
  if (ts.isBinaryExpression(node)) return binary(checker, node, depth);
  if (ts.isConditionalExpression(node)) return conditional(checker, node, depth);
  if (ts.isCallExpression(node)) return call(checker, node, depth);
  if (ts.isArrayLiteralExpression(node)) return array(checker, node, depth);
  if (ts.isObjectLiteralExpression(node)) return object(checker, node, depth);
  if (ts.isIdentifier(node)) return reference(checker, node, depth);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    return access(checker, node, depth);
  }
  return undefined;
}

/** The value that the variable, enum member or property `symbol` is initialized with. */
export function staticValueOfSymbol(
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
  depth = 0,
): StaticValue | undefined {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target.valueDeclaration;
  if (declaration === undefined) return undefined;
  if (ts.isEnumMember(declaration)) {
    const value = checker.getConstantValue(declaration);
    return value === undefined ? undefined : { value };
  }
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration)) {
    if (declaration.initializer === undefined) return undefined;
    return staticValue(checker, declaration.initializer, depth + 1);
  }
  return undefined;
}

/** The value of what `typeof` names: a constant, or a path into one. */
export function staticValueOfName(
  checker: ts.TypeChecker,
  name: ts.EntityName,
): StaticValue | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  const found = symbol && staticValueOfSymbol(checker, symbol);
  if (found !== undefined || !ts.isQualifiedName(name)) return found;
  const target = staticValueOfName(checker, name.left)?.value;
  return partOf(target, name.right.text);
}

function partOf(target: Json | undefined, key: Json | undefined): StaticValue | undefined {
  if (typeof target !== "object" || target === null) return undefined;
  if (typeof key !== "string" && typeof key !== "number") return undefined;
  if (!Object.hasOwn(target, key)) return undefined;
  return { value: (target as Record<string, Json>)[key]! };
}

function unwrap(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (
    ts.isParenthesizedExpression(node) || ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node) ||
    ts.isNonNullExpression(node)
  ) node = node.expression;
  // `Object.freeze(x)` changes nothing about the value.
  if (
    ts.isCallExpression(node) && node.arguments.length === 1 &&
    node.expression.getText() === "Object.freeze"
  ) return unwrap(node.arguments[0]!);
  return node;
}

function unary(
  checker: ts.TypeChecker,
  node: ts.PrefixUnaryExpression,
  depth: number,
): StaticValue | undefined {
  const operand = staticValue(checker, node.operand, depth);
  if (operand === undefined) return undefined;
  if (node.operator === ts.SyntaxKind.ExclamationToken) return { value: !operand.value };
  if (typeof operand.value !== "number") return undefined;
  if (node.operator === ts.SyntaxKind.MinusToken) return { value: 0 - operand.value };
  return node.operator === ts.SyntaxKind.PlusToken ? operand : undefined;
}

function template(
  checker: ts.TypeChecker,
  node: ts.TemplateExpression,
  depth: number,
): StaticValue | undefined {
  let text = node.head.text;
  for (const span of node.templateSpans) {
    const hole = staticValue(checker, span.expression, depth);
    if (hole === undefined || typeof hole.value === "object") return undefined;
    text += String(hole.value) + span.literal.text;
  }
  return { value: text };
}

function binary(
  checker: ts.TypeChecker,
  node: ts.BinaryExpression,
  depth: number,
): StaticValue | undefined {
  const left = staticValue(checker, node.left, depth);
  const right = staticValue(checker, node.right, depth);
  if (left === undefined || right === undefined) return undefined;
  return operate(node.operatorToken.kind, left.value, right.value);
}

function conditional(
  checker: ts.TypeChecker,
  node: ts.ConditionalExpression,
  depth: number,
): StaticValue | undefined {
  const condition = staticValue(checker, node.condition, depth);
  if (condition === undefined) return undefined;
  return staticValue(checker, condition.value ? node.whenTrue : node.whenFalse, depth);
}

function call(
  checker: ts.TypeChecker,
  node: ts.CallExpression,
  depth: number,
): StaticValue | undefined {
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const args: Json[] = [];
  for (const argument of node.arguments) {
    const spread = ts.isSpreadElement(argument);
    const found = staticValue(checker, spread ? argument.expression : argument, depth);
    if (found === undefined) return undefined;
    if (!spread) args.push(found.value);
    else if (Array.isArray(found.value)) args.push(...found.value);
    else return undefined;
  }
  const owner = ts.isIdentifier(callee.expression) ? callee.expression.text : "";
  return callFunction(owner, callee.name.text, args) ??
    callMethod(staticValue(checker, callee.expression, depth), callee.name.text, args);
}

function array(
  checker: ts.TypeChecker,
  node: ts.ArrayLiteralExpression,
  depth: number,
): StaticValue | undefined {
  const items: Json[] = [];
  for (const element of node.elements) {
    const spread = ts.isSpreadElement(element);
    const found = staticValue(checker, spread ? element.expression : element, depth);
    if (found === undefined) return undefined;
    if (!spread) items.push(found.value);
    else if (Array.isArray(found.value)) items.push(...found.value);
    else if (typeof found.value === "string") items.push(...found.value);
    else return undefined;
  }
  return { value: items };
}

function object(
  checker: ts.TypeChecker,
  node: ts.ObjectLiteralExpression,
  depth: number,
): StaticValue | undefined {
  const entries: Record<string, Json> = {};
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = staticValue(checker, property.expression, depth);
      if (spread === undefined || typeof spread.value !== "object") return undefined;
      Object.assign(entries, spread.value);
      continue;
    }
    const key = keyOf(checker, property.name, depth);
    if (key === undefined) return undefined;
    if (ts.isPropertyAssignment(property)) {
      if (isUndefined(property.initializer)) continue;
      const found = staticValue(checker, property.initializer, depth);
      if (found === undefined) return undefined;
      entries[key] = found.value;
    } else if (ts.isShorthandPropertyAssignment(property)) {
      const symbol = checker.getShorthandAssignmentValueSymbol(property);
      const found = symbol && staticValueOfSymbol(checker, symbol, depth);
      if (found === undefined) return undefined;
      entries[key] = found.value;
    } else return undefined;
  }
  return { value: entries };
}

function keyOf(
  checker: ts.TypeChecker,
  name: ts.PropertyName | undefined,
  depth: number,
): string | undefined {
  if (name === undefined) return undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) return name.text;
  if (ts.isNumericLiteral(name)) return String(Number(name.text));
  if (!ts.isComputedPropertyName(name)) return undefined;
  const key = staticValue(checker, name.expression, depth)?.value ??
    literalType(checker, name.expression);
  return typeof key === "string" || typeof key === "number" ? String(key) : undefined;
}

function reference(
  checker: ts.TypeChecker,
  node: ts.Identifier,
  depth: number,
): StaticValue | undefined {
  const symbol = checker.getSymbolAtLocation(node);
  return symbol && staticValueOfSymbol(checker, symbol, depth);
}

function access(
  checker: ts.TypeChecker,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  depth: number,
): StaticValue | undefined {
  const key = ts.isPropertyAccessExpression(node)
    ? node.name.text
    : staticValue(checker, node.argumentExpression, depth)?.value;
  const symbol = checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(node) ? node.name : node,
  );
  const member = symbol?.valueDeclaration;
  if (member !== undefined && ts.isEnumMember(member)) return staticValueOfSymbol(checker, symbol!);
  const target = staticValue(checker, node.expression, depth + 1)?.value;
  const part = partOf(target, key);
  // A property of a namespace import is a constant of that module.
  return part ?? (symbol && target === undefined ? exported(checker, symbol, depth) : undefined);
}

function exported(
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
  depth: number,
): StaticValue | undefined {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  return staticValueOfSymbol(checker, target, depth + 1);
}

function literalType(checker: ts.TypeChecker, node: ts.Expression): Json | undefined {
  const type = checker.getTypeAtLocation(node);
  return type.isStringLiteral() || type.isNumberLiteral() ? type.value : undefined;
}

function isUndefined(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "undefined";
}
