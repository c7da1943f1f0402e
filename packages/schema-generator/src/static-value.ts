/** Evaluates expressions whose value is plain data known at compile time, without running them. */

import type { Json } from "@cf/utils";
import ts from "typescript";
import { type Scope, staticCall } from "./static-call.ts";
import { operate, type StaticValue } from "./static-operations.ts";

/** Constants may refer to each other; a chain longer than this is a cycle. */
const REFERENCE_DEPTH_MAX = 64;

/** How many calls one value may take to find. */
const CALLS_MAX = 20_000;

/** The value of `expression`, or `undefined` when it depends on anything but constants. */
function staticValue(
  scope: Scope,
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
  if (ts.isPrefixUnaryExpression(node)) return unary(scope, node, depth);
  if (ts.isTemplateExpression(node)) return template(scope, node, depth);
  if (ts.isBinaryExpression(node)) return binary(scope, node, depth);
  if (ts.isConditionalExpression(node)) return conditional(scope, node, depth);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return staticCall(scope, node, depth);
  if (ts.isArrayLiteralExpression(node)) return array(scope, node, depth);
  if (ts.isObjectLiteralExpression(node)) return object(scope, node, depth);
  if (ts.isIdentifier(node)) return reference(scope, node, depth);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    return access(scope, node, depth);
  }
  return undefined;
}

/** The value that the variable, enum member or property `symbol` is initialized with. */
export function staticValueOfSymbol(
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
): StaticValue | undefined {
  const budget = { calls: CALLS_MAX };
  return valueOfSymbol({ checker, values: new Map(), budget, evaluate: staticValue }, symbol);
}

function valueOfSymbol(scope: Scope, symbol: ts.Symbol, depth = 0): StaticValue | undefined {
  const { checker, values } = scope;
  if (values.has(symbol)) return { value: values.get(symbol)! };
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target.valueDeclaration;
  if (declaration === undefined) return undefined;
  if (ts.isEnumMember(declaration)) {
    const value = checker.getConstantValue(declaration);
    return value === undefined ? undefined : { value };
  }
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration)) {
    if (declaration.initializer === undefined) return undefined;
    return staticValue(scope, declaration.initializer, depth + 1);
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
  scope: Scope,
  node: ts.PrefixUnaryExpression,
  depth: number,
): StaticValue | undefined {
  const operand = staticValue(scope, node.operand, depth);
  if (operand === undefined) return undefined;
  if (node.operator === ts.SyntaxKind.ExclamationToken) return { value: !operand.value };
  if (typeof operand.value !== "number") return undefined;
  if (node.operator === ts.SyntaxKind.MinusToken) return { value: 0 - operand.value };
  return node.operator === ts.SyntaxKind.PlusToken ? operand : undefined;
}

function template(
  scope: Scope,
  node: ts.TemplateExpression,
  depth: number,
): StaticValue | undefined {
  let text = node.head.text;
  for (const span of node.templateSpans) {
    const hole = staticValue(scope, span.expression, depth);
    if (hole === undefined || typeof hole.value === "object") return undefined;
    text += String(hole.value) + span.literal.text;
  }
  return { value: text };
}

function binary(
  scope: Scope,
  node: ts.BinaryExpression,
  depth: number,
): StaticValue | undefined {
  const left = staticValue(scope, node.left, depth);
  const right = staticValue(scope, node.right, depth);
  if (left === undefined || right === undefined) return undefined;
  return operate(node.operatorToken.kind, left.value, right.value);
}

function conditional(
  scope: Scope,
  node: ts.ConditionalExpression,
  depth: number,
): StaticValue | undefined {
  const condition = staticValue(scope, node.condition, depth);
  if (condition === undefined) return undefined;
  return staticValue(scope, condition.value ? node.whenTrue : node.whenFalse, depth);
}

function array(
  scope: Scope,
  node: ts.ArrayLiteralExpression,
  depth: number,
): StaticValue | undefined {
  const items: Json[] = [];
  for (const element of node.elements) {
    const spread = ts.isSpreadElement(element);
    const found = staticValue(scope, spread ? element.expression : element, depth);
    if (found === undefined) return undefined;
    if (!spread) items.push(found.value);
    else if (Array.isArray(found.value)) items.push(...found.value);
    else if (typeof found.value === "string") items.push(...found.value);
    else return undefined;
  }
  return { value: items };
}

function object(
  scope: Scope,
  node: ts.ObjectLiteralExpression,
  depth: number,
): StaticValue | undefined {
  const entries: Record<string, Json> = {};
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = staticValue(scope, property.expression, depth);
      if (spread === undefined || typeof spread.value !== "object") return undefined;
      Object.assign(entries, spread.value);
      continue;
    }
    const key = keyOf(scope, property.name, depth);
    if (key === undefined) return undefined;
    if (ts.isPropertyAssignment(property)) {
      if (isUndefined(property.initializer)) continue;
      const found = staticValue(scope, property.initializer, depth);
      if (found === undefined) return undefined;
      entries[key] = found.value;
    } else if (ts.isShorthandPropertyAssignment(property)) {
      const symbol = scope.checker.getShorthandAssignmentValueSymbol(property);
      const found = symbol && valueOfSymbol(scope, symbol, depth);
      if (found === undefined) return undefined;
      entries[key] = found.value;
    } else return undefined;
  }
  return { value: entries };
}

function keyOf(
  scope: Scope,
  name: ts.PropertyName | undefined,
  depth: number,
): string | undefined {
  if (name === undefined) return undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) return name.text;
  if (ts.isNumericLiteral(name)) return String(Number(name.text));
  if (!ts.isComputedPropertyName(name)) return undefined;
  const key = staticValue(scope, name.expression, depth)?.value ??
    literalType(scope.checker, name.expression);
  return typeof key === "string" || typeof key === "number" ? String(key) : undefined;
}

function reference(
  scope: Scope,
  node: ts.Identifier,
  depth: number,
): StaticValue | undefined {
  const symbol = scope.checker.getSymbolAtLocation(node);
  return symbol && valueOfSymbol(scope, symbol, depth);
}

function access(
  scope: Scope,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  depth: number,
): StaticValue | undefined {
  const key = ts.isPropertyAccessExpression(node)
    ? node.name.text
    : staticValue(scope, node.argumentExpression, depth)?.value;
  const symbol = scope.checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(node) ? node.name : node,
  );
  const member = symbol?.valueDeclaration;
  if (member !== undefined && ts.isEnumMember(member)) return valueOfSymbol(scope, symbol!);
  const target = staticValue(scope, node.expression, depth + 1)?.value;
  const part = partOf(target, key);
  // A property of a namespace import is a constant of that module.
  return part ?? (symbol && target === undefined ? exported(scope, symbol, depth) : undefined);
}

function exported(
  scope: Scope,
  symbol: ts.Symbol,
  depth: number,
): StaticValue | undefined {
  const target = symbol.flags & ts.SymbolFlags.Alias
    ? scope.checker.getAliasedSymbol(symbol)
    : symbol;
  const declaration = target.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  return valueOfSymbol(scope, target, depth + 1);
}

function literalType(checker: ts.TypeChecker, node: ts.Expression): Json | undefined {
  const type = checker.getTypeAtLocation(node);
  return type.isStringLiteral() || type.isNumberLiteral() ? type.value : undefined;
}

function isUndefined(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "undefined";
}
