/** Runs every check over the files of a program, after lowering recorded the mode of functions. */

import ts from "typescript";
import type { Calls } from "../analysis/calls.ts";
import type { Reactivity } from "../analysis/reactivity.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** What a check may look at. */
export interface CheckContext {
  readonly checker: ts.TypeChecker;
  readonly calls: Calls;
  readonly reactivity: Reactivity;
  report(diagnostic: Diagnostic): void;
}

/** A check looks at one node and reports what it finds. */
export type Check = (node: ts.Node, context: CheckContext) => void;

const CHECKS: readonly Check[] = [];

/** Checks every node of `files`. */
export function checkProgram(context: CheckContext & { files: readonly ts.SourceFile[] }): void {
  const visit = (node: ts.Node): void => {
    for (const check of CHECKS) check(node, context);
    ts.forEachChild(node, visit);
  };
  context.files.forEach(visit);
}
