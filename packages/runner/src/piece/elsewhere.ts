/** Where a pattern is placed by `.inSpace(space)`. */

import { cellOf, viewOf } from "../cell/faces.ts";
import { pieceOf } from "../cell/place.ts";
import { readValue } from "../cell/read.ts";
import { resolve, resolveState } from "../cell/resolve.ts";
import type { CellState } from "../cell/state.ts";
import type { LiveNode } from "../cell/target.ts";
import { PatternError } from "../errors.ts";
import type { Placement } from "../pattern/factory.ts";
import { Frame } from "../pattern/frame.ts";
import type { Runtime } from "../runtime.ts";

/** From where, and for what, a space is named. */
export interface Naming {
  /** The space in which the pattern is called. */
  readonly home: string;
  /** The id of the piece that is made. */
  readonly piece: string;
}

/**
 * The space of a placement: one given by its DID, one that `home` calls by a name, that of a cell
 * or piece, or one of the piece's own. A name in a cell counts as it is when the pattern is called.
 */
export function placedSpace(
  runtime: Runtime,
  { elsewhere }: Placement,
  { home, piece }: Naming,
): string {
  if (elsewhere === undefined) return home;
  const { space: given } = elsewhere;
  if (given === undefined || given === null) return runtime.spaceNamed(home, piece);
  const state = cellOf(given) ?? viewOf(given);
  const name = state === undefined ? given : readValue(state);
  if (typeof name === "string" && name !== "") {
    return name.startsWith("did:") ? name : runtime.spaceNamed(home, name);
  }
  const owner = pieceOf(given) ?? (state === undefined ? undefined : pieceBehind(state));
  if (owner !== undefined) return storageOf(owner);
  if (state !== undefined) return resolveState(state, { silent: true }).target.space;
  throw new PatternError(
    "bad-space",
    `Cannot place a piece: inSpace() takes the DID or the name of a space, a cell or a piece that is ` +
      `there, or nothing for a space of its own`,
  );
}

function pieceBehind(state: CellState): LiveNode | undefined {
  const found = resolve(state, { silent: true });
  return found.kind === "live" ? pieceOf(found.value) ?? found.node : undefined;
}

/** A piece inside another may be placed elsewhere than that one. */
function storageOf(node: LiveNode): string {
  const { frame } = node as { frame?: unknown };
  return frame instanceof Frame ? frame.storage : node.space;
}
