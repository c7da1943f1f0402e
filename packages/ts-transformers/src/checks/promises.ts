/** Promises where a value is needed: nothing that shows or reads a computation waits for it. */

import ts from "typescript";
import { type CallKind, skipOuter } from "../analysis/calls.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import { isLibraryPath } from "../program/library.ts";
import type { Check, CheckContext } from "./check.ts";

/** How far into lists and objects a promise is looked for. */
const DEPTH_MAX = 3;

const COMPUTING: ReadonlySet<CallKind> = new Set<CallKind>([
  "computed",
  "lift",
  "assert",
  "pattern",
]);

/** Reports computations, and expressions of a body or a view, that give promises. */
export const checkPromises: Check = (node, context) => {
  if (ts.isJsxExpression(node)) checkShown(node, context);
  if (!ts.isCallExpression(node)) return;
  const kind = context.calls.kind(node);
  if (COMPUTING.has(kind)) checkComputation(node, kind, context);
  else if (kind === "plain") checkBuilt(node, context);
};

function checkComputation(
  node: ts.CallExpression,
  kind: CallKind,
  { checker, report }: CheckContext,
): void {
  for (const argument of node.arguments) {
    const signatures = checker.getTypeAtLocation(argument).getCallSignatures();
    const gives = signatures.some((one) =>
      // The parts of a pattern's result are reported where they are made.
      holdsPromise(
        checker.getReturnTypeOfSignature(one),
        checker,
        kind === "pattern" ? 1 : DEPTH_MAX,
      )
    );
    if (gives) report(diagnosticAt("async-computation", argument, [`${kind}()`]));
  }
}

/** `{load(n)}` and `title={load(n)}`; an event may take its time. */
function checkShown({ expression, parent }: ts.JsxExpression, context: CheckContext): void {
  if (expression === undefined) return;
  if (ts.isJsxAttribute(parent) && parent.name.getText().startsWith("on")) return;
  const { checker, report } = context;
  if (!holdsPromise(checker.getTypeAtLocation(expression), checker)) return;
  // A name of what was computed is reported where it is made.
  if (ts.isCallExpression(skipOuter(expression))) {
    report(diagnosticAt("async-computation", expression, ["This expression"]));
  }
}

/** A call in a body over what is reactive, unless something else is made of the promise. */
function checkBuilt(node: ts.CallExpression, context: CheckContext): void {
  const { checker, reactivity, report } = context;
  const { parent } = node;
  const isKept = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ||
    ts.isReturnStatement(parent) || ts.isArrowFunction(parent) ||
    ts.isArrayLiteralExpression(parent);
  if (!isKept || reactivity.modeAround(node) !== "body" || !reactivity.reads(node)) return;
  if (!holdsPromise(checker.getTypeAtLocation(node), checker)) return;
  report(diagnosticAt("async-computation", node, ["This expression"]));
}

/** Whether a type is, or has in its lists and own properties, a promise. */
function holdsPromise(type: ts.Type, checker: ts.TypeChecker, depth = DEPTH_MAX): boolean {
  if (depth === 0 || !(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection))) {
    return false;
  }
  if (type.isUnionOrIntersection()) {
    return type.types.some((part) => holdsPromise(part, checker, depth));
  }
  const symbol = type.getSymbol();
  if (symbol?.name === "Promise" && isOfLibrary(symbol)) return true;
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    return checker.getTypeArguments(type as ts.TypeReference).some((part) =>
      holdsPromise(part, checker, depth - 1)
    );
  }
  // What has a name of its own is data, a cell or a view.
  if (symbol?.name !== "__object") return false;
  return checker.getPropertiesOfType(type).some((property) =>
    holdsPromise(checker.getTypeOfSymbol(property), checker, depth - 1)
  );
}

function isOfLibrary(symbol: ts.Symbol): boolean {
  return symbol.declarations?.some((one) => isLibraryPath(one.getSourceFile().fileName)) ?? false;
}
