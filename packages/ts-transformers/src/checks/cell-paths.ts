/** `cell.key("name")` with a name that the cell's type does not have. */

import ts from "typescript";
import { valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { methodCall } from "../analysis/running.ts";
import type { Check } from "./check.ts";

/** Reports constant keys that no part of the type has. */
export const checkCellPaths: Check = (node, { checker, report }) => {
  const call = methodCall(node);
  if (call?.method !== "key") return;
  const receiver = checker.getNonNullableType(checker.getTypeAtLocation(call.receiver));
  if (valueKind(receiver, checker) !== "cell") return;
  let type = checker.getTypeArguments(receiver as ts.TypeReference)[0];
  for (const argument of call.call.arguments) {
    if (type === undefined || !ts.isStringLiteralLike(argument)) return;
    const next = step(checker, type, argument.text);
    if (next === "unknown") return;
    if (next === undefined) {
      const names = propertyNames(checker, type);
      const shown = checker.typeToString(type);
      const fix = names.length === 0
        ? "Name a property that the type has"
        : `Use one of: ${names.join(", ")}`;
      report(diagnosticAt("missing-path", argument, [argument.text, shown, fix]));
      return;
    }
    type = next;
  }
};

/** The type at `key`; "unknown" where nothing can be said. */
function step(
  checker: ts.TypeChecker,
  type: ts.Type,
  key: string,
): ts.Type | "unknown" | undefined {
  const known = checker.getNonNullableType(type);
  const open = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter;
  if (known.flags & open) return "unknown";
  const parts = known.isUnion() ? known.types : [known];
  for (const part of parts) {
    if (!(part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) continue;
    if (valueKind(part, checker) !== "value" || checker.isArrayLikeType(part)) return "unknown";
    if (checker.getIndexInfosOfType(part).length > 0) return "unknown";
    const property = part.getProperty(key);
    if (property !== undefined) return checker.getTypeOfSymbol(property);
  }
  return parts.some((part) => part.flags & ts.TypeFlags.Object) ? undefined : "unknown";
}

function propertyNames(checker: ts.TypeChecker, type: ts.Type): string[] {
  return checker.getNonNullableType(type).getProperties()
    .map((property) => property.name).filter((name) => !name.startsWith("__@")).slice(0, 8);
}
