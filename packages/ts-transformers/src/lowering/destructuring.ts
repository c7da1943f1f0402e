/**
 * Destructuring of references in a body. A reference is never undefined and cannot be enumerated,
 * so defaults, rest elements, array positions and properties that share a name with a cell method
 * become declarations of their own.
 */

import ts from "typescript";
import { CELL_METHODS } from "../analysis/paths.ts";
import { valueKind } from "../analysis/value-kind.ts";
import type { FileContext } from "./file-context.ts";

/** A binding that JavaScript can do on a reference, and the declarations that follow it. */
export interface LoweredBinding {
  readonly name: ts.BindingName;
  readonly after: readonly ts.VariableDeclaration[];
}

/** Lowers a binding whose value is a reference. */
export function lowerBinding(context: FileContext, name: ts.BindingName): LoweredBinding {
  if (ts.isIdentifier(name)) return { name, after: [] };
  const after: ts.VariableDeclaration[] = [];
  const rest = name.elements.some((e) => ts.isBindingElement(e) && e.dotDotDotToken !== undefined);
  if (rest || hasHiddenName(context, name) || isOfText(context, name)) {
    const source = context.factory.createUniqueName("source");
    lowerElements(context, name, source, after);
    return { name: source, after };
  }
  const elements: ts.BindingElement[] = [];
  name.elements.forEach((element, index) => {
    if (!ts.isBindingElement(element)) return;
    elements.push(lowerElement(context, element, index, after));
  });
  return { name: context.factory.createObjectBindingPattern(elements), after };
}

/** One element: `{ a = 1 }` becomes `{ a: a_1 }` and `a = __cf.fallback(a_1, () => 1)`. */
function lowerElement(
  context: FileContext,
  element: ts.BindingElement,
  index: number,
  after: ts.VariableDeclaration[],
): ts.BindingElement {
  const { factory } = context;
  const key = elementKey(context, element, index);
  if (element.initializer === undefined) {
    const inner = lowerBinding(context, element.name);
    after.push(...inner.after);
    return factory.createBindingElement(undefined, key, inner.name);
  }
  const temporary = factory.createUniqueName(
    ts.isIdentifier(element.name) ? element.name.text : "part",
  );
  declare(context, element, temporary, after);
  return factory.createBindingElement(undefined, key, temporary);
}

/** Declares `element` from `value`, with its default, and what is nested in it. */
function declare(
  context: FileContext,
  element: ts.BindingElement,
  value: ts.Expression,
  after: ts.VariableDeclaration[],
): void {
  const initializer = element.initializer === undefined ? value : context.call("fallback", [
    value,
    context.thunk(context.expression(element.initializer, "body"), element.initializer),
  ], element);
  const inner = lowerBinding(context, element.name);
  after.push(variable(context, inner.name, initializer), ...inner.after);
}

/** Every element as a declaration of its own, from `source`. */
function lowerElements(
  context: FileContext,
  pattern: ts.BindingPattern,
  source: ts.Identifier,
  after: ts.VariableDeclaration[],
): void {
  const { factory } = context;
  pattern.elements.forEach((element, index) => {
    if (!ts.isBindingElement(element)) return;
    if (element.dotDotDotToken !== undefined) {
      after.push(
        variable(context, element.name as ts.Identifier, restOf(context, pattern, source)),
      );
      return;
    }
    const key = elementKey(context, element, index) ?? (element.name as ts.Identifier);
    const text = ts.isComputedPropertyName(key) || ts.isPrivateIdentifier(key)
      ? undefined
      : key.text;
    const part = isOfText(context, pattern)
      ? partOfText(context, element, { source, key: text ?? "" })
      : text !== undefined && isHidden(context, element, text)
      ? context.call("key", [source, factory.createStringLiteral(text)], element)
      : partOf(factory, source, ts.isComputedPropertyName(key) ? key.expression : text ?? "");
    declare(context, element, part, after);
  });
}

/** Whether a text is taken apart: its letters and its length are computed, and no places. */
function isOfText({ checker }: FileContext, pattern: ts.BindingPattern): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(pattern));
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => (flags & ts.TypeFlags.StringLike) !== 0);
}

function partOfText(
  context: FileContext,
  element: ts.BindingElement,
  { source, key }: { source: ts.Identifier; key: string },
): ts.Expression {
  const { factory } = context;
  const text = context.call("read", [source], element);
  const whole = ts.isArrayBindingPattern(element.parent)
    ? factory.createArrayLiteralExpression([factory.createSpreadElement(text)])
    : text;
  const part = factory.createElementAccessExpression(whole, factory.createStringLiteral(key));
  return context.call("derive", [context.thunk(part, element)], element);
}

function partOf(
  factory: ts.NodeFactory,
  source: ts.Identifier,
  key: ts.Expression | string,
): ts.Expression {
  if (typeof key === "string" && /^[A-Za-z_$][\w$]*$/.test(key)) {
    return factory.createPropertyAccessExpression(source, key);
  }
  return factory.createElementAccessExpression(
    source,
    typeof key === "string" ? factory.createStringLiteral(key) : key,
  );
}

/** `...rest`: known properties by their names, of an array what follows the positions before. */
function restOf(
  context: FileContext,
  pattern: ts.BindingPattern,
  source: ts.Identifier,
): ts.Expression {
  const { factory, checker } = context;
  const rest = pattern.elements[pattern.elements.length - 1] as ts.BindingElement;
  if (ts.isArrayBindingPattern(pattern)) {
    const read = context.call("read", [source], rest);
    const all = isOfText(context, pattern)
      ? factory.createArrayLiteralExpression([factory.createSpreadElement(read)])
      : read;
    const slice = factory.createCallExpression(
      factory.createPropertyAccessExpression(all, "slice"),
      undefined,
      [factory.createNumericLiteral(pattern.elements.length - 1)],
    );
    return context.call("derive", [context.thunk(slice, rest)], rest);
  }
  const type = checker.getTypeAtLocation(rest.name);
  if (checker.getIndexInfosOfType(type).length === 0 && (type.flags & ts.TypeFlags.Object)) {
    return factory.createObjectLiteralExpression(
      type.getProperties().filter((symbol) => !symbol.name.startsWith("__@")).map((symbol) => {
        const text = factory.createStringLiteral(symbol.name);
        return factory.createPropertyAssignment(text, context.call("key", [source, text], rest));
      }),
    );
  }
  const others = pattern.elements.slice(0, -1).map((element, index) =>
    factory.createBindingElement(
      undefined,
      elementKey(context, element, index) ?? (element.name as ts.Identifier),
      factory.createUniqueName("_"),
    )
  );
  const names = factory.createUniqueName("rest");
  const take = factory.createArrowFunction(
    undefined,
    undefined,
    [factory.createParameterDeclaration(
      undefined,
      undefined,
      factory.createObjectBindingPattern([
        ...others,
        factory.createBindingElement(
          factory.createToken(ts.SyntaxKind.DotDotDotToken),
          undefined,
          names,
        ),
      ]),
    )],
    undefined,
    factory.createToken(ts.SyntaxKind.EqualsGreaterThanToken),
    names,
  );
  const value = factory.createCallExpression(
    factory.createParenthesizedExpression(take),
    undefined,
    [
      context.call("read", [source], rest),
    ],
  );
  return context.call("derive", [context.thunk(value, rest)], rest);
}

function elementKey(
  context: FileContext,
  element: ts.BindingElement,
  index: number,
): ts.PropertyName | undefined {
  if (ts.isArrayBindingPattern(element.parent)) {
    return context.factory.createNumericLiteral(index);
  }
  const written = element.propertyName;
  if (written !== undefined && ts.isComputedPropertyName(written)) {
    return context.factory.updateComputedPropertyName(
      written,
      context.expression(written.expression, "body"),
    );
  }
  if (written !== undefined) return written;
  if (!ts.isIdentifier(element.name)) return undefined;
  const needsKey = element.initializer !== undefined;
  return needsKey ? context.factory.createIdentifier(element.name.text) : undefined;
}

function hasHiddenName(context: FileContext, pattern: ts.BindingPattern): boolean {
  if (ts.isArrayBindingPattern(pattern)) return false;
  return pattern.elements.some((element) => {
    const name = element.propertyName ?? element.name;
    return ts.isIdentifier(name) && isHidden(context, element, name.text);
  });
}

/** Whether destructuring would find a cell method instead of the data of that name. */
function isHidden(context: FileContext, element: ts.BindingElement, key: string): boolean {
  if (!CELL_METHODS.has(key)) return false;
  const type = context.checker.getTypeAtLocation(element);
  return valueKind(type, context.checker) !== "function";
}

function variable(
  context: FileContext,
  name: ts.BindingName,
  initializer: ts.Expression,
): ts.VariableDeclaration {
  return context.factory.createVariableDeclaration(name, undefined, undefined, initializer);
}
