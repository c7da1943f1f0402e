/** How builders are called: types they lack, and places where they do not belong. */

import ts from "typescript";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { skipOuter } from "../analysis/calls.ts";
import { functionOf } from "../analysis/running.ts";
import { enclosingFunction } from "../analysis/syntax.ts";
import type { Check, CheckContext } from "./check.ts";

/** Reports builder calls whose schemas or place are doubtful. */
export const checkBuilders: Check = (node, context) => {
  if (!ts.isCallExpression(node)) return;
  const { calls, checker, report } = context;
  const kind = calls.kind(node);
  if (kind === "handler" || kind === "lift") {
    if (isInsidePattern(node, context) && !isCalledWithInput(node, context)) {
      report(diagnosticAt("builder-in-body", node.expression, [
        kind,
        kind === "handler" ? "action()" : "computed()",
      ]));
    }
    if (kind === "handler") checkHandlerParameters(node, context);
  }
  if (kind === "pattern") {
    const written = node.typeArguments?.[1];
    if (written !== undefined && checker.getTypeFromTypeNode(written).flags & ts.TypeFlags.Any) {
      report(diagnosticAt("any-output", written));
    }
    const fn = functionOf(node);
    const signature = fn === undefined || written !== undefined
      ? undefined
      : checker.getSignatureFromDeclaration(fn);
    if (signature !== undefined) {
      const result = checker.getReturnTypeOfSignature(signature);
      if (result.flags & ts.TypeFlags.Any) report(diagnosticAt("any-output", node.expression));
    }
  }
  if (kind === "request" && node.typeArguments === undefined) {
    const name = calls.exportName(node.expression);
    if (name === "fetchJson") report(diagnosticAt("untyped-fetch", node.expression, [name]));
    if (name === "generateObject" && !saysSchema(node.arguments[0])) {
      report(diagnosticAt("untyped-object", node.expression, [name]));
    }
  }
};

/** Whether a request has a schema of its own, also behind a cast; what is no literal may have one. */
function saysSchema(request: ts.Expression | undefined): boolean {
  const literal = request === undefined ? undefined : skipOuter(request);
  if (literal === undefined || !ts.isObjectLiteralExpression(literal)) return true;
  return literal.properties.some((property) =>
    ts.isSpreadAssignment(property) || property.name?.getText() === "schema"
  );
}

/** `lift((n) => n + 1)(count)`, where the function uses nothing but what it is given. */
function isCalledWithInput(node: ts.CallExpression, { calls, reactivity }: CheckContext): boolean {
  const fn = functionOf(node)?.body ?? node.arguments.at(-1);
  return calls.kind(node) === "lift" && ts.isCallExpression(node.parent) &&
    node.parent.expression === node && fn !== undefined && !reactivity.reads(fn);
}

/** Whether `node` stands in a function that is given to `pattern`, at any depth. */
function isInsidePattern(node: ts.Node, { calls }: CheckContext): boolean {
  for (let fn = enclosingFunction(node); fn !== undefined; fn = enclosingFunction(fn.parent)) {
    let call: ts.Node = fn.parent;
    while (ts.isParenthesizedExpression(call) || ts.isAsExpression(call)) call = call.parent;
    if (ts.isCallExpression(call) && calls.kind(call) === "pattern") return true;
  }
  return false;
}

const checkHandlerParameters: Check = (node, { checker, report }) => {
  if (!ts.isCallExpression(node) || node.typeArguments !== undefined) return;
  functionOf(node)?.parameters.forEach((parameter, index) => {
    if (parameter.type !== undefined || index > 1) return;
    if (ts.isIdentifier(parameter.name) && parameter.name.text.startsWith("_")) return;
    if (!isUntyped(parameter.name, checker) || !isUsed(parameter)) return;
    report(diagnosticAt("untyped-handler-parameter", parameter, [index === 0 ? "event" : "state"]));
  });
};

/** Whether nothing is known about a name, or about anything that a pattern takes out. */
function isUntyped(name: ts.BindingName, checker: ts.TypeChecker): boolean {
  if (ts.isIdentifier(name)) {
    const untyped = ts.TypeFlags.Any | ts.TypeFlags.Unknown;
    return (checker.getTypeAtLocation(name).flags & untyped) !== 0;
  }
  return name.elements.length > 0 &&
    name.elements.every((element) =>
      ts.isBindingElement(element) && element.initializer === undefined &&
      isUntyped(element.name, checker)
    );
}

/** Whether the function of a parameter says its name again; one that takes it apart uses it. */
function isUsed({ name, parent }: ts.ParameterDeclaration): boolean {
  if (!ts.isIdentifier(name)) return true;
  const mentions = (node: ts.Node): boolean =>
    ts.isIdentifier(node) ? node.text === name.text : ts.forEachChild(node, mentions) ?? false;
  const { body } = parent as ts.ArrowFunction;
  return mentions(body);
}
