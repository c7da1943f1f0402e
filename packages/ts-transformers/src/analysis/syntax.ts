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

/** An expression that is written to, and how. */
export interface Assigned {
  readonly target: ts.Expression;
  /** What is assigned; absent for `++` and `--`. */
  readonly value?: ts.Expression;
  /** Whether the new value is made from the old one, as by `+=` and `++`. */
  readonly updates: boolean;
}

/** What `node` itself assigns: one target, or each that it takes apart. */
export function assignedBy(node: ts.Node): readonly Assigned[] {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
    if (isDefaultOfPattern(node)) return [];
    const updates = node.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
    return targetsOf(node.left).map((target) => ({ target, value: node.right, updates }));
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const writes = node.operator === ts.SyntaxKind.PlusPlusToken ||
      node.operator === ts.SyntaxKind.MinusMinusToken;
    return writes ? [{ target: skipParentheses(node.operand), updates: true }] : [];
  }
  return [];
}

/** `a = 1` in `[a = 1] = list`: a default, which the assignment around it makes. */
function isDefaultOfPattern(node: ts.Node): boolean {
  let at = node;
  while (
    ts.isArrayLiteralExpression(at.parent) || ts.isObjectLiteralExpression(at.parent) ||
    ts.isPropertyAssignment(at.parent) || ts.isParenthesizedExpression(at.parent) && at !== node
  ) at = at.parent;
  return at !== node && ts.isBinaryExpression(at.parent) && at.parent.left === at &&
    at.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** The places in the pattern on the left of an assignment. */
function targetsOf(left: ts.Expression): readonly ts.Expression[] {
  const bare = skipParentheses(left);
  if (ts.isArrayLiteralExpression(bare)) {
    return bare.elements.flatMap((element) =>
      ts.isOmittedExpression(element)
        ? []
        : targetsOf(ts.isSpreadElement(element) ? element.expression : withoutDefault(element))
    );
  }
  if (!ts.isObjectLiteralExpression(bare)) return [bare];
  return bare.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return [property.name];
    if (ts.isSpreadAssignment(property)) return targetsOf(property.expression);
    return ts.isPropertyAssignment(property) ? targetsOf(withoutDefault(property.initializer)) : [];
  });
}

/** `a` of `a = 1` in a pattern. */
function withoutDefault(element: ts.Expression): ts.Expression {
  return ts.isBinaryExpression(element) && isAssignment(element.operatorToken.kind)
    ? element.left
    : element;
}

function skipParentheses(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) node = node.expression;
  return node;
}

/** What a function's body returns, in order; `undefined` for a bare `return`. */
export function returnedBy(body: ts.ConciseBody): (ts.Expression | undefined)[] {
  if (!ts.isBlock(body)) return [body];
  const returned: (ts.Expression | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) returned.push(node.expression);
    else if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return returned;
}

/** The parameters that a call gives values for: `this` is none of them. */
export function givenParameters(
  { parameters }: ts.SignatureDeclaration,
): readonly ts.ParameterDeclaration[] {
  const first = parameters[0]?.name;
  return first !== undefined && ts.isIdentifier(first) && first.text === "this"
    ? parameters.slice(1)
    : parameters;
}
