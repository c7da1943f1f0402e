/**
 * Constants of a body that may hold a reference although nothing says so. A computation reads them
 * through the runtime, where a plain value stays what it is.
 */

import ts from "typescript";
import { isLibraryPath } from "../program/library.ts";
import { skipOuter } from "./calls.ts";
import type { Reactivity } from "./reactivity.ts";
import { enclosingFunction } from "./syntax.ts";

const OPEN_TYPES = ts.TypeFlags.Any | ts.TypeFlags.Unknown;

/**
 * Whether a name's type is open and its value comes from a call of the author's: a factory from a
 * table of any, a helper that makes one of several pieces.
 */
export function mayHoldReference(
  identifier: ts.Identifier,
  { reactivity, checker }: { reactivity: Reactivity; checker: ts.TypeChecker },
): boolean {
  const declaration = reactivity.symbolOf(identifier)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const owner = enclosingFunction(declaration);
  if (owner === undefined || !reactivity.buildsStatements(owner)) return false;
  if (!(checker.getTypeAtLocation(declaration).flags & OPEN_TYPES)) return false;
  const { initializer } = declaration;
  return initializer !== undefined && mayGiveReference(skipOuter(initializer), checker);
}

function mayGiveReference(value: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isPropertyAccessExpression(value) || ts.isElementAccessExpression(value)) {
    return mayGiveReference(skipOuter(value.expression), checker);
  }
  if (!ts.isCallExpression(value)) return false;
  if (checker.getTypeAtLocation(skipOuter(value.expression)).flags & ts.TypeFlags.Any) return true;
  const declaration = checker.getResolvedSignature(value)?.declaration;
  return declaration !== undefined && !isLibraryPath(declaration.getSourceFile().fileName);
}
