/** Calls that mean something to the runtime: their functions, schemas, names and scopes. */

import ts from "typescript";
import { type CallKind, skipOuter } from "../analysis/calls.ts";
import type { Mode } from "../analysis/reactivity.ts";
import { type Comparisons, recordOperands } from "./operands.ts";
import { running } from "./choices.ts";
import type { FileContext } from "./file-context.ts";
import { markGivenArguments } from "./given.ts";
import { lateFactoryByName } from "./late-factories.ts";
import { dispatchLater } from "./late-functions.ts";
import { jsonExpression } from "./schemas.ts";
import { positionOf } from "./positions.ts";
import { siteEntries } from "./site-entries.ts";

type Call = ts.CallExpression | ts.NewExpression;

/** Where the options object goes: after this many arguments of the author's. */
const SITE_POSITION: Partial<Record<CallKind, number>> = {
  pattern: 1,
  handler: 1,
  lift: 1,
  computed: 1,
  action: 1,
  assert: 1,
  cell: 1,
  request: 1,
  instance: 1,
  database: 2,
  databaseQuery: 2,
  sqliteQuery: 1,
  patternTool: 2,
};

/** The mode of a function that stands as an argument of such a call. */
const FUNCTION_MODE: Partial<Record<CallKind, Mode>> = {
  pattern: "body",
  patternTool: "body",
  handler: "computation",
  lift: "computation",
  computed: "computation",
  action: "computation",
  assert: "computation",
};

/** Lowers a builder call, with its plain arguments in `mode`. */
export function lowerBuilderCall(context: FileContext, node: Call, mode: Mode): ts.Expression {
  const kind = context.calls.kind(node);
  if (ts.isCallExpression(node)) {
    if (kind === "toSchema") return lowerToSchema(context, node, mode);
    if (kind === "cfLink") return lowerCfLink(context, node, mode);
    if (kind === "dataFile") return lowerDataFile(context, node, mode);
    if (kind === "control" && mode === "body") {
      const choice = lowerControl(context, node);
      if (choice !== undefined) return running(context, node, choice);
    }
  }
  if (kind === "instance" && ts.isCallExpression(node)) {
    markGivenArguments(context, node, mode);
  }
  const comparisons = kind === "assert" ? recordOperands(context, node) : undefined;
  const args = (node.arguments ?? []).map((argument) => {
    const fn = skipOuter(argument);
    const fnMode = FUNCTION_MODE[kind];
    if (fnMode !== undefined && (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn))) {
      return context.fn(fn, fnMode);
    }
    const later = fnMode === "computation" && mode === "body"
      ? dispatchLater(context, argument)
      : undefined;
    return later ?? context.expression(argument, mode);
  });
  appendSite(context, node, kind, args, comparisons);
  const named = skipOuter(node.expression);
  const late = mode === "body" && ts.isIdentifier(named)
    ? lateFactoryByName(context, named)
    : undefined;
  const callee = late ?? context.expression(node.expression, mode);
  return ts.isNewExpression(node)
    ? context.factory.updateNewExpression(node, callee, undefined, args)
    : ts.isCallChain(node)
    ? context.factory.updateCallChain(node, callee, node.questionDotToken, undefined, args)
    : context.factory.updateCallExpression(node, callee, undefined, args);
}

function appendSite(
  context: FileContext,
  node: Call,
  kind: CallKind,
  args: ts.Expression[],
  comparisons: Comparisons | undefined,
): void {
  const position = SITE_POSITION[kind];
  if (position === undefined) return;
  const { factory } = context;
  const entries = siteEntries(context, node, kind);
  if (comparisons !== undefined && comparisons.operands.length > 0) {
    entries.push(["operands", jsonExpression(factory, comparisons.operands)]);
    entries.push(["operators", jsonExpression(factory, comparisons.operators)]);
  }
  if (entries.length === 0) return;
  collectSchemas(context, node, entries);
  while (args.length < position) args.push(factory.createVoidZero());
  args.push(context.call("site", [
    factory.createObjectLiteralExpression(
      entries.map(([name, value]) => factory.createPropertyAssignment(name, value)),
    ),
  ], node));
}

/** Keeps the schemas of a call under the name that people know it by. */
function collectSchemas(
  context: FileContext,
  node: Call,
  entries: readonly [string, ts.Expression][],
): void {
  const { sourceFile } = context;
  const line = sourceFile.getLineAndCharacterOfPosition(node.getStart(sourceFile)).line + 1;
  const own = context.names.of(node) ?? (ts.isExportAssignment(node.parent) ? "default" : line);
  for (const [entry, value] of entries) {
    const schema = context.schemas.valueOf(value);
    if (schema !== undefined) context.collect(`${sourceFile.fileName}#${own}.${entry}`, schema);
  }
}

function lowerControl(context: FileContext, node: ts.CallExpression): ts.Expression | undefined {
  const [condition, first, second] = node.arguments;
  if (condition === undefined || first === undefined) return undefined;
  if (node.arguments.some((argument) => ts.isSpreadElement(argument))) return undefined;
  const name = context.calls.exportName(node.expression);
  const test = context.expression(condition, "body");
  const thunk = (branch: ts.Expression) =>
    context.thunk(context.expression(branch, "body"), branch);
  const at = positionOf(context, condition, node.arguments.slice(1));
  if (name === "when") return context.call("and", [test, thunk(first), ...at], node);
  if (name === "unless") return context.call("or", [test, thunk(first), ...at], node);
  if (second === undefined) return undefined;
  return context.call("cond", [test, thunk(first), thunk(second), ...at], node);
}

function lowerToSchema(
  context: FileContext,
  node: ts.CallExpression,
  mode: Mode,
): ts.Expression {
  const type = node.typeArguments?.[0];
  if (type === undefined) return context.children(node, mode);
  const schema = context.schemas.ofNode(type);
  const extra = node.arguments[0];
  if (extra === undefined) return schema;
  const { factory } = context;
  return factory.createObjectLiteralExpression([
    factory.createSpreadAssignment(schema),
    factory.createSpreadAssignment(context.expression(extra, mode)),
  ]);
}

function lowerCfLink(context: FileContext, node: ts.CallExpression, mode: Mode): ts.Expression {
  const type = node.typeArguments?.[0];
  if (type === undefined || node.arguments.length > 0) return context.children(node, mode);
  return context.factory.updateCallExpression(
    node,
    context.expression(node.expression, mode),
    undefined,
    [context.schemas.ofNode(type)],
  );
}

function lowerDataFile(
  context: FileContext,
  node: ts.CallExpression,
  mode: Mode,
): ts.Expression {
  const path = context.dataPath(node);
  if (path === undefined) return context.children(node, mode);
  return context.factory.updateCallExpression(
    node,
    context.expression(node.expression, mode),
    undefined,
    [context.factory.createStringLiteral(path)],
  );
}
