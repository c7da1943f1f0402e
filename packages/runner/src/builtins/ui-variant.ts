/** `uiVariant(piece, kind)`: a piece's view of one kind, or its main view. */

import { cellOf } from "../cell/faces.ts";
import { readValue } from "../cell/read.ts";
import { currentContext } from "../context.ts";
import { frameFor } from "../pattern/builders.ts";
import { derive } from "../pattern/nodes.ts";
import { asSite } from "../pattern/site.ts";

const KEYS: Readonly<Record<string, string>> = {
  tile: "$TILE_UI",
  chip: "$CHIP_UI",
  ui: "$UI",
  default: "$UI",
  full: "$UI",
};

/** The view; while the piece has neither, nothing. */
export function uiVariant(piece: unknown, kind: unknown, options?: unknown): unknown {
  const key = KEYS[String(kind)] ?? `$${String(kind).toUpperCase()}_UI`;
  if (currentContext()?.mode !== "body") return variantOf(piece, key);
  const { frame } = frameFor("uiVariant");
  return derive(frame, () => variantOf(piece, key), {
    site: asSite(options) ?? {},
    kind: "uiVariant",
  });
}

/** The reference of the view, so that it is followed as the piece changes. */
function variantOf(piece: unknown, key: string): unknown {
  const state = cellOf(piece);
  if (state === undefined) {
    const own = piece as Record<string, unknown> | undefined;
    return own?.[key] ?? own?.["$UI"];
  }
  const special = state.child(key);
  const chosen = readValue(special) === undefined ? state.child("$UI") : special;
  return state.runtime.faces.reference(chosen);
}
