/**
 * Where a function uses its parameter as a cell although the parameter's type leaves that open:
 * `handler<any, any>((event, { count }) => count.set(1))` means a cell by `count`.
 */

import ts from "typescript";
import { skipOuter } from "./calls.ts";
import { givenParameters } from "./syntax.ts";
import { valueKind } from "./value-kind.ts";

/** A path below a parameter; `*` stands for every element or property. */
export type UsedPath = readonly string[];

/** What is asked about a function. */
export interface CellUseQuery {
  readonly checker: ts.TypeChecker;
  /** The function that a called expression names, if it is seen. */
  readonly functionOf: (callee: ts.Expression) => ts.SignatureDeclaration | undefined;
}

/** Methods that cells have and data has not, with the fewest arguments of a call. */
const CELL_METHODS: ReadonlyMap<string, number> = new Map([
  ["get", 0],
  ["sample", 0],
  ["set", 1],
  ["update", 1],
  ["push", 1],
  ["send", 0],
  ["key", 1],
  ["increment", 0],
  ["addUnique", 1],
  ["remove", 1],
  ["removeAll", 1],
  ["removeByValue", 1],
  ["elementById", 1],
  ["resolveAsCell", 0],
]);

/** Methods that hand each element to a function, and as which argument. */
const ITERATIONS: ReadonlyMap<string, number> = new Map([
  ["forEach", 0],
  ["map", 0],
  ["flatMap", 0],
  ["filter", 0],
  ["find", 0],
  ["findIndex", 0],
  ["some", 0],
  ["every", 0],
  ["reduce", 1],
]);

const DEPTH_MAX = 8;

/** The paths below `parameter` that `fn` uses as cells where their types say nothing. */
export function cellUses(
  fn: ts.SignatureDeclaration,
  parameter: number,
  query: CellUseQuery,
): UsedPath[] {
  const uses = new CellUses(query);
  uses.enter(fn, parameter, []);
  return [...uses.found.values()];
}

class CellUses {
  readonly found = new Map<string, UsedPath>();
  readonly #paths = new Map<ts.Symbol, UsedPath>();
  readonly #entered = new Set<string>();

  constructor(readonly query: CellUseQuery) {}

  /** Follows a function whose parameter is what stands at `path`. */
  enter(fn: ts.SignatureDeclaration, parameter: number, path: UsedPath): void {
    const declared = givenParameters(fn)[parameter];
    const body = (fn as ts.FunctionLikeDeclaration).body;
    if (declared === undefined || body === undefined) return;
    const visit = `${fn.getSourceFile().fileName}:${fn.pos}:${parameter}:${path.join(".")}`;
    if (this.#entered.has(visit) || path.length > DEPTH_MAX) return;
    this.#entered.add(visit);
    this.#bind(declared.name, path);
    this.#walk(body);
  }

  #bind(name: ts.BindingName, path: UsedPath): void {
    if (ts.isIdentifier(name)) {
      const symbol = this.query.checker.getSymbolAtLocation(name);
      if (symbol !== undefined) this.#paths.set(symbol, path);
      return;
    }
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      const inner = ts.isArrayBindingPattern(name) ? "*" : propertyOf(element);
      if (element.dotDotDotToken !== undefined) {
        this.#bind(element.name, ts.isArrayBindingPattern(name) ? [...path, "*"] : path);
      } else if (inner !== undefined) this.#bind(element.name, [...path, inner]);
    }
  }

  #walk(node: ts.Node): void {
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
      const path = this.#pathOf(node.initializer);
      if (path !== undefined) this.#bind(node.name, path);
    } else if (ts.isForOfStatement(node)) this.#walkLoop(node);
    else if (ts.isCallExpression(node)) this.#walkCall(node);
    else if (ts.isAsExpression(node) && this.#isCell(node)) this.#mark(node.expression);
    ts.forEachChild(node, (child) => this.#walk(child));
  }

  #walkLoop(loop: ts.ForOfStatement): void {
    const path = this.#pathOf(loop.expression);
    if (path === undefined || !ts.isVariableDeclarationList(loop.initializer)) return;
    const [declaration] = loop.initializer.declarations;
    if (declaration !== undefined) this.#bind(declaration.name, [...path, "*"]);
  }

  #walkCall(call: ts.CallExpression): void {
    const callee = skipOuter(call.expression);
    if (ts.isPropertyAccessExpression(callee)) {
      const count = CELL_METHODS.get(callee.name.text);
      if (count !== undefined && call.arguments.length >= count) this.#mark(callee.expression);
      this.#walkIteration(callee, call.arguments);
    }
    call.arguments.forEach((argument, index) => {
      const path = this.#pathOf(argument);
      if (path === undefined) return;
      const asked = this.query.checker.getContextualType(argument);
      if (asked !== undefined && valueKind(asked, this.query.checker) === "cell") {
        this.#mark(argument);
      }
      const fn = this.query.functionOf(call.expression);
      if (fn !== undefined) this.enter(fn, index, path);
    });
  }

  #walkIteration(
    callee: ts.PropertyAccessExpression,
    [fn]: readonly ts.Expression[],
  ): void {
    const position = ITERATIONS.get(callee.name.text);
    const path = this.#pathOf(callee.expression);
    if (position === undefined || path === undefined || fn === undefined) return;
    const body = this.query.functionOf(fn);
    if (body !== undefined) this.enter(body, position, [...path, "*"]);
  }

  /** Notes that an expression is a cell, where its type leaves that open. */
  #mark(expression: ts.Expression): void {
    const bare = skipOuter(expression);
    const path = this.#pathOf(bare);
    if (path === undefined) return;
    const { flags } = this.query.checker.getTypeAtLocation(bare);
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) this.found.set(path.join("\0"), path);
  }

  #isCell(node: ts.Expression): boolean {
    const { checker } = this.query;
    return valueKind(checker.getTypeAtLocation(node), checker) === "cell";
  }

  #pathOf(expression: ts.Expression): UsedPath | undefined {
    const node = skipOuter(expression);
    if (ts.isIdentifier(node)) {
      const symbol = this.query.checker.getSymbolAtLocation(node);
      return symbol === undefined ? undefined : this.#paths.get(symbol);
    }
    if (ts.isPropertyAccessExpression(node)) {
      const above = this.#pathOf(node.expression);
      return above === undefined ? undefined : [...above, node.name.text];
    }
    if (ts.isElementAccessExpression(node)) {
      const above = this.#pathOf(node.expression);
      const key = skipOuter(node.argumentExpression);
      if (above === undefined) return undefined;
      return [...above, ts.isStringLiteralLike(key) ? key.text : "*"];
    }
    return undefined;
  }
}

function propertyOf({ propertyName, name }: ts.BindingElement): string | undefined {
  const key = propertyName ?? name;
  return ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? key.text : undefined;
}
