/** The type of what a new cell holds. */

import ts from "typescript";
import { valueKind } from "./value-kind.ts";

/**
 * The type that a cell made by `call` holds: from the type that its place asks for, else as
 * inferred from the initial value.
 */
export function cellContents(checker: ts.TypeChecker, call: ts.Expression): ts.Type | undefined {
  for (const asked of cellsAskedFor(checker, call)) {
    const contents = argumentOf(checker, asked);
    if (contents !== undefined && !(contents.flags & ts.TypeFlags.Any)) return contents;
  }
  return argumentOf(checker, checker.getTypeAtLocation(call));
}

/** What stands for a cell where a value is declared. */
const GIVEN: ReadonlySet<string> = new Set(["AnyCell", "CellOf"]);

/** The cells that the place of a call takes; of an input that takes values too, the declared one. */
function cellsAskedFor(checker: ts.TypeChecker, call: ts.Expression): ts.Type[] {
  const asked = checker.getContextualType(call);
  if (asked === undefined) return [];
  const known = checker.getNonNullableType(asked);
  const cells = (known.isUnion() ? known.types : [known])
    .filter((part) => valueKind(part, checker) === "cell");
  return known.isUnion() ? cells.filter((part) => !GIVEN.has(part.symbol?.name ?? "")) : cells;
}

function argumentOf(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  return type.aliasTypeArguments?.[0] ?? checker.getTypeArguments(type as ts.TypeReference)[0];
}
