/**
 * What a computation binds to a handler, gives to a pattern or binds to an input: an expression
 * that names a place hands on the place and not the value that was read there, so that whoever is
 * given it can write to it. In a body the same expression is a reference.
 */

import ts from "typescript";
import { type Calls, skipOuter } from "../analysis/calls.ts";
import type { Mode } from "../analysis/reactivity.ts";
import { enclosingFunction } from "../analysis/syntax.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { needsRead } from "./captures.ts";
import type { FileContext } from "./file-context.ts";
import { entryPlace } from "./given-entries.ts";

const OPEN = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter;

/** Marks what the arguments of a bound handler or of a pattern give by place. */
export function markGivenArguments(
  context: FileContext,
  call: ts.CallExpression,
  mode: Mode,
): void {
  if (!takesPlaces(context, call, mode)) return;
  if (mode !== "body") context.bindings.add(call);
  const callee = skipOuter(call.expression);
  const isWith = ts.isPropertyAccessExpression(callee) && callee.name.text === "with";
  const type = context.checker.getTypeAtLocation(isWith ? callee.expression : callee);
  const wants = wantedBy(type, context.checker);
  const [argument] = call.arguments;
  if (wants !== undefined && argument !== undefined) markParts(context, argument, wants);
}

/** Whether what is made here is given places: not on an event, nor where names are references. */
function takesPlaces({ calls, reactivity }: FileContext, node: ts.Node, mode: Mode): boolean {
  if (mode === "body") return reactivity.isInHelper(node);
  return !isInHandler(calls, node);
}

/** Marks what an attribute gives by place: a two-way binding, or an input of a component. */
export function markGivenAttribute(
  context: FileContext,
  attribute: ts.JsxAttribute,
  mode: Mode,
): void {
  const value = attribute.initializer;
  if (!takesPlaces(context, attribute, mode)) return;
  if (value === undefined || !ts.isJsxExpression(value) || value.expression === undefined) return;
  const tag = attribute.parent.parent.tagName;
  const isBinding = attribute.name.getText().startsWith("$");
  const isInput = valueKind(context.checker.getTypeAtLocation(tag), context.checker) === "factory";
  if (isBinding || isInput) markParts(context, value.expression, "all");
}

/** Whether code runs on an event: what it makes takes values. */
function isInHandler(calls: Calls, node: ts.Node): boolean {
  const fn = enclosingFunction(node);
  if (fn === undefined) return false;
  const { parent } = fn;
  if (ts.isCallExpression(parent)) {
    const kind = calls.kind(parent);
    if (kind === "handler" || kind === "action") return true;
    if (kind !== "plain") return false;
  }
  const isEvent = ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent) &&
    parent.parent.name.getText().startsWith("on");
  return isEvent || isInHandler(calls, parent);
}

type Wanted = ts.Type | "all";

/** The state in which a handler may want cells; a pattern may write to each of its inputs. */
function wantedBy(type: ts.Type, checker: ts.TypeChecker): Wanted | undefined {
  const name = type.getSymbol()?.name;
  if (name === "PatternFactory") return "all";
  if (name !== "HandlerFactory") return undefined;
  return checker.getTypeArguments(type as ts.TypeReference)[0] ?? "all";
}

function markParts(context: FileContext, node: ts.Expression, wanted: Wanted): void {
  const bare = skipOuter(node);
  if (!ts.isObjectLiteralExpression(bare)) {
    if (wantsCell(context, wanted)) context.given.add(node);
    return;
  }
  for (const property of bare.properties) {
    const name = property.name;
    if (name === undefined || !ts.isIdentifier(name) && !ts.isStringLiteral(name)) continue;
    const part = partOf(context, wanted, name.text);
    if (part === undefined) continue;
    if (ts.isPropertyAssignment(property)) markParts(context, property.initializer, part);
    else if (ts.isShorthandPropertyAssignment(property) && wantsCell(context, part)) {
      context.given.add(property.name);
    }
  }
}

function partOf(context: FileContext, wanted: Wanted, name: string): Wanted | undefined {
  if (wanted === "all" || wanted.flags & OPEN) return "all";
  const present = context.checker.getNonNullableType(wanted);
  const property = present.getProperty(name);
  return property === undefined ? undefined : context.checker.getTypeOfSymbol(property);
}

/** Whether a cell is wanted, or may be. */
function wantsCell({ checker }: FileContext, wanted: Wanted): boolean {
  if (wanted === "all" || wanted.flags & OPEN) return true;
  const parts = wanted.isUnion() ? wanted.types : [wanted];
  return parts.some((part) => valueKind(part, checker) === "cell");
}

/**
 * `__cf.given(holder, key)` or `__cf.given(name)` for an expression that names a place;
 * `undefined` for one that computes, or that is a cell already.
 */
export function lowerGiven(
  context: FileContext,
  node: ts.Expression,
  mode: Mode,
): ts.Expression | undefined {
  const { checker, factory } = context;
  const bare = skipOuter(node);
  if (ts.isIdentifier(bare)) {
    if (mode === "body") return undefined;
    return needsRead(context, bare)
      ? context.call("given", [bare], node)
      : givenEntry(context, bare);
  }
  if (!ts.isPropertyAccessExpression(bare) && !ts.isElementAccessExpression(bare)) return undefined;
  if (ts.isPropertyAccessExpression(bare) && !ts.isIdentifier(bare.name)) return undefined;
  if (bare.expression.kind === ts.SyntaxKind.SuperKeyword) return undefined;
  if (!isLocal(context, bare.expression)) return undefined;
  if (valueKind(checker.getTypeAtLocation(bare), checker) !== "value") return undefined;
  if (valueKind(checker.getTypeAtLocation(bare.expression), checker) !== "value") return undefined;
  const key = ts.isPropertyAccessExpression(bare)
    ? factory.createStringLiteral(bare.name.text)
    : context.expression(bare.argumentExpression, mode);
  const holder = context.expression(bare.expression, mode);
  const optional = bare.questionDotToken === undefined ? [] : [factory.createTrue()];
  return context.call("given", [holder, key, ...optional], node);
}

/** `__cf.given(counts, key)` for the name that a callback or loop has for `counts[key]`. */
export function givenEntry(context: FileContext, name: ts.Identifier): ts.Expression | undefined {
  if (valueKind(context.checker.getTypeAtLocation(name), context.checker) !== "value") {
    return undefined;
  }
  const place = entryPlace(context, name);
  if (place === undefined || !isLocal(context, place.holder)) return undefined;
  const holder = context.expression(place.holder, "computation");
  return context.call("given", [holder, place.key], name);
}

/** Whether an expression starts at something of a function, as opposed to the module's constants. */
function isLocal({ reactivity }: FileContext, node: ts.Expression): boolean {
  let root = skipOuter(node);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) {
    root = skipOuter(root.expression);
  }
  if (!ts.isIdentifier(root)) return true;
  const declaration = reactivity.symbolOf(root)?.valueDeclaration;
  return declaration !== undefined && enclosingFunction(declaration) !== undefined;
}

/**
 * The properties of a handler's state that are written out where a computation binds it: each
 * starts a cell of the handler's own, as it does in a body.
 */
export function writtenOut(context: FileContext, call: ts.CallExpression): string[] {
  if (!context.bindings.has(call)) return [];
  const argument = call.arguments[0] && skipOuter(call.arguments[0]);
  if (argument === undefined || !ts.isObjectLiteralExpression(argument)) return [];
  return argument.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name) &&
      isLiteral(property.initializer)
      ? [property.name.text]
      : []
  );
}

function isLiteral(expression: ts.Expression): boolean {
  const value = skipOuter(expression);
  if (ts.isPrefixUnaryExpression(value)) return isLiteral(value.operand);
  if (ts.isArrayLiteralExpression(value)) return value.elements.every(isLiteral);
  if (ts.isObjectLiteralExpression(value)) {
    return value.properties.every((each) =>
      ts.isPropertyAssignment(each) && isLiteral(each.initializer)
    );
  }
  return ts.isLiteralExpression(value) || value.kind === ts.SyntaxKind.TrueKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword || value.kind === ts.SyntaxKind.NullKeyword;
}
