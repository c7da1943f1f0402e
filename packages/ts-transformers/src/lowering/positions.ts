/**
 * Where parts of a body are that have no name of their own: below a list, in a branch. What is
 * stored there derives its identity from the text of the list or the condition, so that a list or
 * a condition that is added before does not give its state to this one. Only what can hold stored
 * state says where it is.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import type { FileContext } from "./file-context.ts";

/** Texts longer than this are cut, and told apart by what follows in a hash. */
const TEXT_MAX = 48;

/** `__cf.site({ at: "…" })` for a part that is built when `about` says so, or nothing. */
export function positionOf(
  context: FileContext,
  about: ts.Expression,
  parts: readonly ts.Node[],
): ts.Expression[] {
  if (!parts.some((part) => holdsState(context, part))) return [];
  const { factory } = context;
  const at = factory.createPropertyAssignment("at", factory.createStringLiteral(textOf(about)));
  return [context.call("site", [factory.createObjectLiteralExpression([at])], about)];
}

/** Whether cells, pieces or databases may be made while `node` is built, also in helpers. */
function holdsState(
  context: FileContext,
  node: ts.Node,
  passed: ReadonlySet<ts.Node> = new Set(),
): boolean {
  if (ts.isTypeNode(node)) return false;
  const inHelper = (callee: ts.Expression): boolean => {
    const helper = context.reactivity.helperOf(callee);
    return helper?.body !== undefined && !passed.has(helper) &&
      holdsState(context, helper.body, new Set([...passed, helper]));
  };
  if (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) {
    const { tagName } = node;
    const component = ts.isJsxNamespacedName(tagName) || isElementName(tagName)
      ? undefined
      : tagName;
    if (component && (isPattern(context, component) || inHelper(component))) return true;
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const kind = context.calls.kind(node);
    if (kind === "cell" || kind === "database") return true;
    if (kind === "instance" && isPattern(context, node.expression)) return true;
    if (inHelper(node.expression)) return true;
  }
  // A helper that is handed on: `items.map(row)`.
  if (ts.isIdentifier(node) && isHandedOn(node) && inHelper(node)) return true;
  return ts.forEachChild(node, (child) => holdsState(context, child, passed) || undefined) ??
    false;
}

function isHandedOn(name: ts.Identifier): boolean {
  return ts.isCallExpression(name.parent) && name.parent.expression !== name;
}

/** Whether an expression is a pattern; calling it, or using it as a component, makes a piece. */
export function isPattern({ checker }: FileContext, expression: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(expression);
  const parts = type.isIntersection() ? type.types : [type];
  return parts.some((part) =>
    part.flags & ts.TypeFlags.Any || part.getSymbol()?.name === "PatternFactory"
  );
}

function isElementName(name: ts.JsxTagNameExpression): boolean {
  return !ts.isPropertyAccessExpression(name) && /^[a-z]/.test(name.getText());
}

/** The author's text, short, and without what separates the parts of an identity. */
function textOf(about: ts.Expression): string {
  const text = skipOuter(about).getText().replace(/\s+/g, " ").replaceAll("/", "|");
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX)}…${hashOf(text)}`;
}

/** FNV-1a, as text. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}
