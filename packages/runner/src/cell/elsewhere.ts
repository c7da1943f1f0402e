/** A cell's place written down as a link, named by a cause, and in another space or scope. */

import { type Scope, type SigilLink, toSigil } from "@cf/protocol";
import { shortHash } from "@cf/utils";
import { currentContext, runIn } from "../context.ts";
import { placedSpace } from "../piece/elsewhere.ts";
import { resolveState } from "./resolve.ts";
import { CellState } from "./state.ts";
import { DocTarget, isDocTarget } from "./target.ts";
import { setAt } from "./write.ts";

/** The link to where a cell leads, with its space; the scope is left out when it is the space's. */
export function linkOf(state: CellState): SigilLink {
  const { target, path } = resolveState(state, { silent: true });
  const scope = isDocTarget(target) ? target.scope : "space";
  return toSigil({ id: target.id, path, space: target.space, scope });
}

/**
 * The same document in another space, given as for a pattern; without one the cell stays, and a
 * computed value has no other space. A cell that a handler has just made takes its value along.
 */
export function inSpace(state: CellState, given: unknown): CellState {
  const { runtime, target } = state;
  if (given === undefined || given === null || !isDocTarget(target)) return state;
  const home = target.space;
  const space = placedSpace(runtime, { elsewhere: { space: given } }, { home, piece: target.id });
  if (space === home) return state;
  const there = moved(
    state,
    ({ id, scope, holdsCell }) => new DocTarget(space, id, scope, false, holdsCell),
  );
  const context = currentContext();
  if (state.fresh && context?.mode === "handler" && context.transaction !== undefined) {
    const value = context.transaction.valueOf(runtime.load(target));
    runtime.markNew(space, target.id, target.scope);
    const transaction = context.transaction.aheadIn(space);
    if (value !== undefined) runIn({ ...context, transaction }, () => setAt(there, value));
  }
  return there;
}

/** The same place in another scope: a part of something that is behind links is a part of that. */
export function asScope(state: CellState, scope: Scope): CellState {
  const { runtime, path, shape, fallback, parent, outer = parent } = state;
  const { target } = moved(
    state,
    ({ id, space, holdsCell }) => new DocTarget(space, id, scope, false, holdsCell),
  );
  return new CellState(
    runtime,
    target,
    path,
    shape,
    fallback,
    undefined,
    false,
    false,
    path.length > 0 ? outer : undefined,
  );
}

function moved(state: CellState, move: (target: DocTarget) => DocTarget): CellState {
  const { runtime, target, path, shape, fallback } = state;
  if (!isDocTarget(target)) return state;
  return new CellState(runtime, move(target), path, shape, fallback);
}

/** `.for(cause)` on a cell that was just made. */
export function renameCell(state: CellState, cause: unknown): void {
  if (!state.fresh || !isDocTarget(state.target)) return;
  const { space, scope, holdsCell } = state.target;
  const frame = currentContext()?.frame;
  const text = typeof cause === "string" ? cause : JSON.stringify(cause);
  const id = `of:${shortHash(`${frame?.piece ?? ""}/${frame?.path ?? ""}/for/${text}`)}`;
  state.target = new DocTarget(space, id, scope, false, holdsCell);
  state.fresh = false;
}
