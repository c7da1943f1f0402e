/** A cell's place written down as a link, named by a cause, and in another space or scope. */

import { type Scope, type SigilLink, toSigil } from "@cf/protocol";
import { shortHash } from "@cf/utils";
import { currentContext } from "../context.ts";
import { cellStateAt } from "./read.ts";
import { resolveState } from "./resolve.ts";
import { CellState } from "./state.ts";
import { DocTarget, isDocTarget } from "./target.ts";

/** The link to where a cell leads, with its space; the scope is left out when it is the space's. */
export function linkOf(state: CellState): SigilLink {
  const { target, path } = resolveState(state, { silent: true });
  const scope = isDocTarget(target) ? target.scope : "space";
  return toSigil({ id: target.id, path, space: target.space, scope });
}

/** The absolute link of a cell, as stored in database columns: space and scope are spelled out. */
export function absoluteLinkOf(state: CellState): SigilLink {
  const { target, path } = resolveState(cellStateAt(state), { silent: true });
  const scope = isDocTarget(target) ? target.scope : "space";
  const { "/": { "link@1": link } } = toSigil({ id: target.id, path, space: target.space });
  return { "/": { "link@1": { ...link, scope } } };
}

/** The same document in another space; a computed value has no other space. */
export function inSpace(state: CellState, space: string | undefined): CellState {
  return moved(state, ({ id, scope, space: own }) => new DocTarget(space ?? own, id, scope));
}

/** The same document in another scope. */
export function asScope(state: CellState, scope: Scope): CellState {
  return moved(state, ({ id, space }) => new DocTarget(space, id, scope));
}

function moved(state: CellState, move: (target: DocTarget) => DocTarget): CellState {
  const { runtime, target, path, shape, fallback } = state;
  if (!isDocTarget(target)) return state;
  return new CellState(runtime, move(target), path, shape, fallback);
}

/** `.for(cause)` on a cell that was just made. */
export function renameCell(state: CellState, cause: unknown): void {
  if (!state.fresh || !isDocTarget(state.target)) return;
  const { space, scope } = state.target;
  const frame = currentContext()?.frame;
  const text = typeof cause === "string" ? cause : JSON.stringify(cause);
  const id = `of:${shortHash(`${frame?.piece ?? ""}/${frame?.path ?? ""}/for/${text}`)}`;
  state.target = new DocTarget(space, id, scope);
  state.fresh = false;
}
