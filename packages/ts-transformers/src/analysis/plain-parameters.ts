/**
 * Parameters for which every call in the file gives a plain value that is written out, or an object
 * or array literal, whatever is in it.
 */

import ts from "typescript";
import { skipOuter } from "./calls.ts";
import { hasWrittenKeys } from "./containers.ts";
import { helperOf } from "./helper-functions.ts";
import { enclosingFunction, isAssignment } from "./syntax.ts";

/** Answers for one checker; each file is searched once. */
export class PlainParameters {
  readonly #checker: ts.TypeChecker;
  readonly #calls = new Map<ts.SourceFile, Map<ts.Node, ts.CallExpression[]>>();
  /** Functions that are exported or used other than by a call: who calls them is not known. */
  readonly #handedOn = new Set<ts.Node>();
  readonly #answers = new Map<ts.ParameterDeclaration, boolean>();
  #deciding: ts.ParameterDeclaration | undefined;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** Whether `parameter` only ever takes literals and constants of the module. */
  isPlain(parameter: ts.ParameterDeclaration): boolean {
    let answer = this.#answers.get(parameter);
    if (answer === undefined) {
      this.#answers.set(parameter, false);
      const before = this.#deciding;
      this.#deciding = parameter;
      this.#answers.set(parameter, answer = this.#decide(parameter));
      this.#deciding = before;
    }
    return answer;
  }

  /** Whether `parameter` only ever takes object literals, array literals, or is a list of the rest. */
  holds(parameter: ts.ParameterDeclaration): "object" | "list" | undefined {
    if (parameter.dotDotDotToken !== undefined) return "list";
    const given = this.#givenFor(parameter);
    if (given.length === 0) return undefined;
    const values = given.map((each) => each && skipOuter(each));
    if (
      values.every((each) => each && ts.isObjectLiteralExpression(each) && hasWrittenKeys(each))
    ) return "object";
    const areLists = values.every((each) =>
      each && ts.isArrayLiteralExpression(each) && !each.elements.some(ts.isSpreadElement)
    );
    return areLists ? "list" : undefined;
  }

  /** What each call gives for a parameter; nothing where some call may not be known. */
  #givenFor(parameter: ts.ParameterDeclaration): (ts.Expression | undefined)[] {
    const fn = parameter.parent;
    const calls = this.#callsIn(parameter.getSourceFile()).get(fn) ?? [];
    if (this.#handedOn.has(fn)) return [];
    const index = fn.parameters.indexOf(parameter);
    return calls.map((call) =>
      call.arguments.some(ts.isSpreadElement) ? undefined : call.arguments[index]
    );
  }

  #decide(parameter: ts.ParameterDeclaration): boolean {
    const fn = parameter.parent;
    const index = fn.parameters.indexOf(parameter);
    const calls = this.#callsIn(parameter.getSourceFile()).get(fn) ?? [];
    if (this.#handedOn.has(fn)) return false;
    return calls.length > 0 && calls.every((call) => {
      if (call.arguments.some((argument) => ts.isSpreadElement(argument))) return false;
      const given = call.arguments[index];
      return given === undefined || this.#isWrittenOut(given);
    });
  }

  #isWrittenOut(expression: ts.Expression): boolean {
    const value = skipOuter(expression);
    if (ts.isLiteralExpression(value)) return true;
    if (value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword) {
      return true;
    }
    if (ts.isArrayLiteralExpression(value)) {
      return value.elements.every((each) => this.#isWrittenOut(each));
    }
    if (ts.isObjectLiteralExpression(value)) {
      return value.properties.every((each) =>
        ts.isPropertyAssignment(each) && this.#isWrittenOut(each.initializer)
      );
    }
    if (ts.isPrefixUnaryExpression(value)) return this.#isWrittenOut(value.operand);
    if (ts.isBinaryExpression(value)) {
      return !isAssignment(value.operatorToken.kind) && this.#isWrittenOut(value.left) &&
        this.#isWrittenOut(value.right);
    }
    if (ts.isConditionalExpression(value)) {
      return [value.condition, value.whenTrue, value.whenFalse].every((each) =>
        this.#isWrittenOut(each)
      );
    }
    if (ts.isTemplateExpression(value)) {
      return value.templateSpans.every((each) => this.#isWrittenOut(each.expression));
    }
    return ts.isIdentifier(value) && this.#isConstant(value);
  }

  #isConstant(identifier: ts.Identifier): boolean {
    const declaration = this.#checker.getSymbolAtLocation(identifier)?.valueDeclaration;
    if (declaration === undefined) return false;
    if (ts.isVariableDeclaration(declaration)) return enclosingFunction(declaration) === undefined;
    if (!ts.isParameter(declaration)) return false;
    // A function that hands its own parameter on to itself gives nothing new there.
    if (declaration === this.#deciding) return true;
    return this.isPlain(declaration) || this.#isElement(declaration);
  }

  /** Whether a parameter is an element of a list that is written out: `["a"].map((k) => …)`. */
  #isElement({ parent: fn }: ts.ParameterDeclaration): boolean {
    const call = fn.parent;
    if (!ts.isCallExpression(call) || !call.arguments.includes(fn as ts.ArrowFunction)) {
      return false;
    }
    const callee = skipOuter(call.expression);
    return ts.isPropertyAccessExpression(callee) && this.#isWrittenOut(callee.expression);
  }

  #callsIn(file: ts.SourceFile): Map<ts.Node, ts.CallExpression[]> {
    let calls = this.#calls.get(file);
    if (calls !== undefined) return calls;
    this.#calls.set(file, calls = new Map());
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && !isDeclared(node)) {
        const fn = helperOf(node, this.#checker);
        const called = ts.isCallExpression(node.parent) && node.parent.expression === node;
        if (fn !== undefined && !called) this.#handedOn.add(fn);
        if (fn !== undefined && called) calls!.set(fn, [...calls!.get(fn) ?? [], node.parent]);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return calls;
  }
}

/** Whether an identifier is the name of what it declares, and that is not exported. */
function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  if (!ts.isVariableDeclaration(parent) && !ts.isFunctionDeclaration(parent)) return false;
  if (parent.name !== node) return false;
  return (ts.getCombinedModifierFlags(parent) & ts.ModifierFlags.Export) === 0;
}
