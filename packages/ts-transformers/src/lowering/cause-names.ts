/**
 * Names from which nodes and cells derive their identity: the constant or property that a call
 * initializes, unique within the function around it, and independent of everything else there, so
 * that a reload after an unrelated edit finds the same data.
 */

import ts from "typescript";
import { enclosingFunction } from "../analysis/syntax.ts";

/** Gives out cause names for one file. */
export class CauseNames {
  /** The names taken in a scope, and the last number that was put behind each. */
  readonly #taken = new Map<ts.Node, Map<string, number>>();
  readonly #known = new Map<ts.Node, string | undefined>();

  /**
   * The name for a call; `otherwise`, or none, where it initializes nothing that has one. The
   * first answer for a call is kept. What is `given` to another call or a component in place is
   * named after that too, because it is stored.
   */
  of(call: ts.Node, otherwise?: string, given = false): string | undefined {
    if (this.#known.has(call)) return this.#known.get(call);
    const name = this.#unique(call, describe(call, given) ?? otherwise);
    this.#known.set(call, name);
    return name;
  }

  #unique(call: ts.Node, base: string | undefined): string | undefined {
    if (base === undefined) return undefined;
    const scope: ts.Node = enclosingFunction(call) ?? call.getSourceFile();
    let taken = this.#taken.get(scope);
    if (taken === undefined) this.#taken.set(scope, taken = new Map());
    let name = base;
    let number = taken.get(base) ?? 1;
    while (taken.has(name)) name = `${base}#${++number}`;
    taken.set(base, number);
    if (name !== base) taken.set(name, 1);
    return name;
  }
}

function describe(call: ts.Node, given: boolean): string | undefined {
  const path: string[] = [];
  for (let node = call, parent = call.parent; parent; node = parent, parent = parent.parent) {
    if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
      path.unshift(propertyText(parent.name));
    } else if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
      path.unshift(bindingText(parent.name));
      break;
    } else if (given && ts.isJsxAttribute(parent)) {
      path.unshift(`<${parent.parent.parent.tagName.getText()}>.${parent.name.getText()}`);
      break;
    } else if (given && isGiven(parent, node)) {
      // What is given to a call belongs to what the call gives, if it has a name there itself.
      if (path.length === 0) break;
    } else if (!isTransparent(parent, node)) break;
  }
  return path.length === 0 ? undefined : path.join(".");
}

/** Whether `node` is an argument of the call `parent`. */
function isGiven(parent: ts.Node, node: ts.Node): boolean {
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    parent.arguments?.includes(node as ts.Expression) === true;
}

/** Whether a name passes through `parent` to what it contains. */
function isTransparent(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent) || ts.isCallExpression(parent)) {
    return ts.isCallExpression(parent)
      ? parent.expression === node && isNaming(parent)
      : parent.expression === node;
  }
  return ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) || ts.isNonNullExpression(parent) ||
    ts.isObjectLiteralExpression(parent) || ts.isJsxExpression(parent);
}

/** `new Writable(0).for("x")` and the like give the cell itself. */
function isNaming(call: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(call.expression) &&
    ["for", "asScope", "inSpace"].includes(call.expression.name.text);
}

function bindingText(name: ts.BindingName): string {
  if (ts.isIdentifier(name)) return name.text;
  const parts = name.elements.map((element) =>
    ts.isOmittedExpression(element) ? "" : bindingText(element.name)
  );
  return `{${parts.join(",")}}`;
}

function propertyText(name: ts.PropertyName): string {
  if (ts.isComputedPropertyName(name)) return name.expression.getText();
  return ts.isPrivateIdentifier(name) ? name.text : name.text;
}
