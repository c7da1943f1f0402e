/**
 * What TypeScript cannot tell inside a generic function: whether a `T` may stand where a `T`, a
 * reference to one or a cell of one is accepted, because that depends on what `T` will be.
 */

import ts from "typescript";

/** Findings that something of one type does not fit another. */
const NOT_ASSIGNABLE = new Set([2322, 2345, 2739, 2740, 2741, 2769]);

/** Types that say what is accepted in place of a value, or that hold one. */
const EXCHANGEABLE = /\b(Accept|Cell|Writable|AnyCell|BodyInput)</;

/** Whether a finding compares a type parameter around it with what may stand for one. */
export function isUndecided({ code, file, start, messageText }: ts.Diagnostic): boolean {
  if (!NOT_ASSIGNABLE.has(code) || file === undefined || start === undefined) return false;
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  if (!EXCHANGEABLE.test(text)) return false;
  return [...typeParametersAt(file, start)].some((name) => new RegExp(`\\b${name}\\b`).test(text));
}

/** The names of the type parameters of the functions around a place. */
function typeParametersAt(file: ts.SourceFile, start: number): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (start < node.pos || start >= node.end) return;
    if (ts.isFunctionLike(node)) {
      for (const each of node.typeParameters ?? []) names.add(each.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}
