/**
 * A type together with the node it was written as. The type is the truth; the node guides to what
 * the checker resolves away: names, wrappers that are transparent to the author (`Default`,
 * scopes, labels) and documentation.
 */

import ts from "typescript";
import { symbolOfReference } from "./library.ts";

/** What each type parameter in scope of a node was given. */
export type TypeEnv = ReadonlyMap<ts.Symbol, Guide>;

/** A node, and what its type parameters mean. */
export interface Guide {
  readonly node: ts.TypeNode;
  readonly env: TypeEnv;
}

/** A type, and the guide to it if the author wrote it down somewhere. */
export interface View {
  readonly type: ts.Type;
  readonly guide?: Guide | undefined;
  /** Whether `undefined` in the type only says that the value may be missing. */
  readonly optional?: boolean;
}

export const NO_ENV: TypeEnv = new Map();

/** Binds the type parameters of `declaration` to the arguments of a reference to it. */
export function bindTypeArguments(
  checker: ts.TypeChecker,
  declaration: ts.DeclarationWithTypeParameterChildren,
  { node, env }: { readonly node: ts.NodeWithTypeArguments; readonly env: TypeEnv },
): TypeEnv {
  const parameters = declaration.typeParameters;
  if (parameters === undefined || parameters.length === 0) return NO_ENV;
  const bound = new Map<ts.Symbol, Guide>();
  parameters.forEach((parameter, index) => {
    const symbol = checker.getSymbolAtLocation(parameter.name);
    const argument = node.typeArguments?.[index];
    if (symbol === undefined) return;
    if (argument !== undefined) bound.set(symbol, { node: argument, env });
    else if (parameter.default !== undefined) {
      bound.set(symbol, { node: parameter.default, env: bound });
    }
  });
  return bound;
}

/** Whether `node` mentions a type parameter, so that it has no type of its own. */
function mentionsTypeParameter(checker: ts.TypeChecker, node: ts.Node): boolean {
  if (ts.isTypeReferenceNode(node)) {
    const symbol = symbolOfReference(checker, node);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.TypeParameter) return true;
  }
  return ts.forEachChild(node, (child) => mentionsTypeParameter(checker, child) || undefined) ??
    false;
}

/** The type of a guide, unless it depends on type parameters in a way only the checker resolves. */
export function typeOfGuide(checker: ts.TypeChecker, guide: Guide): ts.Type | undefined {
  if (ts.isTypeReferenceNode(guide.node)) {
    const symbol = symbolOfReference(checker, guide.node);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.TypeParameter) {
      const bound = guide.env.get(symbol);
      return bound && typeOfGuide(checker, bound);
    }
  }
  if (guide.node.pos < 0 || mentionsTypeParameter(checker, guide.node)) return undefined;
  return checker.getTypeFromTypeNode(guide.node);
}
