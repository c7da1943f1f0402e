/** Functions, loops and declarations: the mode of a function's statements, budgets, bindings. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import type { FunctionMode } from "../analysis/reactivity.ts";
import { lowerBinding } from "./destructuring.ts";
import type { FileContext } from "./file-context.ts";
import { bodyInParts, runsInParts } from "./suspensions.ts";

/** Lowers a function that runs in `mode`. */
export function lowerFunction<F extends ts.FunctionLikeDeclaration>(
  context: FileContext,
  fn: F,
  mode: FunctionMode,
): F {
  context.reactivity.record(fn, mode);
  const after: ts.VariableDeclaration[] = [];
  const parameters = fn.parameters.map((parameter) =>
    lowerParameter(context, parameter, mode, after)
  );
  const inParts = mode.computesBody !== true && runsInParts(fn);
  if (inParts) context.inParts.add(fn);
  const body = fn.body === undefined ? undefined : lowerFunctionBody(context, fn, mode, after);
  const whole = inParts ? bodyInParts(context, fn, body!) : body;
  const modifiers = inParts ? withoutAsync(fn) : fn.modifiers;
  return rebuild(context.factory, fn, { modifiers, parameters, body: whole }) as F;
}

function lowerParameter(
  context: FileContext,
  parameter: ts.ParameterDeclaration,
  mode: FunctionMode,
  after: ts.VariableDeclaration[],
): ts.ParameterDeclaration {
  const { factory } = context;
  const inner = mode.mode === "body" && !mode.plainParameters
    ? lowerBinding(context, parameter.name)
    : { name: context.children(parameter.name, mode.mode), after: [] };
  after.push(...inner.after);
  return factory.updateParameterDeclaration(
    parameter,
    // `constructor(readonly cents: number)` declares a property by its modifier.
    parameter.modifiers,
    parameter.dotDotDotToken,
    inner.name,
    undefined,
    undefined,
    parameter.initializer === undefined
      ? undefined
      : context.expression(parameter.initializer, mode.mode),
  );
}

function lowerFunctionBody(
  context: FileContext,
  fn: ts.FunctionLikeDeclaration,
  mode: FunctionMode,
  after: readonly ts.VariableDeclaration[],
): ts.ConciseBody {
  const { factory } = context;
  const body = fn.body!;
  const inner = mode.computesBody ? "computation" : mode.mode;
  const prologue: ts.Statement[] = after.length === 0 ? [] : [constants(factory, after)];
  if (isNamed(fn) && mode.mode !== "body") prologue.unshift(tick(context, fn));
  if (!ts.isBlock(body)) {
    const value = mode.computesBody
      ? context.call("derive", [context.thunk(context.expression(body, inner), body)], body)
      : context.expression(body, inner);
    if (prologue.length === 0) return value;
    return ts.setTextRange(
      factory.createBlock([...prologue, mapped(factory.createReturnStatement(value), body)], true),
      body,
    );
  }
  const block = context.children(body, inner);
  if (mode.computesBody) {
    const thunk = factory.createArrowFunction(
      undefined,
      undefined,
      [],
      undefined,
      factory.createToken(ts.SyntaxKind.EqualsGreaterThanToken),
      block,
    );
    const value = context.call("derive", [thunk], body);
    return factory.createBlock([...prologue, factory.createReturnStatement(value)], true);
  }
  if (prologue.length === 0) return block;
  return factory.updateBlock(block, [...prologue, ...block.statements]);
}

/** Functions that can call themselves by name get a budget call. */
function isNamed(fn: ts.FunctionLikeDeclaration): boolean {
  if (ts.isFunctionDeclaration(fn) || ts.isMethodDeclaration(fn)) return true;
  if (ts.isFunctionExpression(fn) && fn.name !== undefined) return true;
  const declaration = fn.parent;
  return ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined &&
    skipOuter(declaration.initializer) === fn && ts.isIdentifier(declaration.name) &&
    mentions(fn.body, declaration.name.text);
}

function mentions(node: ts.Node | undefined, name: string): boolean {
  if (node === undefined) return false;
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false;
}

/** `__cf.tick();` */
function tick(context: FileContext, at: ts.Node): ts.Statement {
  return context.factory.createExpressionStatement(context.call("tick", [], at));
}

/** The statement of a loop, beginning with a budget call. */
export function withTick(context: FileContext, body: ts.Statement): ts.Statement {
  const { factory } = context;
  return ts.isBlock(body)
    ? factory.updateBlock(body, [tick(context, body), ...body.statements])
    : factory.createBlock([tick(context, body), body], true);
}

/** A variable statement of a body: bindings of references are lowered. */
export function lowerBodyVariables(
  context: FileContext,
  list: ts.VariableDeclarationList,
): ts.VariableDeclarationList {
  const { factory } = context;
  const declarations = list.declarations.flatMap((declaration) => {
    const value = declaration.initializer;
    if (value === undefined) return [declaration];
    const lowered = context.expression(value, "body");
    const inner = context.reactivity.reads(value)
      ? lowerBinding(context, declaration.name)
      : { name: context.children(declaration.name, "body"), after: [] };
    const first = factory.updateVariableDeclaration(
      declaration,
      inner.name,
      undefined,
      undefined,
      lowered,
    );
    return [first, ...inner.after];
  });
  return factory.updateVariableDeclarationList(list, declarations);
}

function constants(
  factory: ts.NodeFactory,
  declarations: readonly ts.VariableDeclaration[],
): ts.Statement {
  return factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(declarations, ts.NodeFlags.Const),
  );
}

function mapped<N extends ts.Node>(node: N, at: ts.Node): N {
  return ts.setTextRange(node, at);
}

function withoutAsync(fn: ts.FunctionLikeDeclaration): readonly ts.ModifierLike[] | undefined {
  return fn.modifiers?.filter(({ kind }) => kind !== ts.SyntaxKind.AsyncKeyword);
}

/** The parts of a function after lowering. */
interface FunctionParts {
  readonly modifiers: readonly ts.ModifierLike[] | undefined;
  readonly parameters: readonly ts.ParameterDeclaration[];
  readonly body: ts.ConciseBody | undefined;
}

function rebuild(
  factory: ts.NodeFactory,
  fn: ts.FunctionLikeDeclaration,
  parts: FunctionParts,
): ts.Node {
  const { parameters, body } = parts;
  const keep = parts.modifiers as readonly ts.Modifier[] | undefined;
  if (ts.isArrowFunction(fn)) {
    const arrow = fn.equalsGreaterThanToken;
    return factory.updateArrowFunction(fn, keep, undefined, parameters, undefined, arrow, body!);
  }
  const block = body as ts.FunctionBody | undefined;
  const star = fn.asteriskToken;
  if (ts.isFunctionExpression(fn)) {
    const { name } = fn;
    return factory.updateFunctionExpression(
      fn,
      keep,
      star,
      name,
      undefined,
      parameters,
      undefined,
      block!,
    );
  }
  if (ts.isFunctionDeclaration(fn)) {
    const { name } = fn;
    return factory.updateFunctionDeclaration(
      fn,
      keep,
      star,
      name,
      undefined,
      parameters,
      undefined,
      block,
    );
  }
  return rebuildMember(factory, fn, { ...parts, body: block });
}

function rebuildMember(
  factory: ts.NodeFactory,
  fn: ts.FunctionLikeDeclaration,
  { modifiers, parameters, body }: FunctionParts,
): ts.Node {
  const block = body as ts.FunctionBody | undefined;
  if (ts.isMethodDeclaration(fn)) {
    const { asteriskToken, name } = fn;
    return factory.updateMethodDeclaration(
      fn,
      modifiers,
      asteriskToken,
      name,
      undefined,
      undefined,
      parameters,
      undefined,
      block,
    );
  }
  if (ts.isConstructorDeclaration(fn)) {
    return factory.updateConstructorDeclaration(fn, modifiers, parameters, block);
  }
  if (ts.isGetAccessorDeclaration(fn)) {
    const { name } = fn;
    return factory.updateGetAccessorDeclaration(fn, modifiers, name, parameters, undefined, block);
  }
  const setter = fn as ts.SetAccessorDeclaration;
  return factory.updateSetAccessorDeclaration(setter, modifiers, setter.name, parameters, block);
}
