/** Computations that start themselves: they write a place that they also read. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { WRITING_METHODS } from "../analysis/paths.ts";
import { functionOf, methodCall, visitRunning } from "../analysis/running.ts";
import { valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check, CheckContext } from "./check.ts";

/** A place of a cell: the text of the cell, and the constant path below it. */
interface Place {
  readonly cell: string;
  readonly path: readonly string[];
}

/** Reports a `computed` or `lift` that writes a cell which it also reads. */
export const checkComputedWrites: Check = (node, context) => {
  if (!ts.isCallExpression(node)) return;
  const kind = context.calls.kind(node);
  const fn = kind === "computed" || kind === "lift" ? functionOf(node) : undefined;
  if (fn === undefined || ts.isArrowFunction(skipBody(fn))) return;
  const read: Place[] = [];
  const written: { text: string; place: Place; node: ts.Node }[] = [];
  visitRunning(fn.body, (each) => {
    const call = methodCall(each);
    if (call === undefined || !isCell(call.receiver, context)) return;
    const place = placeOf(call.receiver, context);
    if (call.method === "get") read.push(below(place, each));
    else if (WRITING_METHODS.has(call.method)) {
      const text = call.receiver.getText();
      for (const part of writtenParts(place, call.call, call.method)) {
        written.push({ text, place: part, node: each });
      }
    }
  });
  const told = new Set<ts.Node>();
  for (const write of written) {
    if (told.has(write.node) || !read.some((place) => overlap(place, write.place))) continue;
    told.add(write.node);
    context.report(diagnosticAt("computed-writes-input", write.node, [write.text]));
  }
};

/** What a function is when it only gives something: `() => () => …` runs nothing itself. */
function skipBody(fn: ts.ArrowFunction | ts.FunctionExpression): ts.Node {
  return ts.isBlock(fn.body) ? fn.body : skipOuter(fn.body);
}

/** `cell.key("a").key("b", "c")` as a path; it ends where a key is not constant. */
function placeOf(receiver: ts.Expression, context: CheckContext): Place {
  const bare = skipOuter(receiver);
  const call = methodCall(bare);
  if (call?.method !== "key" || !isCell(call.receiver, context)) {
    return { cell: bare.getText(), path: [] };
  }
  const { cell, path } = placeOf(call.receiver, context);
  const keys = call.call.arguments.map((argument) =>
    ts.isStringLiteralLike(argument) || ts.isNumericLiteral(argument) ? argument.text : undefined
  );
  const open = keys.indexOf(undefined);
  return { cell, path: [...path, ...keys.slice(0, open < 0 ? undefined : open) as string[]] };
}

/** `cell.get().a.b` reads only what is below. */
function below({ cell, path }: Place, get: ts.Node): Place {
  const more: string[] = [];
  let at: ts.Node = get;
  while (at.parent !== undefined) {
    const { parent } = at;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at) {
      const called = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
      if (called || parent.name.text === "length") break;
      more.push(parent.name.text);
    } else if (!ts.isNonNullExpression(parent) && !ts.isParenthesizedExpression(parent)) break;
    at = parent;
  }
  return { cell, path: [...path, ...more] };
}

/** `update({ a, b })` writes only these. */
function writtenParts(place: Place, call: ts.CallExpression, method: string): Place[] {
  const value = call.arguments[0] && skipOuter(call.arguments[0]);
  if (method !== "update" || value === undefined || !ts.isObjectLiteralExpression(value)) {
    return [place];
  }
  const names = value.properties.map(({ name }) =>
    name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name))
      ? name.text
      : undefined
  );
  if (names.includes(undefined)) return [place];
  return names.map((name) => ({ ...place, path: [...place.path, name!] }));
}

/** Whether one place is, or is inside, the other. */
function overlap(a: Place, b: Place): boolean {
  const shared = Math.min(a.path.length, b.path.length);
  return a.cell === b.cell && a.path.slice(0, shared).every((key, index) => key === b.path[index]);
}

function isCell(expression: ts.Expression, { checker }: CheckContext): boolean {
  return valueKind(checker.getTypeAtLocation(expression), checker) === "cell";
}
