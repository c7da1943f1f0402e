/**
 * Calls whose value is known at compile time: of pure functions, of list methods with a function
 * of the author's, and of the author's functions that only return an expression, after constants
 * if need be. Nothing of an author's runs: the expressions are evaluated.
 */

import type { Json } from "@cf/utils";
import ts from "typescript";
import { isStandardSymbol } from "./library.ts";
import { callFunction, callMethod, type StaticValue } from "./static-operations.ts";

/** What an expression is evaluated with. */
export interface Scope {
  readonly checker: ts.TypeChecker;
  /** The parameters and constants of the functions around. */
  readonly values: ReadonlyMap<ts.Symbol, Json>;
  /** What is left of the calls that one value may take. */
  readonly budget: { calls: number };
  evaluate(scope: Scope, expression: ts.Expression, depth: number): StaticValue | undefined;
}

class NotStatic extends Error {}

type Callback = (...args: unknown[]) => Json;
type OwnFunction = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;

/** List methods that take a function; what they give is no longer than what it gives. */
const WITH_FUNCTION: ReadonlySet<string> = new Set(
  ["map", "filter", "flatMap", "reduce", "find", "findIndex", "some", "every", "toSorted"],
);
const CONVERSIONS: ReadonlyMap<string, (value: unknown) => Json> = new Map<
  string,
  (value: unknown) => Json
>([["Number", Number], ["String", String], ["Boolean", Boolean]]);

/** The most elements that a list of a default has. */
const LENGTH_MAX = 10_000;
/** The most characters that a value on the way may have. */
const TEXT_MAX = 100_000;

/** The value of a call, or `undefined` when it is not one of those that are known here. */
export function staticCall(
  scope: Scope,
  node: ts.CallExpression | ts.NewExpression,
  depth: number,
): StaticValue | undefined {
  try {
    spend(scope);
    const text = JSON.stringify(called(scope, node, depth));
    return text === undefined || text.length > TEXT_MAX ? undefined : { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function spend({ budget }: Scope): void {
  if (budget.calls-- <= 0) throw new NotStatic();
}

function called(
  scope: Scope,
  node: ts.CallExpression | ts.NewExpression,
  depth: number,
): unknown {
  const { expression: callee } = node;
  const args = node.arguments ?? ts.factory.createNodeArray<ts.Expression>();
  const values = () => args.flatMap((argument) => argumentsOf(scope, argument, depth));
  if (ts.isIdentifier(callee)) {
    if (!isStandard(scope, callee)) return ownFunction(scope, callee, depth)(...values());
    if (callee.text === "Array") return sized(values());
    const convert = CONVERSIONS.get(callee.text);
    if (convert === undefined || ts.isNewExpression(node)) throw new NotStatic();
    return convert(values()[0]);
  }
  if (!ts.isPropertyAccessExpression(callee) || ts.isNewExpression(node)) throw new NotStatic();
  const { expression: owner, name: { text: name } } = callee;
  if (ts.isIdentifier(owner) && isStandard(scope, owner)) {
    if (owner.text !== "Array" || name !== "from") {
      return known(callFunction(owner.text, name, values()));
    }
    const [source] = args;
    if (source === undefined) throw new NotStatic();
    return filled(
      valueOf(scope, source, depth),
      args[1] === undefined ? undefined : callbackOf(scope, args[1], depth),
    );
  }
  const receiver = valueOf(scope, owner, depth);
  if (name === "fill" && Array.isArray(receiver)) return receiver.slice().fill(values()[0]!);
  const fn = args[0] !== undefined && WITH_FUNCTION.has(name)
    ? functionAt(scope, args[0])
    : undefined;
  if (fn === undefined || !Array.isArray(receiver)) {
    return known(callMethod({ value: receiver }, name, values()));
  }
  const method = (receiver as unknown as Record<string, Callback>)[name]!;
  const rest = args.slice(1).map((argument) => valueOf(scope, argument, depth));
  return method.call(receiver, callbackOf(scope, fn, depth), ...rest);
}

function known(found: StaticValue | undefined): Json {
  if (found === undefined) throw new NotStatic();
  return found.value;
}

function valueOf(scope: Scope, expression: ts.Expression, depth: number): Json {
  return known(scope.evaluate(scope, expression, depth + 1));
}

function argumentsOf(scope: Scope, argument: ts.Expression, depth: number): Json[] {
  if (!ts.isSpreadElement(argument)) return [valueOf(scope, argument, depth)];
  const spread = valueOf(scope, argument.expression, depth);
  if (!Array.isArray(spread)) throw new NotStatic();
  return [...spread] as Json[];
}

/** `Array(3)` has three elements, and `Array(1, 2)` these two. */
function sized(args: readonly Json[]): Json[] {
  const [length] = args;
  if (args.length !== 1 || typeof length !== "number") return [...args];
  if (length > LENGTH_MAX) throw new NotStatic();
  return new Array<Json>(length).fill(null);
}

/** `Array.from(source, make)`. */
function filled(source: Json | undefined, make: Callback | undefined): unknown {
  const length = typeof source === "object" && source !== null && "length" in source
    ? source.length
    : 0;
  if (typeof length !== "number" || length > LENGTH_MAX) throw new NotStatic();
  const list = Array.from(source as unknown as ArrayLike<Json>);
  return make === undefined ? list : list.map((item, at) => make(item, at));
}

/** The author's or standard function that an argument is. */
function functionAt(scope: Scope, argument: ts.Expression): ts.Expression | undefined {
  if (ts.isArrowFunction(argument) || ts.isFunctionExpression(argument)) return argument;
  if (!ts.isIdentifier(argument)) return undefined;
  return scope.checker.getTypeAtLocation(argument).getCallSignatures().length > 0
    ? argument
    : undefined;
}

function callbackOf(scope: Scope, fn: ts.Expression, depth: number): Callback {
  if (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) return evaluated(scope, fn, depth);
  if (!ts.isIdentifier(fn)) throw new NotStatic();
  const convert = isStandard(scope, fn) ? CONVERSIONS.get(fn.text) : undefined;
  return convert ?? ownFunction(scope, fn, depth);
}

function ownFunction(scope: Scope, name: ts.Identifier, depth: number): Callback {
  const { checker } = scope;
  const symbol = checker.getSymbolAtLocation(name);
  const declaration = symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias
    ? checker.getAliasedSymbol(symbol).valueDeclaration
    : symbol?.valueDeclaration;
  const fn = declaration !== undefined && ts.isVariableDeclaration(declaration)
    ? declaration.initializer
    : declaration;
  const isFunction = fn !== undefined && (ts.isFunctionDeclaration(fn) || ts.isArrowFunction(fn) ||
    ts.isFunctionExpression(fn));
  if (!isFunction) throw new NotStatic();
  return evaluated({ ...scope, values: new Map() }, fn, depth);
}

/** A function that only returns an expression, after constants if need be. */
function evaluated(scope: Scope, fn: OwnFunction, depth: number): Callback {
  const { body } = fn;
  const statements = body !== undefined && ts.isBlock(body) ? body.statements : undefined;
  const last = statements?.at(-1);
  const result = statements === undefined
    ? body as ts.Expression
    : last !== undefined && ts.isReturnStatement(last)
    ? last.expression
    : undefined;
  if (result === undefined || fn.asteriskToken !== undefined) throw new NotStatic();
  return (...args) => {
    spend(scope);
    const values = new Map(scope.values);
    const inner = { ...scope, values };
    fn.parameters.forEach((parameter, at) => {
      const given = parameter.dotDotDotToken === undefined ? args[at] : args.slice(at);
      bind(inner, parameter, given as Json, depth);
    });
    for (const statement of statements?.slice(0, -1) ?? []) {
      if (!ts.isVariableStatement(statement)) throw new NotStatic();
      for (const constant of statement.declarationList.declarations) {
        if (constant.initializer === undefined) throw new NotStatic();
        bind(inner, constant, valueOf(inner, constant.initializer, depth), depth);
      }
    }
    return valueOf(inner, result, depth);
  };
}

/** Gives names to a value or its parts, in a scope of its own. */
function bind(
  scope: Scope,
  { name, initializer, parent }:
    | ts.ParameterDeclaration
    | ts.VariableDeclaration
    | ts.BindingElement,
  given: Json | undefined,
  depth: number,
): void {
  const hasDefault = initializer !== undefined && !ts.isVariableDeclarationList(parent);
  const value = given === undefined && hasDefault ? valueOf(scope, initializer, depth) : given;
  if (ts.isIdentifier(name)) {
    const symbol = scope.checker.getSymbolAtLocation(name);
    if (symbol === undefined) throw new NotStatic();
    return void (scope.values as Map<ts.Symbol, Json>).set(symbol, value as Json);
  }
  if (typeof value !== "object" || value === null) throw new NotStatic();
  name.elements.forEach((element, at) => {
    if (ts.isOmittedExpression(element)) return;
    const key = element.propertyName ?? element.name;
    const isKey = ts.isArrayBindingPattern(name) || ts.isIdentifier(key);
    if (element.dotDotDotToken !== undefined || !isKey) throw new NotStatic();
    const part = ts.isArrayBindingPattern(name) ? at : (key as ts.Identifier).text;
    const held = Object.hasOwn(value, part)
      ? (value as Record<string | number, Json>)[part]
      : undefined;
    bind(scope, element, held, depth);
  });
}

function isStandard(scope: Scope, name: ts.Identifier): boolean {
  const symbol = scope.checker.getSymbolAtLocation(name);
  return symbol !== undefined && isStandardSymbol(symbol);
}
