/**
 * Effects: computations that write cells or navigate, themselves or through functions of the author's. They run while their piece does, whether or
 * not anybody reads what they give, so the runtime has to know them, and the patterns they are in.
 */

import ts from "typescript";
import { type Calls, skipOuter } from "./calls.ts";
import { WRITING_METHODS } from "./paths.ts";
import { helperOf } from "./helper-functions.ts";
import { functionOf, methodCall, visitRunning } from "./running.ts";
import { valueKind } from "./value-kind.ts";

/** Finds the effects of one program. */
export class Effects {
  readonly #checker: ts.TypeChecker;
  readonly #calls: Calls;
  readonly #known = new Map<ts.Node, boolean>();
  readonly #writers = new Map<ts.Node, boolean>();

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

  /**
   * Whether a list, a choice or a lazy operator of a body builds something that has an effect, so
   * that it has to be built although nobody looks. What stands in a view waits for the view.
   */
  within(node: ts.CallExpression | ts.ConditionalExpression | ts.BinaryExpression): boolean {
    if (standsInView(node)) return false;
    if (ts.isCallExpression(node)) {
      if (this.#calls.kind(node) === "control") {
        return node.arguments.slice(1).some((branch) => this.#holdsEffect(branch));
      }
      const callback = listCallback(node);
      return callback !== undefined && this.#holdsEffect(callback);
    }
    return ts.isBinaryExpression(node)
      ? this.#holdsEffect(node.right)
      : this.#holdsEffect(node.whenTrue) || this.#holdsEffect(node.whenFalse);
  }

  #writes(fn: ts.FunctionLikeDeclaration): boolean {
    const known = this.#writers.get(fn);
    if (known !== undefined) return known;
    this.#writers.set(fn, false);
    let found = false;
    if (fn.body !== undefined) {
      visitRunning(fn.body, (node) => {
        if (!found && ts.isCallExpression(node)) found = this.#isWrite(node);
      });
    }
    this.#writers.set(fn, found);
    return found;
  }

  /** Whether a call writes a cell or navigates, itself or in a function of the author's. */
  #isWrite(node: ts.CallExpression): boolean {
    const call = methodCall(node);
    if (call !== undefined && WRITING_METHODS.has(call.method)) {
      const type = this.#checker.getTypeAtLocation(call.receiver);
      if (valueKind(type, this.#checker) === "cell") return true;
    }
    if (this.#navigates(node)) return true;
    if (this.#calls.kind(node) !== "plain") return false;
    const helper = helperOf(node.expression, this.#checker);
    return helper !== undefined && this.#writes(helper);
  }

  #navigates(node: ts.CallExpression): boolean {
    return this.#calls.exportName(node.expression) === "navigateTo";
  }

  /** Whether a body's own statements make an effect, those of its lists and helpers included. */
  #holdsEffect(node: ts.Node): boolean {
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return false;
    if (ts.isCallExpression(node)) {
      if (this.#isEffect(node)) return true;
      const callback = standsInView(node) ? undefined : listCallback(node);
      if (callback !== undefined && this.#holdsEffect(callback)) return true;
    }
    return ts.forEachChild(node, (child) => this.#holdsEffect(child) || undefined) ?? false;
  }

  #isEffect(node: ts.CallExpression): boolean {
    if (this.#navigates(node)) return true;
    const kind = this.#calls.kind(node);
    if (kind === "computed") return this.has(node);
    return kind === "instance" &&
      this.#buildersOf(node.expression).some((builder) => this.has(builder));
  }

  /** The `lift` and `pattern` calls that made the factory that is called, or chosen from. */
  #buildersOf(callee: ts.Expression, seen: readonly ts.Node[] = []): readonly ts.CallExpression[] {
    const target = skipOuter(callee);
    if (seen.includes(target)) return [];
    const of = (value: ts.Expression) => this.#buildersOf(value, [...seen, target]);
    if (ts.isCallExpression(target)) return [target];
    if (ts.isConditionalExpression(target)) {
      return [...of(target.whenTrue), ...of(target.whenFalse)];
    }
    if (ts.isObjectLiteralExpression(target)) {
      return target.properties.flatMap((each) =>
        ts.isPropertyAssignment(each)
          ? of(each.initializer)
          : ts.isShorthandPropertyAssignment(each)
          ? this.#named(this.#checker.getShorthandAssignmentValueSymbol(each), of)
          : []
      );
    }
    if (ts.isArrayLiteralExpression(target)) return target.elements.flatMap(of);
    // One that is looked up is any of the table.
    if (ts.isElementAccessExpression(target)) return of(target.expression);
    return this.#named(this.#checker.getSymbolAtLocation(target), of);
  }

  /** What a name stands for, where that can be seen. */
  #named(
    symbol: ts.Symbol | undefined,
    of: (value: ts.Expression) => readonly ts.CallExpression[],
  ): readonly ts.CallExpression[] {
    if (symbol === undefined) return [];
    const real = symbol.flags & ts.SymbolFlags.Alias
      ? this.#checker.getAliasedSymbol(symbol)
      : symbol;
    const declaration = real.valueDeclaration ?? real.declarations?.[0];
    if (declaration === undefined) return [];
    if (ts.isShorthandPropertyAssignment(declaration)) {
      return this.#named(this.#checker.getShorthandAssignmentValueSymbol(declaration), of);
    }
    if (ts.isExportAssignment(declaration)) return of(declaration.expression);
    const isGiven = ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration);
    return isGiven && declaration.initializer !== undefined ? of(declaration.initializer) : [];
  }
}

/** What the callback of `map` or `flatMap` runs for each element. */
function listCallback(node: ts.CallExpression): ts.ConciseBody | undefined {
  const call = methodCall(node);
  if (call?.method !== "map" && call?.method !== "flatMap") return undefined;
  return functionOf(node)?.body;
}

/** Whether an expression is a part of a view, which is built when somebody looks at it. */
function standsInView(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    if (ts.isJsxExpression(at)) return true;
  }
  return false;
}

function isFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}
