/**
 * Objects of the author's classes that take cells and databases: `new Rows(db, "notes")`. Such an
 * object is made while the graph is built, as what a function builds is, so that its methods can
 * build too. One that takes values is a computed value, made anew when they change.
 */

import ts from "typescript";
import { type Calls, skipOuter } from "./calls.ts";
import { valueKind } from "./value-kind.ts";

/** What of a program decides that. */
export interface Surroundings {
  readonly checker: ts.TypeChecker;
  readonly calls: Calls;
  /** Whether evaluating an expression touches something reactive. */
  reads(node: ts.Node): boolean;
  /** Whether evaluating a node makes cells, nodes or views. */
  builds(node: ts.Node): boolean;
  /** Whether a method builds when it is called. */
  buildsWhenCalled(method: ts.FunctionLikeDeclaration): boolean;
}

/** Whether `new` makes an object that keeps its arguments as they are: cells, or what is plain. */
export function keepsReferences(expression: ts.Expression, around: Surroundings): boolean {
  const node = skipOuter(expression);
  if (!ts.isNewExpression(node)) return false;
  const declared = classOf(node.expression, around.checker);
  return declared !== undefined && readsNothing(declared, around) &&
    (node.arguments ?? []).every((argument) => isKept(argument, around));
}

/** Whether making an object, or calling a method of it, makes cells or nodes. */
export function makesBuilder(node: ts.NewExpression, around: Surroundings): boolean {
  const declared = classOf(node.expression, around.checker);
  return declared !== undefined && keepsReferences(node, around) &&
    lineage(declared, around.checker).some((each) =>
      each.members.some((member) =>
        ts.isMethodDeclaration(member) && !isStatic(member)
          ? around.buildsWhenCalled(member)
          : madeWith(member).some((part) => around.builds(part))
      )
    );
}

/** The author's class that `callee` names. */
function classOf(
  callee: ts.Expression,
  checker: ts.TypeChecker,
): ts.ClassLikeDeclaration | undefined {
  const target = skipOuter(callee);
  let symbol = checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(target) ? target.name : target,
  );
  if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias) {
    symbol = checker.getAliasedSymbol(symbol);
  }
  const declaration = symbol?.valueDeclaration;
  if (declaration === undefined || declaration.getSourceFile().isDeclarationFile) return undefined;
  return ts.isClassLike(declaration) ? declaration : undefined;
}

/** The expression of `extends`. */
function parentOf(declared: ts.ClassLikeDeclaration): ts.Expression | undefined {
  return declared.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression;
}

/** A class and the author's classes that it extends. */
function lineage(
  declared: ts.ClassLikeDeclaration,
  checker: ts.TypeChecker,
): readonly ts.ClassLikeDeclaration[] {
  const parent = parentOf(declared);
  const above = parent && classOf(parent, checker);
  return above === undefined ? [declared] : [declared, ...lineage(above, checker)];
}

function isStatic({ modifiers }: ts.MethodDeclaration | ts.PropertyDeclaration): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;
}

/** What of a member runs when an object is made. */
function madeWith(member: ts.ClassElement): readonly ts.Node[] {
  if (ts.isConstructorDeclaration(member)) return member.body === undefined ? [] : [member.body];
  if (!ts.isPropertyDeclaration(member) || isStatic(member)) return [];
  const { initializer } = member;
  return initializer === undefined || ts.isFunctionLike(initializer) ? [] : [initializer];
}

/** Whether making an object calls nothing that may want the value of what it was given. */
function readsNothing(
  declared: ts.ClassLikeDeclaration,
  { checker, calls }: Surroundings,
): boolean {
  const all = lineage(declared, checker);
  if (parentOf(all.at(-1)!) !== undefined) return false;
  const isQuiet = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return true;
    const isSuper = ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.SuperKeyword;
    if (ts.isCallExpression(node) && !isSuper && calls.kind(node) === "plain") return false;
    return ts.forEachChild(node, (child) => !isQuiet(child) || undefined) !== true;
  };
  return all.every(({ members }) =>
    members.every((member) => madeWith(member).every((part) => isQuiet(part)))
  );
}

function isKept(argument: ts.Expression, around: Surroundings): boolean {
  const node = skipOuter(argument);
  if (!around.reads(node)) return true;
  const kind = valueKind(around.checker.getTypeAtLocation(node), around.checker);
  if (kind === "cell" || kind === "stream" || kind === "database" || kind === "factory") {
    return true;
  }
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((property) =>
      ts.isPropertyAssignment(property)
        ? isKept(property.initializer, around)
        : ts.isShorthandPropertyAssignment(property) && isKept(property.name, around)
    );
  }
  return ts.isIdentifier(node) ? isOfKept(node, around) : keepsReferences(node, around);
}

/** Whether a name stands for an object that is made while the graph is built. */
function isOfKept(name: ts.Identifier, around: Surroundings): boolean {
  const { checker } = around;
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
  const declaration = symbol?.valueDeclaration;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined && keepsReferences(declaration.initializer, around);
}
