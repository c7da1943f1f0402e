/** Pairs the members of a union as written with their types. */

import ts from "typescript";
import { symbolOfReference } from "./library.ts";
import { peel, type PeelContext } from "./peel.ts";
import { type Guide, typeOfGuide, type View } from "./view.ts";

const ABSENT = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void;

/**
 * The members of `type`. Where each written member has one type, in the order and with the guides
 * of `members`; else as the checker lists them.
 */
export function viewsOfMembers(
  context: PeelContext,
  type: ts.UnionType,
  members: readonly Guide[] | undefined,
): View[] {
  return members && writtenViews(context, type, members) ||
    type.types.map((member): View => ({ type: member }));
}

function writtenViews(
  context: PeelContext,
  type: ts.UnionType,
  members: readonly Guide[],
): View[] | undefined {
  const views: View[] = [];
  for (const guide of members) {
    const memberType = typeOfGuide(context.checker, guide) ??
      partWrittenAs(context.checker, type, peel(context, guide).guide);
    if (memberType === undefined) return undefined;
    // `NonNullable` and `?` may have taken the member out of the type.
    const gone = memberType.flags & ABSENT &&
      !type.types.some((part) => part.flags & memberType.flags);
    if (!gone) views.push({ type: memberType, guide });
  }
  return views;
}

/** The one part of `union` that an instantiation of the node at `guide` can be. */
function partWrittenAs(
  checker: ts.TypeChecker,
  union: ts.UnionType,
  guide: Guide | undefined,
): ts.Type | undefined {
  if (guide === undefined) return undefined;
  const { node } = guide;
  const reference = ts.isTypeReferenceNode(node) ? symbolOfReference(checker, node) : undefined;
  const parts = union.types.filter((part) => {
    if (ts.isArrayTypeNode(node)) return checker.isArrayType(part);
    const symbol = part.symbol as ts.Symbol | undefined;
    if (symbol === undefined) return false;
    return symbol === reference ||
      symbol.declarations?.some((each) => each === node as ts.Node) === true;
  });
  return parts.length === 1 ? parts[0] : undefined;
}
