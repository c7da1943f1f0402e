/** What a check is, and what several of them need. */

import ts from "typescript";
import { type Calls, skipOuter } from "../analysis/calls.ts";
import type { Reactivity } from "../analysis/reactivity.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SchemaSource } from "../lowering/schemas.ts";

/** What a check may look at. Lowering has recorded the mode of every function by then. */
export interface CheckContext {
  readonly checker: ts.TypeChecker;
  readonly calls: Calls;
  readonly reactivity: Reactivity;
  readonly schemas: SchemaSource;
  report(diagnostic: Diagnostic): void;
}

/** A check looks at one node and reports what it finds. */
export type Check = (node: ts.Node, context: CheckContext) => void;

/** The first identifier of a path. */
export function rootOf(expression: ts.Expression): ts.Identifier | undefined {
  let node = skipOuter(expression);
  while (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    node = skipOuter(node.expression);
  }
  return ts.isIdentifier(node) ? node : undefined;
}
