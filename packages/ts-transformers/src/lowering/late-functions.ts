/** Functions that a body cannot have when it runs, because what makes them is computed. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isPrimitiveType, valueKind } from "../analysis/value-kind.ts";
import type { FileContext } from "./file-context.ts";

/**
 * A function that is chosen or made by an expression is found when it runs, as a handler when its
 * event comes: `open ? save : undefined` becomes `(event) => (… || undefined)?.send(event)`.
 */
export function dispatchLater(
  context: FileContext,
  node: ts.Expression,
): ts.Expression | undefined {
  const { checker, factory, reactivity } = context;
  const bare = skipOuter(node);
  const computes = ts.isConditionalExpression(bare) || ts.isBinaryExpression(bare) ||
    ts.isCallExpression(bare) && context.calls.kind(bare) === "plain" ||
    ts.isIdentifier(bare) && isDerivedName(context, bare);
  if (!computes || !reactivity.reads(bare) || reactivity.builds(bare)) return undefined;
  const kind = handlerKind(checker, checker.getTypeAtLocation(bare));
  if (kind === undefined) return undefined;
  const event = factory.createUniqueName("event", ts.GeneratedIdentifierFlags.Optimistic);
  const handler = factory.createParenthesizedExpression(
    factory.createLogicalOr(
      context.expression(node, "computation"),
      factory.createIdentifier("undefined"),
    ),
  );
  const questionDot = factory.createToken(ts.SyntaxKind.QuestionDotToken);
  const call = kind === "stream"
    ? factory.createCallChain(
      factory.createPropertyAccessChain(handler, questionDot, "send"),
      undefined,
      undefined,
      [event],
    )
    : factory.createCallChain(handler, questionDot, undefined, [event]);
  return ts.setTextRange(
    factory.createArrowFunction(
      undefined,
      undefined,
      [factory.createParameterDeclaration(undefined, undefined, event)],
      undefined,
      factory.createToken(ts.SyntaxKind.EqualsGreaterThanToken),
      call,
    ),
    node,
  );
}

/**
 * `(...args) => make(…)(...args)` for a call in a body over references that gives a function, so
 * that the body has a function to hand on; `undefined` for one that may give none, or a class.
 */
export function lateFunction(
  context: FileContext,
  node: ts.CallExpression | ts.NewExpression,
): ts.Expression | undefined {
  const { checker, factory } = context;
  const type = checker.getTypeAtLocation(node);
  if (checker.getNonNullableType(type) !== type) return undefined;
  if (valueKind(type, checker) !== "function") return undefined;
  if (type.getConstructSignatures().length > 0) return undefined;
  const args = factory.createUniqueName("args", ts.GeneratedIdentifierFlags.Optimistic);
  const rest = factory.createToken(ts.SyntaxKind.DotDotDotToken);
  return ts.setTextRange(
    factory.createArrowFunction(
      undefined,
      undefined,
      [factory.createParameterDeclaration(undefined, rest, args)],
      undefined,
      factory.createToken(ts.SyntaxKind.EqualsGreaterThanToken),
      factory.createCallExpression(
        context.expression(node, "computation"),
        undefined,
        [factory.createSpreadElement(args)],
      ),
    ),
    node,
  );
}

/** Whether a name of a body stands for what a call over references gives, which is computed. */
export function isDerivedName(context: FileContext, name: ts.Identifier): boolean {
  const declaration = context.reactivity.symbolOf(name)?.valueDeclaration;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    context.derived.has(skipOuter(declaration.initializer));
}

/** What a value that may be absent is when it handles events. */
function handlerKind(checker: ts.TypeChecker, type: ts.Type): "stream" | "function" | undefined {
  const parts = (type.isUnion() ? type.types : [type]).filter((part) => !isPrimitiveType(part));
  const kinds = new Set(parts.map((part) => valueKind(part, checker)));
  if (kinds.size !== 1) return undefined;
  const [kind] = kinds;
  return kind === "stream" || kind === "function" ? kind : undefined;
}
