/** Elements of a view: names that are nearly those of elements, and values where cells are bound. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { methodCall } from "../analysis/running.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check } from "./check.ts";

/** How many letters a name may be away from the one that is meant: of short ones, one. */
const TYPOS_MAX = 2;
const LETTERS_PER_TYPO = 4;

/** Reports `<cf-buton>`: a name without an element becomes a plain box. */
export const checkElementNames: Check = (node, { checker, report }) => {
  if (!ts.isJsxOpeningElement(node) && !ts.isJsxSelfClosingElement(node)) return;
  const name = node.tagName.getText();
  if (!name.startsWith("cf-")) return;
  const known = checker.getJsxIntrinsicTagNamesAt(node).map((symbol) => symbol.name)
    .filter((each) => each.startsWith("cf-"));
  if (known.includes(name)) return;
  const most = Math.min(TYPOS_MAX, Math.ceil((name.length - "cf-".length) / LETTERS_PER_TYPO));
  const meant = known.map((each) => ({ each, typos: typos(name, each) }))
    .filter((one) => one.typos <= most)
    .sort((a, b) => a.typos - b.typos)[0];
  if (meant !== undefined) {
    report(diagnosticAt("unknown-element", node.tagName, [name, meant.each]));
  }
};

/** Reports `$value={cell.get()}`: what the cell holds has nowhere to write to. */
export const checkBindings: Check = (node, { checker, report }) => {
  if (!ts.isJsxAttribute(node) || !node.name.getText().startsWith("$")) return;
  const { initializer } = node;
  if (initializer === undefined || !ts.isJsxExpression(initializer)) return;
  if (initializer.expression === undefined) return;
  const call = methodCall(skipOuter(initializer.expression));
  if (call?.method !== "get" || call.call.arguments.length > 0) return;
  if (valueKind(checker.getTypeAtLocation(call.receiver), checker) !== "cell") return;
  report(
    diagnosticAt("bound-value", initializer.expression, [
      node.name.getText(),
      call.receiver.getText(),
    ]),
  );
};

/** How many letters have to be put in, left out or changed to make one name of the other. */
function typos(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > TYPOS_MAX) return Infinity;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
