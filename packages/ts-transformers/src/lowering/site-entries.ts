/** The options object that each kind of builder call gets: schemas, name, scope, source. */

import ts from "typescript";
import { isRecord, type Json } from "@cf/utils";
import { type CallKind, skipOuter } from "../analysis/calls.ts";
import { cellUses, type UsedPath } from "../analysis/cell-uses.ts";
import { cellContents } from "../analysis/cell-contents.ts";
import { declaredScope } from "../analysis/declared-scope.ts";
import { givenParameters } from "../analysis/syntax.ts";
import type { FileContext } from "./file-context.ts";
import { writtenOut } from "./given.ts";
import { withCellsAt } from "./open-cells.ts";
import { isPattern } from "./positions.ts";
import { jsonExpression, type SchemaUse } from "./schemas.ts";

type Call = ts.CallExpression | ts.NewExpression;
type Entry = [name: string, value: ts.Expression];

/** Whether what a call makes is stored under its name. */
function isStored(context: FileContext, node: Call, kind: CallKind): boolean {
  return kind === "cell" || kind === "database" ||
    kind === "instance" && isPattern(context, node.expression);
}

/** Nodes that are known by their line where they have no name. */
const LINED: ReadonlySet<CallKind> = new Set<CallKind>([
  "computed",
  "action",
  "assert",
  "request",
  "databaseQuery",
  "sqliteQuery",
  "instance",
]);

/** Kinds whose functions may write, so that they run although nobody reads them. */
const EFFECTFUL: ReadonlySet<CallKind> = new Set<CallKind>(["computed", "lift", "pattern"]);

/** The entries for one call, in the order in which they are emitted. */
export function siteEntries(context: FileContext, node: Call, kind: CallKind): Entry[] {
  if (kind === "patternTool" && !isFunction(node.arguments?.[0])) return [];
  if (kind === "patternTool" && functionArgument(context, node) === undefined) return [];
  const entries = schemaEntries(context, node, kind);
  const name = kind === "assert"
    ? undefined
    : context.names.of(node, nameless(node, kind), isStored(context, node, kind));
  if (name !== undefined) {
    entries.push(["name", context.factory.createStringLiteral(name)]);
  }
  const hasEffect = EFFECTFUL.has(kind) && context.effects.has(node);
  if (hasEffect) entries.push(["effect", context.factory.createTrue()]);
  if (kind === "database" || kind === "cell" || kind === "instance") {
    const scope = declaredScope(context.checker, node);
    if (scope !== undefined) entries.push(["scope", context.factory.createStringLiteral(scope)]);
  }
  const isBound = context.bindings.has(node) && !isStored(context, node, kind);
  if (isBound && ts.isCallExpression(node)) {
    const written = writtenOut(context, node);
    if (written.length > 0) entries.push(["written", jsonExpression(context.factory, written)]);
  }
  if ((name === undefined || isBound || hasEffect) && LINED.has(kind)) {
    const { line } = context.sourceFile.getLineAndCharacterOfPosition(node.getStart());
    const text = `${context.sourceFile.fileName}:${line + 1}`;
    entries.push(["line", context.factory.createStringLiteral(text)]);
  }
  if (kind === "assert") {
    const fn = node.arguments?.[0];
    const bare = fn === undefined ? undefined : skipOuter(fn);
    const source = bare !== undefined && ts.isArrowFunction(bare) ? bare.body : fn;
    if (source !== undefined) {
      const text = source.getText(context.sourceFile);
      entries.push(["source", context.factory.createStringLiteral(text)]);
    }
  }
  return entries;
}

/** A tool that is a function needs the schema that a pattern would bring itself. */
function isFunction(argument: ts.Expression | undefined): boolean {
  if (argument === undefined) return false;
  const bare = skipOuter(argument);
  return ts.isArrowFunction(bare) || ts.isFunctionExpression(bare);
}

/** A pattern has to be found again by name, wherever it stands, unless it is an export itself. */
function nameless(node: Call, kind: CallKind): string | undefined {
  return kind === "pattern" && !ts.isExportAssignment(node.parent) ? "pattern" : undefined;
}

function schemaEntries(context: FileContext, node: Call, kind: CallKind): Entry[] {
  switch (kind) {
    case "pattern":
      return patternEntries(context, node);
    case "patternTool":
      return present([["argument", parameterSchema(context, node, undefined, 0)]]);
    case "handler":
      return handlerEntries(context, node);
    case "lift":
      return liftEntries(context, node);
    case "action":
      return present([["event", givenSchema(context, node, 0)]]);
    case "computed":
      return present([["schema", typeArgument(context, node, 0) ?? ofExpression(context, node)]]);
    case "cell":
      return present([["schema", cellSchema(context, node)]]);
    case "request":
      return present([["schema", typeArgument(context, node, resultIndex(context, node))]]);
    case "databaseQuery":
    case "sqliteQuery":
      return present([["rowSchema", typeArgument(context, node, 0)]]);
    default:
      return [];
  }
}

/** Which type argument of a request is its result. */
function resultIndex(context: FileContext, node: Call): number {
  return context.calls.exportName(node.expression) === "compileAndRun" ? 1 : 0;
}

function patternEntries(context: FileContext, node: Call): Entry[] {
  const fn = functionArgument(context, node);
  if (fn === undefined) return [];
  return present([
    ["argument", parameterSchema(context, node, 0, 0)],
    ["result", typeArgument(context, node, 1) ?? patternResult(context, node, fn)],
  ]);
}

/**
 * The schema of a result that nobody declared. With one type argument the result is untyped for
 * whoever uses it, so a cell in it is read like any other value; streams and databases stay.
 */
function patternResult(context: FileContext, node: Call, fn: ts.SignatureDeclaration) {
  const untyped = node.typeArguments?.length === 1 && fn.type === undefined;
  return returnSchema(context, fn, untyped ? withReadCells : undefined);
}

const READ_KINDS: ReadonlySet<unknown> = new Set(["cell", "readonly"]);

/** A result's schema whose parts, written out in it, are values where they were cells. */
function withReadCells(schema: Json): Json {
  if (!isRecord(schema) || !isRecord(schema.properties)) return schema;
  const properties = Object.entries(schema.properties)
    .map(([key, property]) => [key, asValue(property)]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

function asValue(schema: Json): Json {
  if (!isRecord(schema)) return schema;
  if (!Array.isArray(schema.asCell)) return withReadCells(schema as Json);
  const { asCell, ...rest } = schema;
  const [outer, ...inner] = asCell as Json[];
  const kind = isRecord(outer) ? outer.kind : outer;
  if (!READ_KINDS.has(kind)) return schema as Json;
  return (inner.length === 0 ? rest : { ...rest, asCell: inner }) as Json;
}

function handlerEntries(context: FileContext, node: Call): Entry[] {
  if (functionArgument(context, node) === undefined) return [];
  return present([
    ["event", givenSchema(context, node, 0)],
    ["state", givenSchema(context, node, 1)],
    ["result", typeArgument(context, node, 2)],
  ]);
}

function liftEntries(context: FileContext, node: Call): Entry[] {
  const fn = functionArgument(context, node);
  if (fn === undefined) return [];
  return present([
    ["input", givenSchema(context, node, 0)],
    ["output", typeArgument(context, node, 1) ?? returnSchema(context, fn)],
  ]);
}

function present(entries: [string, ts.Expression | undefined][]): Entry[] {
  return entries.filter((entry): entry is Entry => entry[1] !== undefined);
}

/** The function a builder is given; `undefined` in the spellings that pass schemas first. */
function functionArgument(context: FileContext, node: Call): ts.SignatureDeclaration | undefined {
  const argument = node.arguments?.[0];
  return argument === undefined ? undefined : context.reactivity.helperOf(argument);
}

function typeArgument(context: FileContext, node: Call, index: number): ts.Expression | undefined {
  const type = node.typeArguments?.[index];
  return type === undefined ? undefined : context.schemas.ofNode(type);
}

/** From the type argument, else the annotation of the parameter, else its inferred type. */
function parameterSchema(
  context: FileContext,
  node: Call,
  typeIndex: number | undefined,
  parameterIndex: number,
): ts.Expression | undefined {
  const written = typeIndex === undefined ? undefined : typeArgument(context, node, typeIndex);
  if (written !== undefined) return written;
  const fn = functionArgument(context, node);
  const parameter = fn === undefined ? undefined : givenParameters(fn)[parameterIndex];
  if (parameter === undefined) return undefined;
  if (parameter.type !== undefined) return context.schemas.ofNode(parameter.type);
  return known(context, context.checker.getTypeAtLocation(parameter), parameter);
}

/** The schema of what is handed to a handler, lift or action: what it uses as a cell is one. */
function givenSchema(
  context: FileContext,
  node: Call,
  index: number,
): ts.Expression | undefined {
  const fn = functionArgument(context, node);
  const parameter = fn === undefined ? undefined : givenParameters(fn)[index];
  const uses = fn === undefined ? [] : openCellUses(context, node, fn, index);
  const change = (schema: Json) => withCellsAt(schema, uses);
  const written = node.typeArguments?.[index] ?? parameter?.type;
  if (written !== undefined) return context.schemas.ofNode(written, { isGiven: true }, change);
  if (parameter === undefined) return undefined;
  const type = context.checker.getTypeAtLocation(parameter);
  // Who takes an event is sent one, although nobody has said which.
  const isUnsaid = (type.flags & ts.TypeFlags.Void) !== 0;
  const inferred = isUnsaid ? undefined : known(context, type, parameter, { change });
  if (inferred !== undefined || uses.length === 0) return inferred;
  return context.schemas.reference(change(true));
}

function openCellUses(
  context: FileContext,
  node: Call,
  fn: ts.SignatureDeclaration,
  index: number,
): UsedPath[] {
  const { checker, reactivity } = context;
  const paths = cellUses(fn, index, {
    checker,
    functionOf: (callee) => reactivity.helperOf(callee),
  });
  // A handler's state is always an object of what a body binds.
  const isState = context.calls.kind(node) === "handler" && index === 1;
  return isState ? paths.filter((path) => path.length > 0) : paths;
}

function returnSchema(
  context: FileContext,
  fn: ts.SignatureDeclaration,
  change?: (schema: Json) => Json,
) {
  if (fn.type !== undefined) return context.schemas.ofNode(fn.type);
  const signature = context.checker.getSignatureFromDeclaration(fn);
  if (signature === undefined) return undefined;
  return known(
    context,
    context.checker.getReturnTypeOfSignature(signature),
    fn,
    change && { change },
  );
}

function ofExpression(context: FileContext, node: Call): ts.Expression | undefined {
  return known(context, context.checker.getTypeAtLocation(node), node);
}

/** `T` of `new Writable<T>(…)`: written, asked for by the constant's type, or inferred. */
function cellSchema(context: FileContext, node: Call): ts.Expression | undefined {
  const written = typeArgument(context, node, 0);
  if (written !== undefined) return written;
  const type = cellContents(context.checker, node);
  return type === undefined ? undefined : known(context, type, node, { isStored: true });
}

/** The schema of an inferred type, unless nothing is known about it. */
function known(
  context: FileContext,
  type: ts.Type,
  at: ts.Node,
  how?: SchemaUse & { readonly change?: (schema: Json) => Json },
): ts.Expression | undefined {
  const nothing = ts.TypeFlags.Any | ts.TypeFlags.Never | ts.TypeFlags.Unknown |
    ts.TypeFlags.TypeParameter;
  if (type.flags & nothing) return undefined;
  const element = context.checker.isArrayType(type)
    ? context.checker.getTypeArguments(type as ts.TypeReference)[0]
    : undefined;
  if (element !== undefined && element.flags & nothing) return undefined;
  return context.schemas.ofType(type, at, how);
}
