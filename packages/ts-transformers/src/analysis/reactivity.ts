/**
 * Which names are reactive and which expressions read or build reactive things.
 *
 * A name is reactive when its declaration stands in a scope that runs in body mode and its value
 * is, or may be, a reference. When in doubt it counts as reactive: reading a plain value through
 * the runtime gives that value.
 */

import ts from "typescript";
import { buildsPlainList } from "./built-lists.ts";
import { type Calls, makesReference, skipOuter } from "./calls.ts";
import { fitsBody } from "./fits-body.ts";
import { functionOf, helperOf } from "./helper-functions.ts";
import {
  askedForPresence,
  elementsOf,
  hasWrittenKeys,
  isObjectCall,
  iterated,
  makesContainer,
} from "./containers.ts";
import { keepsReferences, makesBuilder, type Surroundings } from "./own-classes.ts";
import { PlainParameters } from "./plain-parameters.ts";
import { enclosingFunction, isAssignment, isNameOnly } from "./syntax.ts";
import { isArrayType, valueKind } from "./value-kind.ts";

/** How code is compiled, by where it stands; `docs/compiled-modules.md` defines the three. */
export type Mode = "module" | "body" | "computation";

/** What a function's parameters are in body mode. */
export interface FunctionMode {
  readonly mode: Mode;
  /** The parameters are plain values, as in a callback over a plain array. */
  readonly plainParameters?: boolean;
  /** Only the parameters are references: the statements run as a computation. */
  readonly computesBody?: boolean;
}

const LIST_METHODS = new Set(["map", "filter", "flatMap"]);

/** Reactivity of one program. Function modes are recorded as lowering descends. */
export class Reactivity {
  readonly #checker: ts.TypeChecker;
  readonly #calls: Calls;
  readonly #modes = new Map<ts.Node, FunctionMode>();
  readonly #helpers = new Map<ts.Node, Mode>();
  readonly #reactive = new Map<ts.Declaration, boolean>();
  readonly #asking = new Set<ts.Node>();
  readonly #plainParameters: PlainParameters;
  readonly #surroundings: Surroundings;

  constructor(checker: ts.TypeChecker, calls: Calls) {
    this.#checker = checker;
    this.#calls = calls;
    this.#plainParameters = new PlainParameters(checker);
    this.#surroundings = {
      checker,
      calls,
      reads: (node) => this.reads(node),
      builds: (node) => this.builds(node),
      buildsWhenCalled: (method) => this.helperMode(method) === "body",
    };
  }

  /** Records that lowering compiles `fn` in this mode. */
  record(fn: ts.Node, mode: FunctionMode): void {
    this.#modes.set(fn, mode);
    this.#reactive.clear();
  }

  /** Notes that a declared function is the body of a pattern. */
  declareBody(fn: ts.FunctionLikeDeclaration): void {
    this.#helpers.set(fn, "body");
  }

  /** The mode `fn` was recorded with, or the one a helper function there gets. */
  modeOf(fn: ts.SignatureDeclaration): Mode {
    return this.#modes.get(fn)?.mode ?? this.#helpers.get(fn) ?? "module";
  }

  /** Whether the function around `node` is one of the author's own, who calls it from anywhere. */
  isInHelper(node: ts.Node): boolean {
    for (let fn = enclosingFunction(node); fn !== undefined; fn = enclosingFunction(fn.parent)) {
      if (this.#helpers.has(fn)) return true;
    }
    return false;
  }

  /** The mode of the innermost function around `node`. */
  modeAround(node: ts.Node): Mode {
    const fn = enclosingFunction(node);
    return fn === undefined ? "module" : this.modeOf(fn);
  }

  /**
   * The mode of a function that is declared, not handed to a builder: body mode when it builds
   * views or nodes and needs no values while it runs, so that it can take references.
   */
  helperMode(fn: ts.FunctionLikeDeclaration): Mode {
    const known = this.#helpers.get(fn);
    if (known !== undefined) return known;
    const around = enclosingFunction(fn.parent);
    const outer = around === undefined ? "module" : this.modeOf(around);
    const plain = outer === "module" ? "module" : "computation";
    if (outer === "computation") return "computation";
    this.#helpers.set(fn, plain);
    const mode = fn.body !== undefined && this.builds(fn.body) && this.runsInBody(fn)
      ? "body"
      : plain;
    // Before lowering reaches the function around, the answer holds only for this question.
    if (around === undefined || this.#modes.has(around)) this.#helpers.set(fn, mode);
    else this.#helpers.delete(fn);
    return mode;
  }

  /** Whether `fn` could run in body mode: no statement of it needs a reactive value. */
  runsInBody(fn: ts.FunctionLikeDeclaration, plainParameters = false): boolean {
    if (fn.body === undefined || fn.asteriskToken !== undefined) return false;
    if (fn.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword)) return false;
    if (!ts.isBlock(fn.body)) return true;
    const before = this.#modes.get(fn);
    this.record(fn, { mode: "body", plainParameters });
    const fits = fn.body.statements.every((statement) => fitsBody(statement, this));
    this.#reactive.clear();
    if (before === undefined) this.#modes.delete(fn);
    else this.#modes.set(fn, before);
    return fits;
  }

  /** Whether an identifier in an expression names something reactive. */
  isReactiveName(identifier: ts.Identifier): boolean {
    const symbol = this.symbolOf(identifier);
    return symbol?.declarations?.some((declaration) => this.#isReactive(declaration)) ?? false;
  }

  /** The symbol an identifier refers to, through shorthand properties too. */
  symbolOf(identifier: ts.Identifier): ts.Symbol | undefined {
    return ts.isShorthandPropertyAssignment(identifier.parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(identifier.parent)
      : this.#checker.getSymbolAtLocation(identifier);
  }

  /** Whether `new` makes an object of the author's that takes cells, and is made in a body. */
  keepsReferences(node: ts.Expression): boolean {
    return keepsReferences(node, this.#surroundings);
  }

  /** Whether evaluating `node` touches a reactive name or makes a reference. */
  reads(node: ts.Node): boolean {
    return this.#touches(node, false);
  }

  /**
   * Whether evaluating `node` touches a reference, and not only a plain array or object of the
   * body that holds some: `[a, b].length` does not.
   */
  needsValue(node: ts.Node): boolean {
    return this.#touches(node, true);
  }

  #touches(node: ts.Node, exceptContainers: boolean): boolean {
    if (ts.isTypeNode(node)) return false;
    if (ts.isIdentifier(node)) return !isNameOnly(node) && this.isReactiveName(node);
    if (isObjectCall(node, ["keys"]) && this.#isHolder(node.arguments[0]!)) return false;
    if (exceptContainers && (this.#asksForContainer(node) || this.#listsContainer(node))) {
      return false;
    }
    if (exceptContainers && ts.isPropertyAccessExpression(node)) {
      const part = this.#partOfContainer(node);
      if (part !== undefined) return part === "plain" ? false : this.#touches(part, true);
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      if (makesReference(this.#calls.kind(node))) return true;
      const helper = this.helperOf(node.expression);
      if (helper?.body !== undefined && this.#makesReactive(helper)) return true;
    }
    if (this.#isPiece(node)) return true;
    return ts.forEachChild(node, (child) => this.#touches(child, exceptContainers) || undefined) ??
      false;
  }

  /** Whether a node is `<Part />` with `Part` a pattern, which is a piece like `Part({})`. */
  #isPiece(node: ts.Node): boolean {
    const opening = ts.isJsxElement(node) ? node.openingElement : node;
    if (!ts.isJsxOpeningLikeElement(opening) || ts.isJsxNamespacedName(opening.tagName)) {
      return false;
    }
    const type = this.#checker.getTypeAtLocation(opening.tagName);
    return valueKind(type, this.#checker) === "factory";
  }

  /** What `container.name` is, where that can be seen: the initializer of the property. */
  #partOfContainer(node: ts.PropertyAccessExpression): ts.Expression | "plain" | undefined {
    const receiver = skipOuter(node.expression);
    if (node.name.text === "length" && this.isPlainList(receiver)) return "plain";
    if (!ts.isIdentifier(receiver)) return undefined;
    const declaration = this.symbolOf(receiver)?.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
    if (declaration.initializer === undefined) return undefined;
    const value = skipOuter(declaration.initializer);
    if (!ts.isObjectLiteralExpression(value)) return undefined;
    const property = value.properties.find((each) =>
      each.name !== undefined && ts.isIdentifier(each.name) && each.name.text === node.name.text
    );
    if (property === undefined) return undefined;
    if (ts.isPropertyAssignment(property)) {
      return ts.isFunctionLike(skipOuter(property.initializer)) ? "plain" : property.initializer;
    }
    return ts.isMethodDeclaration(property) ? "plain" : undefined;
  }

  /** Whether the statements of `fn` were compiled in body mode. */
  buildsStatements(fn: ts.SignatureDeclaration): boolean {
    const recorded = this.#modes.get(fn);
    return recorded?.mode === "body" && recorded.computesBody !== true;
  }

  /**
   * Whether a name stands for an object or array literal, or for one that a function of the
   * author's makes, which is plain and only holds references.
   */
  isContainer(identifier: ts.Identifier): boolean {
    const declaration = this.symbolOf(identifier)?.valueDeclaration;
    if (declaration === undefined) return false;
    if (ts.isParameter(declaration)) return this.#plainParameters.holds(declaration) !== undefined;
    if (!ts.isVariableDeclaration(declaration)) return false;
    if (declaration.initializer === undefined || !ts.isIdentifier(declaration.name)) return false;
    return makesContainer(declaration.initializer, this);
  }

  /** `!child` and `child === undefined` need no value of what a plain object holds. */
  #asksForContainer(node: ts.Node): boolean {
    const asked = askedForPresence(node);
    return asked !== undefined && ts.isIdentifier(asked) && this.isContainer(asked);
  }

  /** Whether a loop over an expression needs no value: it is a list or an object of the body. */
  isWrittenOut(expression: ts.Expression): boolean {
    return this.#isHolder(expression);
  }

  /** Whether an expression is a plain object or array whose keys are written out, or a name of one. */
  #isHolder(expression: ts.Expression): boolean {
    const value = skipOuter(expression);
    if (this.isPlainList(value)) return true;
    if (ts.isObjectLiteralExpression(value)) return hasWrittenKeys(value);
    const declaration = ts.isIdentifier(value) ? this.symbolOf(value)?.valueDeclaration : undefined;
    if (declaration === undefined) return false;
    if (ts.isParameter(declaration)) return this.#plainParameters.holds(declaration) !== undefined;
    return ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) &&
      declaration.initializer !== undefined && this.#isHolder(declaration.initializer);
  }

  /** `Object.entries(container)` and `Object.values(container)`: plain lists of what it holds. */
  #listsContainer(node: ts.Node): boolean {
    return isObjectCall(node, ["entries", "values"]) && this.#isHolder(node.arguments[0]!);
  }

  /** Whether the elements of a plain list may be references, as opposed to objects that hold some. */
  #listsReferences(list: ts.Expression): boolean {
    const value = skipOuter(list);
    if (ts.isArrayLiteralExpression(value)) {
      return value.elements.some((each) => this.reads(each) && !makesContainer(each, this));
    }
    if (!ts.isIdentifier(value)) return this.#listsContainer(value) && this.reads(value);
    const declaration = this.symbolOf(value)?.valueDeclaration;
    if (declaration === undefined) return false;
    if (ts.isParameter(declaration)) {
      return this.isPlainList(value) && !this.#plainParameters.isPlain(declaration);
    }
    return ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined &&
      ts.isArrayLiteralExpression(skipOuter(declaration.initializer)) &&
      this.#listsReferences(declaration.initializer);
  }

  /** Whether an expression is a plain array in a body, whatever its elements are. */
  isPlainList(expression: ts.Expression): boolean {
    const value = skipOuter(expression);
    if (ts.isArrayLiteralExpression(value)) {
      return value.elements.every((element) =>
        !ts.isSpreadElement(element) || !this.reads(element.expression) ||
        this.isPlainList(element.expression)
      );
    }
    if (ts.isIdentifier(value)) {
      const declaration = this.symbolOf(value)?.valueDeclaration;
      if (declaration !== undefined && ts.isParameter(declaration)) {
        return ts.isIdentifier(declaration.name) &&
          this.#plainParameters.holds(declaration) === "list";
      }
      return declaration !== undefined && ts.isVariableDeclaration(declaration) &&
        declaration.initializer !== undefined && ts.isIdentifier(declaration.name) &&
        this.isPlainList(declaration.initializer);
    }
    if (!ts.isCallExpression(value)) return false;
    if (buildsPlainList(value, this) || this.#listsContainer(value)) return true;
    if (!this.isListCall(value)) return false;
    const callee = skipOuter(value.expression) as ts.PropertyAccessExpression;
    const method = callee.name.text;
    if (method === "filter") return false;
    if (!this.reads(callee.expression)) return !this.#isComputedList(value);
    // Where elements are references, only they are known to be one each; the rest is computed.
    return method === "map" && this.isPlainList(callee.expression);
  }

  /** Whether a list call over plain values is computed as a whole, for its callback needs values. */
  #isComputedList(call: ts.CallExpression): boolean {
    const callback = skipOuter(call.arguments[0]!);
    if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return false;
    return ts.isBlock(callback.body) && !this.runsInBody(callback, true) && this.reads(callback);
  }

  /** Whether evaluating `node` in body mode makes views or nodes of the graph. */
  builds(node: ts.Node): boolean {
    return this.#builds(node, true);
  }

  /** The same for what only a body can make: views, cells, pieces, but not the mapping of a list. */
  makesParts(node: ts.Node): boolean {
    return this.#builds(node, false);
  }

  #builds(node: ts.Node, lists: boolean): boolean {
    if (ts.isTypeNode(node)) return false;
    if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) {
      return true;
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const kind = this.#calls.kind(node);
      if (kind !== "plain" && kind !== "dataFile" && kind !== "toSchema" && kind !== "cfLink") {
        return true;
      }
      if (lists && ts.isCallExpression(node) && this.isReactiveList(node)) return true;
      const helper = this.helperOf(node.expression);
      if (helper !== undefined && this.helperMode(helper) === "body") return true;
      if (ts.isNewExpression(node) && makesBuilder(node, this.#surroundings)) return true;
    }
    return ts.forEachChild(node, (child) => this.#builds(child, lists) || undefined) ?? false;
  }

  /** Whether a call is `map`, `filter` or `flatMap` of something reactive. */
  isReactiveList(call: ts.CallExpression): boolean {
    const callee = skipOuter(call.expression);
    return ts.isPropertyAccessExpression(callee) && this.isListCall(call) &&
      this.reads(callee.expression);
  }

  /** Whether a call is `map`, `filter` or `flatMap` of an array or of a cell of one. */
  isListCall(call: ts.CallExpression): boolean {
    const callee = skipOuter(call.expression);
    if (!ts.isPropertyAccessExpression(callee) || !LIST_METHODS.has(callee.name.text)) return false;
    if (call.arguments.length === 0) return false;
    const type = this.#checker.getTypeAtLocation(callee.expression);
    if (type.flags & ts.TypeFlags.Any) return true;
    return isArrayType(type, this.#checker) || valueKind(type, this.#checker) === "cell";
  }

  /** The function that `callee` names, if it is one the author declared with a body. */
  helperOf(callee: ts.Expression): ts.FunctionLikeDeclaration | undefined {
    return helperOf(callee, this.#checker);
  }

  /** The function that a name stands for, if it is one the author declared with a body. */
  functionOf(symbol: ts.Symbol): ts.FunctionLikeDeclaration | undefined {
    return functionOf(symbol, this.#checker);
  }

  #once(helper: ts.FunctionLikeDeclaration): boolean {
    if (this.#asking.has(helper)) return false;
    this.#asking.add(helper);
    try {
      return this.reads(helper.body!);
    } finally {
      this.#asking.delete(helper);
    }
  }

  /** Whether calling a function gives something reactive although its arguments are not. */
  #makesReactive(helper: ts.FunctionLikeDeclaration): boolean {
    return this.#declaredInBody(helper) && this.#once(helper) ||
      this.helperMode(helper) === "body";
  }

  #declaredInBody(fn: ts.Node): boolean {
    return this.modeAround(fn.parent) === "body";
  }

  #isReactive(declaration: ts.Declaration): boolean {
    const known = this.#reactive.get(declaration);
    if (known !== undefined) return known;
    this.#reactive.set(declaration, false);
    const answer = this.#decide(declaration);
    this.#reactive.set(declaration, answer);
    return answer;
  }

  #decide(declaration: ts.Declaration): boolean {
    let root: ts.Node = declaration;
    while (ts.isBindingElement(root)) root = root.parent.parent;
    const fn = enclosingFunction(root);
    const recorded = fn === undefined ? undefined : this.#modes.get(fn);
    if (ts.isParameter(root)) {
      if (this.#isKeyOfEntry(declaration, elementsOf(root))) return false;
      return recorded?.mode === "body" && !recorded.plainParameters &&
        !this.#plainParameters.isPlain(root);
    }
    if (!ts.isVariableDeclaration(root) || recorded === undefined) return false;
    if (recorded.mode === "body" && !recorded.computesBody && this.#isAssignedReactive(root, fn!)) {
      return true;
    }
    if (root.initializer === undefined) {
      const list = iterated(root);
      return list !== undefined && recorded.mode === "body" && !recorded.computesBody &&
        this.#listsReferences(list) && !this.#isKeyOfEntry(declaration, list);
    }
    const value = skipOuter(root.initializer);
    if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return false;
    if (recorded.mode === "body" && !recorded.computesBody) {
      const holds = ts.isObjectLiteralExpression(value) || this.isPlainList(value);
      return holds ? this.reads(value) : this.needsValue(value);
    }
    return (ts.isCallExpression(value) || ts.isNewExpression(value)) &&
      makesReference(this.#calls.kind(value));
  }

  /** Whether a name is the key of what `Object.entries` lists. */
  #isKeyOfEntry(declaration: ts.Declaration, list: ts.Expression | undefined): boolean {
    return list !== undefined && isObjectCall(skipOuter(list), ["entries"]) &&
      this.#listsContainer(skipOuter(list)) &&
      ts.isBindingElement(declaration) && ts.isArrayBindingPattern(declaration.parent) &&
      declaration.parent.elements[0] === declaration;
  }

  /** Whether a variable of a body is assigned something reactive after its declaration. */
  #isAssignedReactive({ name, parent }: ts.VariableDeclaration, fn: ts.Node): boolean {
    if (parent.flags & ts.NodeFlags.Const || !ts.isIdentifier(name)) return false;
    const symbol = this.#checker.getSymbolAtLocation(name);
    const assigns = (node: ts.Node): boolean => {
      if (ts.isFunctionLike(node) && node !== fn) return false;
      if (
        ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind) &&
        ts.isIdentifier(node.left) && node.left.text === name.text &&
        this.#checker.getSymbolAtLocation(node.left) === symbol && this.needsValue(node.right)
      ) return true;
      return ts.forEachChild(node, (child) => assigns(child) || undefined) ?? false;
    };
    return assigns(fn);
  }
}
