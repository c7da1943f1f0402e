/** The type of what a new cell holds. */

import ts from "typescript";
import { valueKind } from "./value-kind.ts";

/**
 * The type that a cell made by `call` holds: from the type that its place asks for, else as
 * inferred from the initial value.
 */
export function cellContents(checker: ts.TypeChecker, call: ts.Expression): ts.Type | undefined {
  const asked = checker.getContextualType(call);
  if (asked !== undefined && valueKind(asked, checker) === "cell") {
    const contents = argumentOf(checker, checker.getNonNullableType(asked));
    if (contents !== undefined && !(contents.flags & ts.TypeFlags.Any)) return contents;
  }
  return argumentOf(checker, checker.getTypeAtLocation(call));
}

function argumentOf(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  return type.aliasTypeArguments?.[0] ?? checker.getTypeArguments(type as ts.TypeReference)[0];
}
