/**
 * Which calls mean something to the runtime, decided by symbols and types: imports may be renamed,
 * re-exported, reached through a namespace, or kept in constants and objects.
 */

import ts from "typescript";
import { isApiSymbol, valueKind } from "./value-kind.ts";

/** What a call is. "plain" calls are ordinary JavaScript. */
export type CallKind =
  | "pattern"
  | "handler"
  | "lift"
  | "computed"
  | "action"
  | "assert"
  | "control"
  | "cell"
  | "request"
  | "database"
  | "databaseQuery"
  | "sqliteQuery"
  | "instance"
  | "patternTool"
  | "view"
  | "cfLink"
  | "toSchema"
  | "dataFile"
  | "plain";

const KIND_BY_EXPORT: ReadonlyMap<string, CallKind> = new Map<string, CallKind>([
  ["pattern", "pattern"],
  ["handler", "handler"],
  ["lift", "lift"],
  ["computed", "computed"],
  ["action", "action"],
  ["assert", "assert"],
  ["ifElse", "control"],
  ["when", "control"],
  ["unless", "control"],
  ["cell", "cell"],
  ["wish", "request"],
  ["fetchJson", "request"],
  ["fetchText", "request"],
  ["fetchBinary", "request"],
  ["fetchJsonUnchecked", "request"],
  ["fetchProgram", "request"],
  ["streamData", "request"],
  ["generateText", "request"],
  ["generateObject", "request"],
  ["llm", "request"],
  ["llmDialog", "request"],
  ["compileAndRun", "request"],
  ["cellFromUrl", "request"],
  ["navigateTo", "request"],
  ["uiVariant", "view"],
  ["sqliteDatabase", "database"],
  ["sqliteQuery", "sqliteQuery"],
  ["patternTool", "patternTool"],
  ["cfLink", "cfLink"],
  ["toSchema", "toSchema"],
  ["dataFile", "dataFile"],
]);

const SCOPED_CONSTRUCTORS = new Set(["perSpace", "perUser", "perSession"]);
const CELL_CONSTRUCTORS = new Set(["of", "for", ...SCOPED_CONSTRUCTORS]);
const CELL_CLASSES = new Set([
  "Cell",
  "Writable",
  "OpaqueCell",
  "ComparableCell",
  "ReadonlyCell",
  "WriteonlyCell",
]);

/** Kinds whose call gives a reference, a cell or a stream, so that its name is reactive. */
const REFERENCE_KINDS: ReadonlySet<CallKind> = new Set<CallKind>([
  "computed",
  "action",
  "assert",
  "control",
  "cell",
  "request",
  "database",
  "databaseQuery",
  "sqliteQuery",
  "instance",
  "view",
]);

/** Kinds whose call gives what is called with inputs in a body. */
const FACTORY_KINDS: ReadonlySet<CallKind> = new Set<CallKind>(["pattern", "handler", "lift"]);

/** Whether a call of this kind makes a node of the graph. */
export function makesReference(kind: CallKind): boolean {
  return REFERENCE_KINDS.has(kind);
}

/** Whether what "commonfabric" exports as `name`, or has as a part, makes cells: `Writable.perUser`. */
function isCellClass(name: string | undefined): boolean {
  return name !== undefined && (CELL_CLASSES.has(name) || SCOPED_CONSTRUCTORS.has(name));
}

/** Classifies calls of one program. */
export class Calls {
  readonly #checker: ts.TypeChecker;
  readonly #kinds = new Map<ts.Node, CallKind>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** The kind of a call or `new` expression. */
  kind(call: ts.CallExpression | ts.NewExpression): CallKind {
    let kind = this.#kinds.get(call);
    if (kind === undefined) {
      kind = this.#classify(call);
      this.#kinds.set(call, kind);
    }
    return kind;
  }

  /** The name under which "commonfabric" exports what `expression` denotes, if it does. */
  exportName(expression: ts.Expression): string | undefined {
    const target = skipOuter(expression);
    if (!ts.isIdentifier(target) && !ts.isPropertyAccessExpression(target)) return undefined;
    let symbol = this.#checker.getSymbolAtLocation(
      ts.isPropertyAccessExpression(target) ? target.name : target,
    );
    if (symbol === undefined) return undefined;
    if (symbol.flags & ts.SymbolFlags.Alias) symbol = this.#checker.getAliasedSymbol(symbol);
    if (isApiSymbol(symbol)) return symbol.name;
    const declaration = symbol.valueDeclaration;
    if (
      declaration !== undefined && ts.isVariableDeclaration(declaration) &&
      declaration.initializer !== undefined && isNameLike(declaration.initializer)
    ) return this.exportName(declaration.initializer);
    return undefined;
  }

  #classify(call: ts.CallExpression | ts.NewExpression): CallKind {
    const callee = skipOuter(call.expression);
    if (ts.isPropertyAccessExpression(callee)) {
      const owner = this.exportName(callee.expression);
      if (isCellClass(owner)) {
        return CELL_CONSTRUCTORS.has(callee.name.text) ? "cell" : "plain";
      }
      if (callee.name.text === "query" && this.#typeKind(callee.expression) === "database") {
        return "databaseQuery";
      }
      if (callee.name.text === "with" && this.#typeKind(callee.expression) === "factory") {
        return "instance";
      }
    }
    const name = this.exportName(callee);
    if (ts.isNewExpression(call)) {
      return isCellClass(name) ? "cell" : "plain";
    }
    const known = name === undefined ? undefined : KIND_BY_EXPORT.get(name);
    if (known !== undefined) return known;
    const factory = this.#typeKind(callee) === "factory" || this.#isUntypedFactory(callee);
    return factory ? "instance" : "plain";
  }

  /** `const Note: any = pattern(…)`: the initializer says what a type of any does not. */
  #isUntypedFactory(callee: ts.Expression): boolean {
    if (!(this.#checker.getTypeAtLocation(callee).flags & ts.TypeFlags.Any)) return false;
    if (!ts.isIdentifier(callee)) return false;
    let symbol = this.#checker.getSymbolAtLocation(callee);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias) {
      symbol = this.#checker.getAliasedSymbol(symbol);
    }
    const declaration = symbol?.valueDeclaration;
    if (declaration === undefined) return false;
    const value = ts.isVariableDeclaration(declaration)
      ? declaration.initializer
      : ts.isExportAssignment(declaration)
      ? declaration.expression
      : undefined;
    if (value === undefined) return false;
    const made = skipOuter(value);
    return ts.isCallExpression(made) && FACTORY_KINDS.has(this.kind(made));
  }

  #typeKind(expression: ts.Expression) {
    return valueKind(this.#checker.getTypeAtLocation(expression), this.#checker);
  }
}

/** `expression` without parentheses, casts, `satisfies` and `!`. */
export function skipOuter(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (
    ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node)
  ) node = node.expression;
  return node;
}

function isNameLike(expression: ts.Expression): boolean {
  const target = skipOuter(expression);
  return ts.isIdentifier(target) || ts.isPropertyAccessExpression(target);
}
