/** Names that pattern code does not have when it runs. */

import ts from "typescript";
import { insteadOf, isUndeclared } from "../analysis/absent-names.ts";
import { type Diagnostic, diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check } from "./check.ts";

/** The finding for a name that pattern code does not have. */
export function hostGlobalAt(node: ts.Identifier): Diagnostic {
  const instead = insteadOf(node.text);
  const fix = instead === undefined
    ? 'Use a builtin of "commonfabric" (fetchJson, navigateTo, …) or keep it to types'
    : instead[0]!.toUpperCase() + instead.slice(1);
  return diagnosticAt("host-global", node, [node.text, fix]);
}

/** Reports names that patterns lack; other names of browsers are reported where they are looked up. */
export const checkAbsentGlobals: Check = (node, { checker, report }) => {
  if (!ts.isIdentifier(node) || insteadOf(node.text) === undefined) return;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const ofGlobal = ts.isIdentifier(parent.expression) && parent.expression.text === "globalThis";
    if (ofGlobal && !isAskedFor(node)) report(hostGlobalAt(node));
    return;
  }
  if (ts.isPropertyAssignment(parent) && parent.name === node) return;
  if (isDeclared(node) || !isUndeclared(node, checker) || isAskedFor(node)) return;
  report(hostGlobalAt(node));
};

/** `typeof window` somewhere in the file: the program knows that the name may be missing. */
export function isAskedFor(node: ts.Identifier): boolean {
  const asks = (each: ts.Node): boolean =>
    ts.isTypeOfExpression(each) && each.expression.getText() === node.text ||
    (ts.forEachChild(each, (child) => asks(child) || undefined) ?? false);
  return asks(node.getSourceFile());
}

/** Whether an identifier names what is declared there, as opposed to using a name. */
function isDeclared({ parent }: ts.Identifier): boolean {
  return ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) ||
    ts.isJsxAttribute(parent) || ts.isBindingElement(parent) || ts.isEnumMember(parent) ||
    ts.isAccessor(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) ||
    ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent) ||
    ts.isJsxNamespacedName(parent);
}
