/** Scopes that a declared type gives to the call that initializes it. */

import ts from "typescript";
import { isApiSymbol } from "./value-kind.ts";

const SCOPES: ReadonlyMap<string, string> = new Map([
  ["PerSpace", "space"],
  ["PerUser", "user"],
  ["PerSession", "session"],
]);

/** The scope of the constant that `call` initializes, through aliases of the type. */
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
  const parent = node.parent;
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== node) return undefined;
  return parent.type === undefined ? undefined : scopeOf(checker, parent.type, 0);
}

function scopeOf(checker: ts.TypeChecker, type: ts.TypeNode, depth: number): string | undefined {
  if (!ts.isTypeReferenceNode(type) || depth > 10) return undefined;
  let symbol = checker.getSymbolAtLocation(type.typeName);
  if (symbol === undefined) return undefined;
  if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  if (isApiSymbol(symbol)) return SCOPES.get(symbol.name);
  const declaration = symbol.declarations?.find(ts.isTypeAliasDeclaration);
  return declaration === undefined ? undefined : scopeOf(checker, declaration.type, depth + 1);
}
