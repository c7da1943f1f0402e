/** Names of the language that the compartment leaves out. */

import ts from "typescript";
import { ABSENT_GLOBALS } from "@cf/api/globals";
import { type Diagnostic, diagnosticAt } from "../diagnostics/diagnostic.ts";
import { isLibraryPath } from "../program/library.ts";
import type { Check } from "./check.ts";

/** The finding for a name that pattern code does not have. */
export function hostGlobalAt(node: ts.Identifier): Diagnostic {
  const instead = Object.hasOwn(ABSENT_GLOBALS, node.text) ? ABSENT_GLOBALS[node.text] : undefined;
  const fix = instead === undefined
    ? 'Use a builtin of "commonfabric" (fetchJson, navigateTo, …) or keep it to types'
    : instead[0]!.toUpperCase() + instead.slice(1);
  return diagnosticAt("host-global", node, [node.text, fix]);
}

/** Reports a name of TypeScript's own libraries that the compartment does not have. */
export const checkAbsentGlobals: Check = (node, { checker, report }) => {
  if (!ts.isIdentifier(node) || !Object.hasOwn(ABSENT_GLOBALS, node.text)) return;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return;
  if (ts.isTypeOfExpression(parent)) return;
  const files = checker.getSymbolAtLocation(node)?.declarations
    ?.map((declaration) => declaration.getSourceFile().fileName) ?? [];
  // Names of browsers are reported where they are looked up.
  if (files.length > 0 && files.every((file) => isLibraryPath(file) && !file.includes("lib.dom"))) {
    report(hostGlobalAt(node));
  }
};
