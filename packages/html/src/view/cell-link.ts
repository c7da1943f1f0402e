/** What `cf-cell-link` shows of the piece behind a cell: its name, and the address of its page. */

import { isRecord } from "@cf/utils";
import { Op } from "./operations.ts";
import type { ViewContext } from "./part.ts";
import { resolveFully } from "./reactivity.ts";

/** The key under which a piece keeps its name. */
const NAME = "$NAME";

/** Which element shows which cell; what the author wrote as a prop stays. */
export interface CellLinkTarget {
  readonly id: number;
  readonly cell: unknown;
  readonly hasLabel: boolean;
  readonly hasHref: boolean;
}

/** Keeps the element's label and address up to date until the returned call. */
export function followCellLink(context: ViewContext, target: CellLinkTarget): () => void {
  const { reactivity } = context;
  return reactivity.effect(() => {
    const { id, cell, hasLabel, hasHref } = target;
    if (!hasHref) {
      context.emit(Op.property, id, "href", reactivity.address?.(cell) ?? "");
    }
    if (hasLabel) return;
    let label = "";
    try {
      const piece = resolveFully(reactivity, cell);
      const name = isRecord(piece) ? resolveFully(reactivity, piece[NAME]) : piece;
      if (typeof name === "string" || typeof name === "number") label = String(name);
    } catch (error) {
      context.report(error);
    }
    context.emit(Op.property, id, "label", label);
  });
}
