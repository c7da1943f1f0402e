/** Questions about syntax alone. */

import ts from "typescript";

/** Whether an operator token assigns. */
export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** The innermost function that contains `node`, which may be that function's parameter. */
export function enclosingFunction(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at)) return at as ts.FunctionLikeDeclaration;
  }
  return undefined;
}

/** Whether an identifier is only the name of a property, a declaration or a label. */
export function isNameOnly(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) {
    return parent.name === node;
  }
  if (ts.isBindingElement(parent)) return parent.initializer !== node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) {
    return parent.initializer !== node;
  }
  if (ts.isJsxAttribute(parent) || ts.isJsxNamespacedName(parent)) return true;
  if (
    (ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent) ||
      ts.isJsxClosingElement(parent))
  ) return parent.tagName === node;
  if (ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent)) return true;
  if (ts.isClassDeclaration(parent) || ts.isEnumDeclaration(parent)) return true;
  return ts.isExportSpecifier(parent) || ts.isImportSpecifier(parent) ||
    ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent) ||
    ts.isPropertyDeclaration(parent) && parent.name === node ||
    ts.isGetAccessorDeclaration(parent) || ts.isSetAccessorDeclaration(parent) ||
    ts.isEnumMember(parent) && parent.name === node;
}
