/**
 * Names inside a computation: one captured from a body is read through the runtime, unless its
 * type, or that of a path of it, says that it is handed on as it is.
 */

import ts from "typescript";
import { mayHoldReference } from "../analysis/doubt.ts";
import { isApiSymbol, valueKind } from "../analysis/value-kind.ts";
import { isCellMethod } from "../analysis/paths.ts";
import { isAssignment, isNameOnly } from "../analysis/syntax.ts";
import type { FileContext } from "./file-context.ts";
import { isDerived, isPassedOn } from "./derived-here.ts";
import { isGivenFunction, lowerGivenFunction, startsAtInput } from "./given-functions.ts";
import { isDerivedName } from "./late-functions.ts";

/** `name` or `__cf.read(name)`, for an identifier that is an expression in a computation. */
export function lowerCapturedName(context: FileContext, node: ts.Identifier): ts.Expression {
  if (needsRead(context, node)) return context.call("read", [node], node);
  return isGivenFunction(context, node) ? lowerGivenFunction(context, node) : node;
}

/** Whether a name in a computation has to be read. */
export function needsRead(context: FileContext, node: ts.Identifier): boolean {
  if (isNameOnly(node)) return false;
  const { reactivity } = context;
  if (!reactivity.isReactiveName(node) && !mayHoldReference(node, context)) return false;
  if (isWritten(node) || isHandedOn(context, node)) return false;
  const symbol = context.reactivity.symbolOf(node);
  if (symbol === undefined) return false;
  const declaration = symbol.valueDeclaration;
  const type = declaration === undefined
    ? context.checker.getTypeAtLocation(node)
    : context.checker.getTypeOfSymbolAtLocation(symbol, declaration);
  const kind = valueKind(type, context.checker);
  if (isDerivedName(context, node)) {
    return kind === "value" || kind === "function" || kind === "factory";
  }
  if (kind === "stream" && declaration !== undefined) {
    return isOptional(context, declaration, type);
  }
  return kind === "value" && !pathHasHandle(context, node);
}

/** Whether a stream may be left out: it is read, to know whether it is there. */
function isOptional(
  { checker }: FileContext,
  declaration: ts.Declaration,
  type: ts.Type,
): boolean {
  if (checker.getNonNullableType(type) !== type) return true;
  if (!ts.isBindingElement(declaration)) return mayBeLeftOut(declaration);
  // The inputs of a body are all there, by their type; what declares them says which may be left out.
  const { propertyName, name, parent } = declaration;
  const key = propertyName ?? name;
  if (!ts.isIdentifier(key)) return false;
  return isLeftOut(checker.getTypeAtLocation(parent).getProperty(key.text));
}

function isLeftOut(property: ts.Symbol | undefined): boolean {
  return property?.declarations?.some(mayBeLeftOut) ?? false;
}

function mayBeLeftOut(declaration: ts.Declaration): boolean {
  return (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration) ||
    ts.isParameter(declaration)) && declaration.questionToken !== undefined;
}

/**
 * A node made inside this computation (`const child = Child({…})` in a handler) stays a reference
 * where it is only passed on, so that a link to it is stored and not a copy of its value.
 */
function isHandedOn(context: FileContext, node: ts.Identifier): boolean {
  const declaration = context.reactivity.symbolOf(node)?.valueDeclaration;
  if (declaration === undefined || context.reactivity.modeAround(declaration) === "body") {
    return false;
  }
  let at: ts.Expression = node;
  while (isTransparent(at.parent)) at = at.parent;
  return !usesValue(at) && (!isDerived(context, declaration) || isPassedOn(context, at));
}

/** Whether a node around an expression stands for the same value. */
export function isTransparent(
  node: ts.Node,
): node is ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node);
}

/** Whether the expression around `node` computes with its value. */
export function usesValue(node: ts.Expression): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return true;
  if (ts.isBinaryExpression(parent)) {
    const kind = parent.operatorToken.kind;
    return kind !== ts.SyntaxKind.CommaToken && kind !== ts.SyntaxKind.EqualsToken;
  }
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  return ts.isPrefixUnaryExpression(parent) || ts.isTemplateSpan(parent) ||
    ts.isTypeOfExpression(parent) || ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) || ts.isIfStatement(parent) ||
    ts.isForOfStatement(parent) || ts.isForInStatement(parent) ||
    ts.isWhileStatement(parent) || ts.isSwitchStatement(parent) ||
    ts.isVariableDeclaration(parent) && !ts.isIdentifier(parent.name);
}

function isWritten(node: ts.Node): boolean {
  let target = node;
  while (
    ts.isPropertyAccessExpression(target.parent) || ts.isElementAccessExpression(target.parent) ||
    ts.isParenthesizedExpression(target.parent) || ts.isNonNullExpression(target.parent) ||
    ts.isAsExpression(target.parent)
  ) {
    if (ts.isElementAccessExpression(target.parent) && target.parent.expression !== target) {
      return false;
    }
    target = target.parent;
  }
  const parent = target.parent;
  if (ts.isBinaryExpression(parent)) {
    return parent.left === target && isAssignment(parent.operatorToken.kind);
  }
  return (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) &&
    (parent.operator === ts.SyntaxKind.PlusPlusToken ||
      parent.operator === ts.SyntaxKind.MinusMinusToken);
}

/** Whether a path that starts at `node` reaches a cell, stream, database or factory. */
function pathHasHandle(context: FileContext, node: ts.Expression): boolean {
  let at: ts.Node = node;
  for (;;) {
    const parent: ts.Node = at.parent;
    if (
      ts.isNonNullExpression(parent) || ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)
    ) {
      at = parent;
      continue;
    }
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== at) return false;
    if (isCellMethod(parent, context.checker)) return true;
    // `part?.open.send()` asks whether there is a part.
    if (parent.questionDotToken !== undefined && !isHandle(context, at as ts.Expression)) {
      return false;
    }
    const type = context.checker.getTypeAtLocation(parent);
    const kind = valueKind(type, context.checker);
    if (kind === "stream") {
      const property = context.checker.getSymbolAtLocation(parent.name);
      return context.checker.getNonNullableType(type) === type && !isLeftOut(property);
    }
    if (kind === "function") {
      const symbol = context.checker.getSymbolAtLocation(parent.name);
      return symbol !== undefined && !isApiSymbol(symbol) && isAuthored(context, symbol) &&
        !startsAtInput(context, node);
    }
    if (kind !== "value") return true;
    at = parent;
  }
}

function isHandle({ checker }: FileContext, node: ts.Expression): boolean {
  return valueKind(checker.getTypeAtLocation(node), checker) !== "value";
}

function isAuthored(context: FileContext, symbol: ts.Symbol): boolean {
  return symbol.declarations?.some((d) => d.getSourceFile() === context.sourceFile) ?? false;
}
