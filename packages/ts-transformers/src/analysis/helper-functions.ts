/** Functions of the author's that are declared, and called by name. */

import ts from "typescript";
import { skipOuter } from "./calls.ts";

/** The function that `callee` is or names, if it is one the author declared with a body. */
export function helperOf(
  callee: ts.Expression,
  checker: ts.TypeChecker,
): ts.FunctionLikeDeclaration | undefined {
  const target = skipOuter(callee);
  if (ts.isArrowFunction(target) || ts.isFunctionExpression(target)) return target;
  if (!ts.isIdentifier(target) && !ts.isPropertyAccessExpression(target)) return undefined;
  const symbol = checker.getSymbolAtLocation(ts.isIdentifier(target) ? target : target.name);
  return symbol === undefined ? undefined : functionOf(symbol, checker);
}

/** The function that a name stands for, if it is one the author declared with a body. */
export function functionOf(
  named: ts.Symbol,
  checker: ts.TypeChecker,
): ts.FunctionLikeDeclaration | undefined {
  let symbol = named;
  if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined) return undefined;
  if (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) {
    return declaration.body === undefined ? undefined : declaration;
  }
  if (
    (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration)) &&
    declaration.initializer !== undefined
  ) {
    const value = skipOuter(declaration.initializer);
    if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return value;
  }
  return undefined;
}
