/** Parameters for which every call in the file gives a plain value that is written out. */

import ts from "typescript";
import { skipOuter } from "./calls.ts";
import { helperOf } from "./helper-functions.ts";
import { enclosingFunction } from "./syntax.ts";

/** Answers for one checker; each file is searched once. */
export class PlainParameters {
  readonly #checker: ts.TypeChecker;
  readonly #calls = new Map<ts.SourceFile, Map<ts.Node, ts.CallExpression[]>>();
  /** Functions that are exported or used other than by a call: who calls them is not known. */
  readonly #handedOn = new Set<ts.Node>();
  readonly #answers = new Map<ts.ParameterDeclaration, boolean>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** Whether `parameter` only ever takes literals and constants of the module. */
  isPlain(parameter: ts.ParameterDeclaration): boolean {
    let answer = this.#answers.get(parameter);
    if (answer === undefined) {
      this.#answers.set(parameter, false);
      this.#answers.set(parameter, answer = this.#decide(parameter));
    }
    return answer;
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
    return ts.isIdentifier(value) && this.#isConstant(value);
  }

  #isConstant(identifier: ts.Identifier): boolean {
    const declaration = this.#checker.getSymbolAtLocation(identifier)?.valueDeclaration;
    if (declaration === undefined) return false;
    if (ts.isVariableDeclaration(declaration)) return enclosingFunction(declaration) === undefined;
    if (!ts.isParameter(declaration)) return false;
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
