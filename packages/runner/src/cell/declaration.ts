/** Whether a schema says something of a part of a value, at any depth; asked once per schema. */

import { branchesOf, cellKindOf, childShape, innerShape, type Shape } from "./schema.ts";

/** A question about whole shapes that is answered by `isFound` for each part below them. */
export function declaration(
  isFound: (part: Shape) => boolean,
): (shape: Shape | undefined) => boolean {
  const answers = new WeakMap<Shape, boolean>();
  return (shape) => {
    if (shape === undefined) return false;
    let answer = answers.get(shape);
    if (answer === undefined) answers.set(shape, answer = finds(shape, isFound, new Set()));
    return answer;
  };
}

/** `passed` ends recursive types. */
function finds(shape: Shape, isFound: (part: Shape) => boolean, passed: Set<Shape>): boolean {
  if (passed.has(shape)) return false;
  passed.add(shape);
  const children = childrenOf(shape);
  if (children.some(isFound)) return true;
  const inner = cellKindOf(shape) === undefined ? undefined : innerShape(shape);
  return [inner, ...branchesOf(shape), ...children].some((part) =>
    part !== undefined && finds(part, isFound, passed)
  );
}

/** The shapes of properties, of elements and of what else a record may hold. */
function childrenOf(shape: Shape): Shape[] {
  const { properties = {}, items, additionalProperties } = shape.schema;
  const keys = Object.keys(properties);
  if (items !== undefined) keys.push("0");
  if (typeof additionalProperties === "object") keys.push("*");
  return keys.map((key) => childShape(shape, key)).filter((child) => child !== undefined);
}
