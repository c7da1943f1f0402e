/**
 * Effects: computations that write cells or navigate. They run while their piece does, whether or
 * not anybody reads what they give, so the runtime has to know them, and the patterns they are in.
 */

import ts from "typescript";
import { type Calls, skipOuter } from "./calls.ts";
import { WRITING_METHODS } from "./paths.ts";
import { functionOf, methodCall, visitRunning } from "./running.ts";
import { valueKind } from "./value-kind.ts";

/** Finds the effects of one program. */
export class Effects {
  readonly #checker: ts.TypeChecker;
  readonly #calls: Calls;
  readonly #known = new Map<ts.Node, boolean>();

  constructor(checker: ts.TypeChecker, calls: Calls) {
    this.#checker = checker;
    this.#calls = calls;
  }

  /** Whether a `computed`, `lift` or `pattern` call makes something that has an effect. */
  has(call: ts.CallExpression | ts.NewExpression): boolean {
    const known = this.#known.get(call);
    if (known !== undefined) return known;
    // A pattern that contains itself has no effect through that.
    this.#known.set(call, false);
    const found = this.#look(call);
    this.#known.set(call, found);
    return found;
  }

  #look(call: ts.CallExpression | ts.NewExpression): boolean {
    const fn = functionOf(call) ?? call.arguments?.map((one) => skipOuter(one)).find(isFunction);
    if (fn === undefined) return false;
    switch (this.#calls.kind(call)) {
      case "computed":
      case "lift":
        return this.#writes(fn);
      case "pattern":
        return this.#holdsEffect(fn.body);
      default:
        return false;
    }
  }

  #writes(fn: ts.ArrowFunction | ts.FunctionExpression): boolean {
    let found = false;
    visitRunning(fn.body, (node) => {
      const call = methodCall(node);
      if (call !== undefined && WRITING_METHODS.has(call.method)) {
        const type = this.#checker.getTypeAtLocation(call.receiver);
        if (valueKind(type, this.#checker) === "cell") found = true;
      } else if (ts.isCallExpression(node) && this.#navigates(node)) found = true;
    });
    return found;
  }

  #navigates(node: ts.CallExpression): boolean {
    return this.#calls.exportName(node.expression) === "navigateTo";
  }

  /** Whether a body's own statements make an effect; what lists and branches make runs with them. */
  #holdsEffect(node: ts.Node): boolean {
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return false;
    if (ts.isCallExpression(node) && this.#isEffect(node)) return true;
    return ts.forEachChild(node, (child) => this.#holdsEffect(child) || undefined) ?? false;
  }

  #isEffect(node: ts.CallExpression): boolean {
    if (this.#navigates(node)) return true;
    const kind = this.#calls.kind(node);
    if (kind === "computed") return this.has(node);
    const made = kind === "instance" ? this.#builderOf(node.expression) : undefined;
    return made !== undefined && this.has(made);
  }

  /** The `lift` or `pattern` call that made the factory that is called. */
  #builderOf(callee: ts.Expression): ts.CallExpression | undefined {
    const target = skipOuter(callee);
    const symbol = this.#checker.getSymbolAtLocation(target);
    if (symbol === undefined) return undefined;
    const real = symbol.flags & ts.SymbolFlags.Alias
      ? this.#checker.getAliasedSymbol(symbol)
      : symbol;
    const declaration = real.valueDeclaration ?? real.declarations?.[0];
    const value = declaration === undefined
      ? undefined
      : ts.isVariableDeclaration(declaration)
      ? declaration.initializer
      : ts.isExportAssignment(declaration)
      ? declaration.expression
      : undefined;
    const made = value === undefined ? undefined : skipOuter(value);
    if (made === undefined) return undefined;
    return ts.isCallExpression(made) ? made : this.#builderOf(made);
  }
}

function isFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}
