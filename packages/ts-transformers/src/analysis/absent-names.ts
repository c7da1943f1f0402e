/** Names that mean nothing where pattern code runs: nobody declares them, or only a host has them. */

import ts from "typescript";
import { ABSENT_GLOBALS, LANGUAGE_GLOBALS, PATTERN_GLOBALS } from "@cf/api/globals";
import { isApiPath, isLibraryPath } from "../program/library.ts";
import { skipOuter } from "./calls.ts";

const PRESENT: ReadonlySet<string> = new Set([
  ...LANGUAGE_GLOBALS,
  ...PATTERN_GLOBALS.map(({ name }) => name),
  // What each module is called with, and what each function has.
  "require",
  "exports",
  "module",
  "arguments",
]);

/** What to use instead of a global that patterns lack; `undefined` for any other name. */
export function insteadOf(name: string): string | undefined {
  return Object.hasOwn(ABSENT_GLOBALS, name) ? ABSENT_GLOBALS[name] : undefined;
}

/** Whether an identifier that is used as a value has none when the program runs. */
export function isAbsent(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  return !PRESENT.has(node.text) && isUndeclared(node, checker);
}

/** Whether no file of the program declares a name, nor the author's library. */
export function isUndeclared(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return true;
  const files = symbol.declarations?.map((one) => one.getSourceFile().fileName) ?? [];
  return files.length > 0 && files.every((file) => isLibraryPath(file) && !isApiPath(file));
}

/** Whether evaluating an identifier without a value fails at once: it is called, or looked into. */
export function isNeeded(node: ts.Identifier): boolean {
  let at: ts.Expression = node;
  // What lowering made has no parent.
  if (node.parent === undefined) return false;
  while (
    ts.isExpression(at.parent) && at.parent !== skipOuter(at.parent) &&
    skipOuter(at.parent) === node
  ) at = at.parent;
  const { parent } = at;
  if (ts.isTaggedTemplateExpression(parent)) return parent.tag === at;
  if (ts.isNewExpression(parent)) return parent.expression === at;
  if (
    ts.isCallExpression(parent) || ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent)
  ) return parent.expression === at && parent.questionDotToken === undefined;
  return false;
}
