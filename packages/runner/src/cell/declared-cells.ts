/** Whether a schema says that there are cells inside a value, at any depth. */

import { branchesOf, cellKindOf, childShape, innerShape, type Shape } from "./schema.ts";

const declaring = new WeakMap<Shape, boolean>();

/** Whether parts of the value are declared to be cells; streams are found without being declared. */
export function declaresCells(shape: Shape | undefined): boolean {
  if (shape === undefined) return false;
  let answer = declaring.get(shape);
  if (answer === undefined) declaring.set(shape, answer = findsCell(shape, new Set()));
  return answer;
}

/** `passed` ends recursive types. */
function findsCell(shape: Shape, passed: Set<Shape>): boolean {
  if (passed.has(shape)) return false;
  passed.add(shape);
  const { properties = {}, items, additionalProperties } = shape.schema;
  const keys = Object.keys(properties);
  if (items !== undefined) keys.push("0");
  if (typeof additionalProperties === "object") keys.push("*");
  const children = keys.map((key) => childShape(shape, key));
  if (children.some(isCell)) return true;
  const inner = cellKindOf(shape) === undefined ? undefined : innerShape(shape);
  return [inner, ...branchesOf(shape), ...children].some((part) =>
    part !== undefined && findsCell(part, passed)
  );
}

function isCell(shape: Shape | undefined): boolean {
  const kind = cellKindOf(shape);
  return kind !== undefined && kind !== "stream" && kind !== "sqlite";
}
