/** Builders that were called with something before their function, or with no function at all. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isApiSymbol } from "../analysis/value-kind.ts";

/** Arguments of other types, or of another number, than a call takes. */
const WRONG_ARGUMENTS = new Set([2345, 2554, 2575, 2769]);

/** The parameters of the function that each builder takes. */
const PARAMETERS: ReadonlyMap<string, string> = new Map([
  ["pattern", "input"],
  ["handler", "event, state"],
  ["lift", "input"],
  ["action", ""],
  ["computed", ""],
  ["assert", ""],
]);

/** What to write instead of a builder call that a finding is about. */
export function fixForBuilderCall(
  finding: ts.Diagnostic,
  checker: ts.TypeChecker,
): string | undefined {
  if (!WRONG_ARGUMENTS.has(finding.code)) return undefined;
  const call = callAt(finding, checker);
  const [first, second] = call?.arguments ?? [];
  if (call === undefined || first === undefined) return undefined;
  const name = (call.expression as ts.Identifier).text;
  const plain = `${name}((${PARAMETERS.get(name)}) => …)`;
  if (ts.isStringLiteralLike(skipOuter(first))) {
    const rest = name === "pattern" ? "; [NAME] in the result names the piece" : "";
    return `Leave out the name: write ${plain}${rest}`;
  }
  const takesInput = second !== undefined && isFunction(second, checker);
  if (name === "lift") return takesInput ? `Write ${plain}(${shortText(first)})` : undefined;
  if (PARAMETERS.get(name) !== "") return undefined;
  if (takesInput) return `Write ${plain}: the function reads what it needs itself`;
  return isFunction(first, checker) ? undefined : `Write ${name}(() => ${shortText(first)})`;
}

/** The call of a builder whose name or argument is what the finding points at. */
function callAt(
  { file, start }: ts.Diagnostic,
  checker: ts.TypeChecker,
): ts.CallExpression | undefined {
  if (file === undefined || start === undefined) return undefined;
  let found: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (start < node.pos || start >= node.end) return;
    if (ts.isCallExpression(node) && isBuilder(node, checker)) {
      const parts = [node.expression, ...node.arguments];
      if (parts.some((part) => part.getStart(file) === start)) found = node;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isBuilder({ expression }: ts.CallExpression, checker: ts.TypeChecker): boolean {
  if (!ts.isIdentifier(expression) || !PARAMETERS.has(expression.text)) return false;
  const named = checker.getSymbolAtLocation(expression);
  if (named === undefined) return false;
  const isAlias = (named.flags & ts.SymbolFlags.Alias) !== 0;
  return isApiSymbol(isAlias ? checker.getAliasedSymbol(named) : named);
}

function isFunction(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return checker.getTypeAtLocation(node).getCallSignatures().length > 0;
}

function shortText(node: ts.Expression): string {
  const text = node.getText();
  return text.length > 40 || text.includes("\n") ? "…" : text;
}
