/**
 * What TypeScript says of a condition on a function that "is always defined". The inputs of a body
 * are all there by their type, as references are; one that its author declared with a `?` is asked
 * for rightly.
 */

import ts from "typescript";

const ALWAYS_DEFINED = 2774;

/** Whether a finding is about a condition on an input that may be left out. */
export function asksForOptional(finding: ts.Diagnostic, checker: ts.TypeChecker): boolean {
  if (finding.code !== ALWAYS_DEFINED) return false;
  const asked = expressionAt(finding);
  const symbol = asked === undefined ? undefined : checker.getSymbolAtLocation(asked);
  const declaration = symbol?.declarations?.[0];
  if (declaration === undefined) return false;
  if (!ts.isBindingElement(declaration)) return isLeftOut(symbol);
  const key = declaration.propertyName ?? declaration.name;
  return ts.isIdentifier(key) &&
    isLeftOut(checker.getTypeAtLocation(declaration.parent).getProperty(key.text));
}

function isLeftOut(symbol: ts.Symbol | undefined): boolean {
  return symbol?.declarations?.some((declaration) =>
    (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration)) &&
    declaration.questionToken !== undefined
  ) ?? false;
}

/** The name that a finding marks: of `input.fmt`, that of the property. */
function expressionAt({ file, start, length }: ts.Diagnostic): ts.Node | undefined {
  if (file === undefined || start === undefined || length === undefined) return undefined;
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (start < node.pos || start >= node.end) return;
    if (node.getStart(file) === start && node.end === start + length) found = node;
    if (ts.isPropertyAccessExpression(node) && found === node) found = node.name;
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
