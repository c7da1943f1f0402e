/**
 * Places that are declared as a cell or a plain value: `Cell<number> | string`, the parts of
 * `[Cell<number>, string]`. Plain data that was written out there is the value. Where a reference
 * or a link stands, the kinds tell: what no cell there can hold is the value, and what both can be
 * is a cell, because a reference does not say which of them its author meant.
 */

import { cellOf, viewOf } from "./faces.ts";
import { isOfKind } from "./kinds.ts";
import { branchesOf, cellKindOf, innerShape, type Shape } from "./schema.ts";

/** The same union without its cells, or `null` where nothing else is left but null and undefined. */
const plainParts = new WeakMap<Shape, Shape | null>();

/** The plain side of a union of cells and values; `undefined` where there is none. */
export function plainPart(shape: Shape): Shape | undefined {
  let part = plainParts.get(shape);
  if (part === undefined) plainParts.set(shape, part = findPlainPart(shape));
  return part ?? undefined;
}

/** The shape by which the value in a place is read, if what is read there is no cell. */
export function plainShapeOfHeld(shape: Shape, held: unknown): Shape | undefined {
  const plain = plainPart(shape);
  if (plain === undefined || held === undefined || held === null) return undefined;
  if (cellOf(held) !== undefined || !isOfKind(plain, held)) return undefined;
  const mayBeHeld = branchesOf(shape).some((branch) =>
    cellKindOf(branch) !== undefined && isOfKind(innerShape(branch), held)
  );
  return mayBeHeld ? undefined : plain;
}

/** The shape of a value that stands in a literal: that of the plain side, if the value is of it. */
export function shapeInLiteral(shape: Shape | undefined, value: unknown): Shape | undefined {
  const plain = shape === undefined ? undefined : plainPart(shape);
  if (plain === undefined || value === undefined || value === null) return shape;
  if (cellOf(value) !== undefined || viewOf(value) !== undefined) return shape;
  return isOfKind(plain, value) ? plain : shape;
}

function findPlainPart(shape: Shape): Shape | null {
  if (shape.schema.asCell !== undefined || shape.schema.anyOf === undefined) return null;
  const branches = branchesOf(shape);
  const plain = branches.filter((branch) => cellKindOf(branch) === undefined);
  if (plain.length === branches.length) return null;
  const says = plain.some(({ schema }) => schema.type !== "null" && schema.type !== "undefined");
  return says ? { schema: { anyOf: plain.map(({ schema }) => schema) }, root: shape.root } : null;
}
