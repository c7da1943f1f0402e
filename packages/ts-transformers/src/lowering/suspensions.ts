/**
 * Where a handler may stop: at an `await` and at `then`, after which the runtime starts the next
 * part, and in a `catch`, which must not take a wait for data for a failure.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import type { Mode } from "../analysis/reactivity.ts";
import { isLibraryPath } from "../program/library.ts";
import type { FileContext } from "./file-context.ts";

/**
 * Whether an async function becomes a generator, which the runtime runs part by part. Those that a
 * generator cannot stand for stay as they are.
 */
export function runsInParts(fn: ts.FunctionLikeDeclaration): boolean {
  const isAsync = fn.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
  if (!isAsync || fn.asteriskToken !== undefined || fn.body === undefined) return false;
  return !fn.parameters.some(isOwnOfFunction) && !isOwnOfFunction(fn.body);
}

/** Whether a node holds what belongs to the very function around it: no generator has that. */
function isOwnOfFunction(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) return false;
  if (node.kind === ts.SyntaxKind.SuperKeyword) return true;
  if (ts.isIdentifier(node) && node.text === "arguments") return true;
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
  return ts.forEachChild(node, (child) => isOwnOfFunction(child) || undefined) ?? false;
}

/** The body of an async function: `__cf.async(function* () { … })`. */
export function bodyInParts(
  context: FileContext,
  fn: ts.FunctionLikeDeclaration,
  body: ts.ConciseBody,
): ts.ConciseBody {
  const { factory } = context;
  const block = ts.isBlock(body)
    ? body
    : factory.createBlock([ts.setTextRange(factory.createReturnStatement(body), body)], true);
  const generator = factory.createFunctionExpression(
    undefined,
    factory.createToken(ts.SyntaxKind.AsteriskToken),
    undefined,
    undefined,
    [],
    undefined,
    block,
  );
  const self = mentionsThis(fn.body!) ? [factory.createThis()] : [];
  const call = context.call("async", [generator, ...self], fn.body!);
  if (ts.isArrowFunction(fn)) return call;
  const statement = ts.setTextRange(factory.createReturnStatement(call), fn.body!);
  return ts.setTextRange(factory.createBlock([statement], true), fn.body!);
}

function mentionsThis(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) return false;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  return ts.forEachChild(node, (child) => mentionsThis(child) || undefined) ?? false;
}

/** `await x` becomes `(yield x)` in a function that runs in parts. */
export function lowerAwait(
  context: FileContext,
  node: ts.AwaitExpression,
  mode: Mode,
): ts.Expression {
  const { factory } = context;
  const around = ts.findAncestor(node.parent, ts.isFunctionLike);
  const inner = context.children(node, mode);
  if (around === undefined || !context.inParts.has(around)) return inner;
  const stop = ts.setTextRange(factory.createYieldExpression(undefined, inner.expression), node);
  return factory.createParenthesizedExpression(stop);
}

/** `catch (error) { … }` becomes `catch (error) { __cf.caught(error); … }`. */
export function lowerCatch(
  context: FileContext,
  node: ts.CatchClause,
  mode: Mode,
): ts.CatchClause {
  const { factory } = context;
  const { variableDeclaration: written, block } = context.children(node, mode);
  const name = written !== undefined && ts.isIdentifier(written.name)
    ? written.name
    : factory.createUniqueName("error");
  const added: ts.Statement[] = [
    factory.createExpressionStatement(context.call("caught", [name], node)),
  ];
  if (written !== undefined && name !== written.name) {
    // What is taken apart is taken apart after the look at the whole.
    added.push(factory.createVariableStatement(
      undefined,
      factory.createVariableDeclarationList([
        factory.createVariableDeclaration(written.name, undefined, undefined, name),
      ], ts.NodeFlags.Let),
    ));
  }
  const declaration = written !== undefined && name === written.name
    ? written
    : factory.createVariableDeclaration(name);
  const statements = factory.updateBlock(block, [...added, ...block.statements]);
  return factory.updateCatchClause(node, declaration, statements);
}

const CHAINING: ReadonlySet<string> = new Set(["then", "catch", "finally"]);

/** `p.then(f)` becomes `__cf.chain(p, "then", f)`; `undefined` for any other call. */
export function lowerChain(
  context: FileContext,
  node: ts.CallExpression,
  mode: Mode,
): ts.Expression | undefined {
  const { checker, factory } = context;
  const callee = skipOuter(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.questionDotToken !== undefined) {
    return undefined;
  }
  if (!CHAINING.has(callee.name.text) || node.arguments.some(ts.isSpreadElement)) return undefined;
  const symbol = checker.getTypeAtLocation(callee.expression).getSymbol();
  const isPromise = symbol?.name === "Promise" &&
    symbol.declarations?.some((one) => isLibraryPath(one.getSourceFile().fileName)) === true;
  if (!isPromise) return undefined;
  return context.call("chain", [
    context.expression(callee.expression, mode),
    factory.createStringLiteral(callee.name.text),
    ...node.arguments.map((argument) => context.expression(argument, mode)),
  ], node);
}
