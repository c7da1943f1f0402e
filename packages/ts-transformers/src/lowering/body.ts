/** Expressions in a body: what stays a reference, what becomes a node, what stays JavaScript. */

import ts from "typescript";
import { hidesBehindMethod, namesElement, namesProperty } from "../analysis/paths.ts";
import { lowerBodyCall } from "./body-calls.ts";
import { isLazyOperator, lowerConditional, lowerLazyOperator } from "./choices.ts";
import { derive, type FileContext } from "./file-context.ts";
import { markBuilder } from "./function-values.ts";
import { lowerArrayLiteral, lowerObjectLiteral } from "./literals.ts";
import { lateFactory } from "./late-factories.ts";
import { ifThere } from "./optional-paths.ts";
import { isReferenceLike } from "./reference-like.ts";

/** Lowers one expression of a body. */
export function lowerBodyExpression(context: FileContext, node: ts.Expression): ts.Expression {
  if (isWrapper(node)) return context.children(node, "body");
  if (ts.isIdentifier(node)) return markBuilder(context, node, node);
  const late = lateFactory(context, node);
  if (late !== undefined) return late;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    return markBuilder(context, node, context.fn(node, context.reactivity.helperMode(node)));
  }
  if (ts.isObjectLiteralExpression(node)) return lowerObjectLiteral(context, node);
  if (ts.isArrayLiteralExpression(node)) return lowerArrayLiteral(context, node);
  if (ts.isConditionalExpression(node)) return lowerConditional(context, node);
  if (isLazyOperator(node)) return lowerLazyOperator(context, node);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return lowerBodyCall(context, node);
  if (ts.isPropertyAccessExpression(node)) return lowerProperty(context, node);
  if (ts.isElementAccessExpression(node)) return lowerElement(context, node);
  if (ts.isTaggedTemplateExpression(node) && context.calls.exportName(node.tag) === "str") {
    return lowerReactiveTemplate(context, node);
  }
  if (!context.reactivity.needsValue(node) || suspends(node)) return context.children(node, "body");
  return derive(context, node);
}

/** `str` with each hole a reference or a node, so that the tag sees what may change. */
function lowerReactiveTemplate(
  context: FileContext,
  node: ts.TaggedTemplateExpression,
): ts.Expression {
  const { factory } = context;
  const { template } = node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return node;
  const spans = template.templateSpans.map((span) =>
    factory.updateTemplateSpan(span, context.expression(span.expression, "body"), span.literal)
  );
  return factory.updateTaggedTemplateExpression(
    node,
    context.expression(node.tag, "body"),
    undefined,
    factory.updateTemplateExpression(template, template.head, spans),
  );
}

function isWrapper(node: ts.Expression): boolean {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) || ts.isSpreadElement(node);
}

/** Whether an expression awaits or yields, so that no function can be put around it. */
function suspends(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => suspends(child) || undefined) ?? false;
}

function lowerProperty(
  context: FileContext,
  node: ts.PropertyAccessExpression,
): ts.Expression {
  const { reactivity } = context;
  if (!reactivity.reads(node.expression) || !reactivity.needsValue(node)) {
    return context.children(node, "body");
  }
  if (isGetter(node, context.checker)) return derive(context, node);
  if (reactivity.keepsReferences(node.expression)) return context.children(node, "body");
  if (!namesProperty(node, context.checker) || !isReferenceLike(context, node.expression)) {
    return derive(context, node);
  }
  const path = hidesBehindMethod(node, context.checker)
    ? context.call("key", [
      context.expression(node.expression, "body"),
      context.factory.createStringLiteral(node.name.text),
    ], node)
    : context.children(node, "body");
  return ifThere(context, node, path);
}

/** Whether a class of the author's computes the property when it is read. */
function isGetter(node: ts.PropertyAccessExpression, checker: ts.TypeChecker): boolean {
  const declaration = checker.getSymbolAtLocation(node.name)?.valueDeclaration;
  return declaration !== undefined && ts.isGetAccessorDeclaration(declaration) &&
    ts.isClassLike(declaration.parent) && !declaration.getSourceFile().isDeclarationFile;
}

function lowerElement(context: FileContext, node: ts.ElementAccessExpression): ts.Expression {
  const { reactivity, checker } = context;
  if (!reactivity.reads(node)) return context.children(node, "body");
  const names = namesElement(node, reactivity, checker) &&
    (isReferenceLike(context, node.expression) || reactivity.isPlainList(node.expression));
  return names ? context.children(node, "body") : derive(context, node);
}
