/** Inputs that a pattern needs and a caller leaves out. */

import ts from "typescript";
import { isRecord, type Json } from "@cf/utils";
import { skipOuter } from "../analysis/calls.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { functionOf } from "../analysis/running.ts";
import type { Check, CheckContext } from "./check.ts";

/**
 * Reports required inputs without a default that a call or an element does not name. The types of
 * factories cannot say this, because defaults are transparent to the type checker.
 */
export const checkMissingInputs: Check = (node, context) => {
  const use = instanceOf(node, context);
  if (use === undefined || use.given === undefined) return;
  const input = inputTypeOf(use.factory, context);
  if (input === undefined) return;
  for (const name of requiredNames(context.schemas.fromNode(input))) {
    if (!use.given.has(name)) context.report(diagnosticAt("missing-input", use.factory, [name]));
  }
};

interface Use {
  readonly factory: ts.Expression;
  /** The names of the inputs; `undefined` where they cannot be seen. */
  readonly given: ReadonlySet<string> | undefined;
}

function instanceOf(node: ts.Node, { calls }: CheckContext): Use | undefined {
  if (ts.isCallExpression(node) && calls.kind(node) === "instance") {
    const argument = node.arguments[0];
    const bare = argument === undefined ? undefined : skipOuter(argument);
    if (bare === undefined) return { factory: node.expression, given: new Set() };
    if (!ts.isObjectLiteralExpression(bare)) return undefined;
    return { factory: node.expression, given: namesOf(bare.properties) };
  }
  if (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) {
    const tag = node.tagName;
    if (!ts.isIdentifier(tag) || !/^[A-Z]/.test(tag.text)) return undefined;
    const given = namesOf(node.attributes.properties);
    return { factory: tag, given: given && new Set([...given, "children"]) };
  }
  return undefined;
}

function namesOf(
  properties: readonly (ts.ObjectLiteralElementLike | ts.JsxAttributeLike)[],
): Set<string> | undefined {
  const names = new Set<string>();
  for (const { name } of properties) {
    if (name === undefined || ts.isComputedPropertyName(name)) return undefined;
    names.add(ts.isJsxNamespacedName(name) ? name.name.text : name.text);
  }
  return names;
}

/** The input type as written where the pattern is declared. */
function inputTypeOf(
  factory: ts.Expression,
  { checker, calls }: CheckContext,
): ts.TypeNode | undefined {
  const target = skipOuter(factory);
  let symbol = checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(target) ? target.name : target,
  );
  if (symbol === undefined) return undefined;
  if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  const initializer = declaration === undefined
    ? undefined
    : ts.isExportAssignment(declaration)
    ? declaration.expression
    : ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration)
    ? declaration.initializer
    : undefined;
  const call = initializer === undefined ? undefined : skipOuter(initializer);
  if (call === undefined || !ts.isCallExpression(call) || calls.kind(call) !== "pattern") {
    return undefined;
  }
  return call.typeArguments?.[0] ?? functionOf(call)?.parameters[0]?.type;
}

function requiredNames(schema: Json): string[] {
  if (!isRecord(schema) || !Array.isArray(schema.required)) return [];
  const properties = isRecord(schema.properties) ? schema.properties : {};
  return schema.required.filter((name): name is string =>
    typeof name === "string" && needsValue(properties[name])
  );
}

/** Cells and scoped values come into being by themselves; what may be undefined may be left out. */
function needsValue(schema: unknown): boolean {
  if (!isRecord(schema)) return false;
  if ("default" in schema || "asCell" in schema || "scope" in schema) return false;
  const { type, anyOf } = schema;
  if (type === "undefined" || type === "unknown") return false;
  if (Array.isArray(type) && type.includes("undefined")) return false;
  return !Array.isArray(anyOf) || anyOf.every(needsValue);
}
