/** Scopes that a declared type gives to the call that initializes it. */

import ts from "typescript";
import { enclosingFunction } from "./syntax.ts";
import { isApiSymbol } from "./value-kind.ts";

const SCOPES: ReadonlyMap<string, string> = new Map([
  ["PerSpace", "space"],
  ["PerUser", "user"],
  ["PerSession", "session"],
]);

/** Wrappers of the library that may stand around a scope. */
const TRANSPARENT = new Set([
  "AddIntegrity",
  "Cfc",
  "Confidential",
  "Reactive",
  "RepresentsCurrentUser",
  "RequiresIntegrity",
  "TrustedActionWrite",
  "WriteAuthorizedBy",
]);

/** A chain of aliases longer than this refers to itself, which the checker reports. */
const DEPTH_MAX = 10;

/** The scope that a written type gives to what `call` makes, through aliases and objects. */
export function declaredScope(checker: ts.TypeChecker, call: ts.Node): string | undefined {
  let node = call;
  while (
    ts.isParenthesizedExpression(node.parent) || ts.isAsExpression(node.parent) ||
    ts.isSatisfiesExpression(node.parent)
  ) {
    node = node.parent;
    if ((ts.isAsExpression(node) || ts.isSatisfiesExpression(node))) {
      const scope = scopeOf(checker, node.type, 0);
      if (scope !== undefined) return scope;
    }
  }
  const written = writtenType(checker, node);
  return written === undefined ? undefined : scopeOf(checker, written, 0);
}

/** The type that the author wrote for the place in which an expression stands. */
function writtenType(checker: ts.TypeChecker, node: ts.Node): ts.TypeNode | undefined {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) {
    return parent.initializer === node ? parent.type : undefined;
  }
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
    const around = writtenType(checker, parent.parent);
    return around && typeOfMember(checker, around, parent.name);
  }
  if (ts.isParenthesizedExpression(parent)) return writtenType(checker, parent);
  if (ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)) return parent.type;
  if (ts.isArrowFunction(parent) && parent.body === node) return writtenResult(checker, parent);
  if (!ts.isReturnStatement(parent)) return undefined;
  const fn = enclosingFunction(parent);
  return fn && writtenResult(checker, fn);
}

/** What a function is declared to return; the body of a pattern its `Output`. */
function writtenResult(
  checker: ts.TypeChecker,
  fn: ts.FunctionLikeDeclaration,
): ts.TypeNode | undefined {
  if (fn.type !== undefined) return fn.type;
  const call = fn.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== fn) return undefined;
  const makesPattern = checker.getTypeAtLocation(call).getSymbol()?.name === "PatternFactory";
  return makesPattern ? call.typeArguments?.[1] : undefined;
}

function typeOfMember(
  checker: ts.TypeChecker,
  type: ts.TypeNode,
  name: ts.PropertyName,
): ts.TypeNode | undefined {
  if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return undefined;
  const declaration = checker.getTypeFromTypeNode(type).getProperty(name.text)?.valueDeclaration;
  return declaration !== undefined && ts.isPropertySignature(declaration)
    ? declaration.type
    : undefined;
}

function scopeOf(checker: ts.TypeChecker, type: ts.TypeNode, depth: number): string | undefined {
  if (depth > DEPTH_MAX) return undefined;
  const inside = (part: ts.TypeNode) => scopeOf(checker, part, depth + 1);
  if (ts.isParenthesizedTypeNode(type)) return inside(type.type);
  if (ts.isUnionTypeNode(type)) {
    return type.types.map(inside).find((scope) => scope !== undefined);
  }
  if (!ts.isTypeReferenceNode(type)) return undefined;
  let symbol = checker.getSymbolAtLocation(type.typeName);
  if (symbol === undefined) return undefined;
  if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  if (isApiSymbol(symbol)) {
    const first = type.typeArguments?.[0];
    const scope = SCOPES.get(symbol.name);
    return scope ?? (first && TRANSPARENT.has(symbol.name) ? inside(first) : undefined);
  }
  const declaration = symbol.declarations?.find(ts.isTypeAliasDeclaration);
  return declaration === undefined ? undefined : inside(declaration.type);
}
