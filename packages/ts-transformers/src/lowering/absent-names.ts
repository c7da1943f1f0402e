/**
 * `fetch(…)` becomes `__cf.absent("fetch")(…)`: a name that is not there is `undefined` in a
 * compartment, and what fails then would not say which name it was.
 */

import type ts from "typescript";
import { isAbsent, isNeeded } from "../analysis/absent-names.ts";
import type { FileContext } from "./file-context.ts";

/** The call that tells of a missing name; `undefined` for one that is there, or is only asked for. */
export function lowerAbsentName(
  context: FileContext,
  node: ts.Identifier,
): ts.Expression | undefined {
  if (!isNeeded(node) || !isAbsent(node, context.checker)) return undefined;
  return context.call("absent", [context.factory.createStringLiteral(node.text)], node);
}
