/**
 * The transformer of one file: it composes the parts of lowering and decides, node by node, which
 * of them applies. Types are erased and modules made by TypeScript's own transformers afterwards.
 */

import ts from "typescript";
import type { Json } from "@cf/utils";
import type { Calls } from "../analysis/calls.ts";
import type { Effects } from "../analysis/effects.ts";
import type { FunctionMode, Mode, Reactivity } from "../analysis/reactivity.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { lowerAbsentName } from "./absent-names.ts";
import { withArgumentSchema } from "./argument-cell.ts";
import { lowerEffect } from "./body-calls.ts";
import { lowerBodyExpression } from "./body.ts";
import { lowerBuilderCall } from "./builder-calls.ts";
import { lowerCapturedName, needsRead } from "./captures.ts";
import { isGivenFunction } from "./given-functions.ts";
import { readOperand } from "./cell-operands.ts";
import { CauseNames } from "./cause-names.ts";
import type { FileContext, RuntimeHelper } from "./file-context.ts";
import type { CollectedSchemas } from "./collected-schemas.ts";
import { lowerBodyVariables, lowerFunction, withTick } from "./functions.ts";
import { readMade } from "./made-values.ts";
import { markBuilder, markShorthand } from "./function-values.ts";
import { givenEntry, lowerGiven } from "./given.ts";
import { isJsx, lowerJsx } from "./jsx.ts";
import { runtimeSpecifier } from "../program/library.ts";
import { Schemas, type SchemaSource } from "./schemas.ts";
import { lowerAwait, lowerCatch, lowerChain } from "./suspensions.ts";
import { lowerHiddenPart, lowerUntypedPart } from "./untyped-parts.ts";

/** What the transformer of a program shares between its files. */
export interface ProgramContext {
  readonly checker: ts.TypeChecker;
  readonly calls: Calls;
  readonly reactivity: Reactivity;
  readonly effects: Effects;
  readonly schemaSource: SchemaSource;
  readonly collected: CollectedSchemas;
  dataPath(call: ts.CallExpression): string | undefined;
  report(diagnostic: Diagnostic): void;
}

/** The `before` transformer that lowers every file of a program. */
export function lowerFiles(program: ProgramContext): ts.TransformerFactory<ts.SourceFile> {
  return (transformation) => (file) => new FileLowering(program, transformation, file).run();
}

class FileLowering implements FileContext {
  readonly factory: ts.NodeFactory;
  readonly checker: ts.TypeChecker;
  readonly sourceFile: ts.SourceFile;
  readonly calls: Calls;
  readonly reactivity: Reactivity;
  readonly effects: Effects;
  readonly names = new CauseNames();
  readonly schemas: Schemas;
  readonly operands = new Map<ts.Expression, number>();
  readonly given = new Set<ts.Expression>();
  readonly bindings = new Set<ts.Node>();
  readonly derived = new Set<ts.Node>();
  readonly inParts = new Set<ts.Node>();
  readonly #program: ProgramContext;
  readonly #transformation: ts.TransformationContext;
  #helpers: ts.Identifier | undefined;

  constructor(
    program: ProgramContext,
    transformation: ts.TransformationContext,
    sourceFile: ts.SourceFile,
  ) {
    this.#program = program;
    this.#transformation = transformation;
    this.factory = transformation.factory;
    this.checker = program.checker;
    this.calls = program.calls;
    this.reactivity = program.reactivity;
    this.effects = program.effects;
    this.sourceFile = sourceFile;
    this.schemas = new Schemas(this.factory, program.schemaSource);
  }

  run(): ts.SourceFile {
    declareBodies(this);
    const file = this.children(this.sourceFile, "module");
    const added: ts.Statement[] = [];
    if (this.#helpers !== undefined) added.push(this.#requireHelpers(this.#helpers));
    added.push(...this.schemas.declarations());
    return added.length === 0
      ? file
      : this.factory.updateSourceFile(file, [...added, ...file.statements]);
  }

  expression(node: ts.Expression, mode: Mode): ts.Expression {
    if (this.given.delete(node)) {
      const place = lowerGiven(this, node, mode);
      if (place !== undefined) return place;
    }
    const plain = this.#expression(node, mode);
    const lowered = mode === "computation"
      ? readOperand(this, node, readMade(this, node, plain))
      : plain;
    const operand = this.operands.get(node);
    if (operand === undefined) return lowered;
    const index = this.factory.createNumericLiteral(operand);
    return this.call("operand", [index, lowered], node);
  }

  children<N extends ts.Node>(node: N, mode: Mode): N {
    const lowered = ts.visitEachChild(
      node,
      (child) => this.#visit(child, mode),
      this.#transformation,
    );
    return withArgumentSchema(this, node, lowered);
  }

  fn<F extends ts.FunctionLikeDeclaration>(
    fn: F,
    mode: Mode,
    options: Omit<FunctionMode, "mode"> = {},
  ): F {
    return lowerFunction(this, fn, { mode, ...options });
  }

  dataPath(call: ts.CallExpression): string | undefined {
    return this.#program.dataPath(call);
  }

  report(diagnostic: Diagnostic): void {
    this.#program.report(diagnostic);
  }

  collect(name: string, schema: Json): void {
    this.#program.collected.add(name, schema);
  }

  runtime(helper: RuntimeHelper): ts.Expression {
    this.#helpers ??= this.factory.createUniqueName(
      "__cf",
      ts.GeneratedIdentifierFlags.Optimistic | ts.GeneratedIdentifierFlags.FileLevel,
    );
    return this.factory.createPropertyAccessExpression(this.#helpers, helper);
  }

  call(helper: RuntimeHelper, args: readonly ts.Expression[], at: ts.Node): ts.CallExpression {
    const call = this.factory.createCallExpression(this.runtime(helper), undefined, args);
    return ts.setTextRange(call, at);
  }

  thunk(expression: ts.Expression, at: ts.Node): ts.ArrowFunction {
    const arrow = this.factory.createArrowFunction(
      undefined,
      undefined,
      [],
      undefined,
      this.factory.createToken(ts.SyntaxKind.EqualsGreaterThanToken),
      expression,
    );
    return ts.setTextRange(arrow, at);
  }

  #requireHelpers(name: ts.Identifier): ts.Statement {
    const { factory } = this;
    const call = factory.createCallExpression(factory.createIdentifier("require"), undefined, [
      factory.createStringLiteral("commonfabric/compiled"),
    ]);
    return factory.createVariableStatement(
      undefined,
      factory.createVariableDeclarationList([
        factory.createVariableDeclaration(name, undefined, undefined, call),
      ], ts.NodeFlags.Const),
    );
  }

  #expression(node: ts.Expression, mode: Mode): ts.Expression {
    if (ts.isIdentifier(node)) {
      const missing = lowerAbsentName(this, node);
      if (missing !== undefined) return missing;
      return mode === "computation" ? lowerCapturedName(this, node) : markBuilder(this, node, node);
    }
    if (isJsx(node)) return lowerJsx(this, node, mode);
    if (ts.isAwaitExpression(node)) return lowerAwait(this, node, mode);
    if (mode === "computation" && ts.isPropertyAccessExpression(node)) {
      return lowerUntypedPart(this, node) ?? lowerHiddenPart(this, node) ??
        this.children(node, mode);
    }
    if (mode === "body") return lowerBodyExpression(this, node);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      if (mode === "computation") return this.fn(node, mode);
      return markBuilder(this, node, this.fn(node, this.reactivity.helperMode(node)));
    }
    if (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) && this.calls.kind(node) !== "plain"
    ) return lowerBuilderCall(this, node, mode);
    const chain = ts.isCallExpression(node) ? lowerChain(this, node, mode) : undefined;
    return chain ?? this.children(node, mode);
  }

  #visit(node: ts.Node, mode: Mode): ts.VisitResult<ts.Node | undefined> {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return node;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return this.#module(node);
    if (ts.isExpression(node)) return this.expression(node, mode);
    if (ts.isFunctionDeclaration(node)) return this.fn(node, this.reactivity.helperMode(node));
    if (ts.isCatchClause(node)) return lowerCatch(this, node, mode);
    if (isMember(node)) return this.fn(node, mode === "body" ? "computation" : mode);
    if (ts.isShorthandPropertyAssignment(node)) return this.#shorthand(node, mode);
    if (mode === "body") {
      if (ts.isVariableStatement(node)) {
        const list = lowerBodyVariables(this, node.declarationList);
        return this.factory.updateVariableStatement(node, node.modifiers, list);
      }
      if (ts.isExpressionStatement(node)) {
        return this.factory.updateExpressionStatement(node, lowerEffect(this, node.expression));
      }
    }
    return isLoop(node) ? this.#loop(node, mode) : this.children(node, mode);
  }

  /** Older names of the library become the one that the runtime knows. */
  #module(node: ts.ImportDeclaration | ts.ExportDeclaration): ts.Statement {
    const { factory } = this;
    const written = node.moduleSpecifier;
    const name = written !== undefined && ts.isStringLiteral(written)
      ? runtimeSpecifier(written.text)
      : undefined;
    if (name === undefined) return node;
    const specifier = factory.createStringLiteral(name);
    return ts.isImportDeclaration(node)
      ? factory.updateImportDeclaration(
        node,
        node.modifiers,
        node.importClause,
        specifier,
        node.attributes,
      )
      : factory.updateExportDeclaration(
        node,
        node.modifiers,
        node.isTypeOnly,
        node.exportClause,
        specifier,
        node.attributes,
      );
  }

  #shorthand(node: ts.ShorthandPropertyAssignment, mode: Mode): ts.ObjectLiteralElementLike {
    if (mode !== "computation") return markShorthand(this, node) ?? this.children(node, mode);
    const value = this.#shorthandValue(node.name);
    if (value === undefined) return this.children(node, mode);
    const name = this.factory.createIdentifier(node.name.text);
    const property = this.factory.createPropertyAssignment(name, value);
    return ts.setTextRange(property, node);
  }

  /** What a shorthand property of a computation holds, where that is not what its name says. */
  #shorthandValue(name: ts.Identifier): ts.Expression | undefined {
    if (isGivenFunction(this, name)) return this.call("fn", [name], name);
    const isGiven = this.given.delete(name);
    if (needsRead(this, name)) return this.call(isGiven ? "given" : "read", [name], name);
    return isGiven ? givenEntry(this, name) : undefined;
  }

  #loop(node: ts.IterationStatement, mode: Mode): ts.Statement {
    const { factory } = this;
    const loop = this.children(node, mode);
    const body = withTick(this, loop.statement);
    if (ts.isForStatement(loop)) {
      return factory.updateForStatement(
        loop,
        loop.initializer,
        loop.condition,
        loop.incrementor,
        body,
      );
    }
    if (ts.isForOfStatement(loop)) {
      return factory.updateForOfStatement(
        loop,
        loop.awaitModifier,
        loop.initializer,
        loop.expression,
        body,
      );
    }
    if (ts.isForInStatement(loop)) {
      return factory.updateForInStatement(loop, loop.initializer, loop.expression, body);
    }
    if (ts.isWhileStatement(loop)) {
      return factory.updateWhileStatement(loop, loop.expression, body);
    }
    return factory.updateDoStatement(
      loop as ts.DoStatement,
      body,
      (loop as ts.DoStatement).expression,
    );
  }
}

/** Functions that are declared apart and given to `pattern` run in body mode. */
function declareBodies(context: FileContext): void {
  const visit = (node: ts.Node): void => {
    const argument = ts.isCallExpression(node) ? node.arguments[0] : undefined;
    if (
      argument !== undefined && ts.isIdentifier(argument) &&
      context.calls.kind(node as ts.CallExpression) === "pattern"
    ) {
      const fn = context.reactivity.helperOf(argument);
      if (fn !== undefined) context.reactivity.declareBody(fn);
    }
    ts.forEachChild(node, visit);
  };
  visit(context.sourceFile);
}

function isMember(
  node: ts.Node,
): node is
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration {
  return ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) || ts.isSetAccessorDeclaration(node);
}

function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}
