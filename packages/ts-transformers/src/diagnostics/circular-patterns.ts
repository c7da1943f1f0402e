/**
 * A pattern that uses itself: TypeScript cannot infer the type of its constant, and finds an
 * implied `any` in every expression that comes of it. One finding says what to write.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";

const CIRCULAR = 7022;

/** The constant of a pattern with both its types written, at which a finding of a circle begins. */
export function circularPattern(
  { code, file, start }: ts.Diagnostic,
): { readonly declaration: ts.VariableDeclaration; readonly fix: string } | undefined {
  if (code !== CIRCULAR || file === undefined) return undefined;
  const find = (node: ts.Node): ts.VariableDeclaration | undefined =>
    ts.isVariableDeclaration(node) && node.name.getStart(file) === start
      ? node
      : ts.forEachChild(node, find);
  const declaration = find(file);
  const call = declaration?.initializer && skipOuter(declaration.initializer);
  if (declaration === undefined || call === undefined || !ts.isCallExpression(call)) {
    return undefined;
  }
  const types = call.typeArguments?.map((each) => each.getText(file)) ?? [];
  if (types.length !== 2) return undefined;
  const name = declaration.name.getText(file);
  return {
    declaration,
    fix: `Write its type: const ${name}: PatternFactory<${types.join(", ")}> = …`,
  };
}

/** The findings without those of an implied `any` that only follow from a circle around them. */
export function withoutConsequences(findings: readonly ts.Diagnostic[]): readonly ts.Diagnostic[] {
  const circles = findings.flatMap((finding) => circularPattern(finding)?.declaration ?? []);
  if (circles.length === 0) return findings;
  return findings.filter(({ code, file, start }) =>
    code < 7000 || code >= 7100 || start === undefined ||
    !circles.some(({ initializer }) =>
      initializer!.getSourceFile() === file && initializer!.pos <= start && start < initializer!.end
    )
  );
}
