/** JSX to `__cf.h(name, props, ...children)`. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import type { Mode } from "../analysis/reactivity.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { derive, type FileContext, propertyName } from "./file-context.ts";
import { decodeEntities, jsxText } from "./jsx-text.ts";
import { markGivenAttribute } from "./given.ts";
import { dispatchLater } from "./late-functions.ts";
import { expandSpread, namesGiven } from "./literals.ts";

type Jsx = ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment;

/** Whether a node is JSX that stands for a view. */
export function isJsx(node: ts.Node): node is Jsx {
  return ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node);
}

/** Lowers an element or fragment. */
export function lowerJsx(context: FileContext, node: Jsx, mode: Mode): ts.Expression {
  if (ts.isJsxFragment(node)) {
    return context.call("h", [
      context.runtime("Fragment"),
      context.factory.createNull(),
      ...lowerChildren(context, node.children, mode),
    ], node);
  }
  const opening = ts.isJsxElement(node) ? node.openingElement : node;
  if (mode === "body" && needsValues(context, opening) && context.reactivity.reads(node)) {
    return derive(context, node);
  }
  const children = ts.isJsxElement(node) ? lowerChildren(context, node.children, mode) : [];
  const props = lowerAttributes(context, opening.attributes, mode);
  if (props === undefined) return derive(context, node);
  return context.call("h", [lowerTag(context, opening.tagName, mode), props, ...children], node);
}

/** A component that is a plain function of values, not of references. */
function needsValues(context: FileContext, opening: ts.JsxOpeningLikeElement): boolean {
  const tag = opening.tagName;
  if (isIntrinsic(tag) || !(ts.isIdentifier(tag) || ts.isPropertyAccessExpression(tag))) {
    return false;
  }
  const kind = valueKind(context.checker.getTypeAtLocation(tag), context.checker);
  if (kind !== "function") return false;
  const helper = context.reactivity.helperOf(tag);
  return helper === undefined || context.reactivity.helperMode(helper) !== "body";
}

function isIntrinsic(tag: ts.JsxTagNameExpression): boolean {
  return ts.isJsxNamespacedName(tag) ||
    (ts.isIdentifier(tag) && (/^[a-z]/.test(tag.text) || tag.text.includes("-")));
}

function lowerTag(context: FileContext, tag: ts.JsxTagNameExpression, mode: Mode): ts.Expression {
  if (isIntrinsic(tag)) {
    return context.factory.createStringLiteral(
      ts.isJsxNamespacedName(tag)
        ? `${tag.namespace.text}:${tag.name.text}`
        : (tag as ts.Identifier).text,
    );
  }
  return ts.isIdentifier(tag) ? tag : context.expression(tag as ts.Expression, mode);
}

/** The props object; `undefined` where a spread of a reference cannot be expanded. */
function lowerAttributes(
  context: FileContext,
  attributes: ts.JsxAttributes,
  mode: Mode,
): ts.Expression | undefined {
  const { factory } = context;
  if (attributes.properties.length === 0) return factory.createNull();
  const properties: ts.ObjectLiteralElementLike[] = [];
  const earlier = new Set<string>();
  for (const attribute of attributes.properties) {
    const before = new Set(earlier);
    for (const name of namesGiven(context, attribute)) earlier.add(name);
    if (ts.isJsxAttribute(attribute)) {
      const value = lowerAttributeValue(context, attribute, mode);
      const assignment = factory.createPropertyAssignment(
        propertyName(factory, attributeText(attribute.name)),
        value,
      );
      properties.push(ts.setTextRange(assignment, attribute));
      continue;
    }
    const reactive = mode === "body" && context.reactivity.reads(attribute.expression);
    const expanded = reactive ? expandSpread(context, attribute.expression, before) : undefined;
    if (reactive && expanded === undefined) return undefined;
    properties.push(
      ...(expanded ??
        [factory.createSpreadAssignment(context.expression(attribute.expression, mode))]),
    );
  }
  return factory.createObjectLiteralExpression(properties, properties.length > 3);
}

function attributeText(name: ts.JsxAttributeName): string {
  return ts.isJsxNamespacedName(name) ? `${name.namespace.text}:${name.name.text}` : name.text;
}

function lowerAttributeValue(
  context: FileContext,
  attribute: ts.JsxAttribute,
  mode: Mode,
): ts.Expression {
  const { factory } = context;
  const value = attribute.initializer;
  if (value === undefined) return factory.createTrue();
  if (ts.isStringLiteral(value)) return factory.createStringLiteral(decodeEntities(value.text));
  if (!ts.isJsxExpression(value)) return context.expression(value, mode);
  if (value.expression === undefined) return factory.createTrue();
  const bare = skipOuter(value.expression);
  if (mode !== "module" && (ts.isArrowFunction(bare) || ts.isFunctionExpression(bare))) {
    const event = /^on[A-Z]/.test(attributeText(attribute.name)) || isIntrinsicOwner(attribute);
    const helperMode = event || mode === "computation"
      ? "computation"
      : context.reactivity.helperMode(bare);
    const fn = context.fn(bare, helperMode);
    return helperMode === "body" && !isIntrinsicOwner(attribute)
      ? context.call("builder", [fn], bare)
      : fn;
  }
  markGivenAttribute(context, attribute, mode);
  const dispatched = mode === "body" && /^on/.test(attributeText(attribute.name))
    ? dispatchLater(context, value.expression)
    : undefined;
  return dispatched ?? context.expression(value.expression, mode);
}

function isIntrinsicOwner(attribute: ts.JsxAttribute): boolean {
  return isIntrinsic(attribute.parent.parent.tagName);
}

function lowerChildren(
  context: FileContext,
  children: readonly ts.JsxChild[],
  mode: Mode,
): ts.Expression[] {
  const lowered: ts.Expression[] = [];
  for (const child of children) {
    if (ts.isJsxText(child)) {
      const text = jsxText(child.text);
      if (text !== undefined) lowered.push(context.factory.createStringLiteral(text));
    } else if (ts.isJsxExpression(child)) {
      if (child.expression === undefined) continue;
      const value = context.expression(child.expression, mode);
      const spread = child.dotDotDotToken !== undefined &&
        !(mode === "body" && context.reactivity.reads(child.expression));
      lowered.push(spread ? context.factory.createSpreadElement(value) : value);
    } else lowered.push(context.expression(child, mode));
  }
  return lowered;
}
