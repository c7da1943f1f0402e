/**
 * `navigateTo(target)`: tells the host to show a piece. In a handler that happens after its
 * commit; in a body when something observes the call and the target is there, once per target.
 */

import { cellOf, viewOf } from "../cell/faces.ts";
import { pieceOf } from "../cell/place.ts";
import { presentValue } from "../cell/read.ts";
import { resolve, resolveState } from "../cell/resolve.ts";
import { CellState } from "../cell/state.ts";
import type { LiveNode } from "../cell/target.ts";
import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import type { NavigationTarget } from "./host.ts";
import { NO_REQUEST, requestBuiltin } from "./request-node.ts";

const inBody = requestBuiltin("navigateTo", ({ runtime, builtins, request }) => () => {
  const target = targetOf(runtime, request);
  if (target === undefined) return NO_REQUEST;
  const run = builtins.run<boolean>("navigate", target, () => ({
    action: "navigate",
    work: () => {
      builtins.host.onNavigate?.(target);
      return Promise.resolve(true);
    },
  }));
  return run.get();
}, { effect: true });

/** Gives `true` in a handler, `false` there without a target; in a body whether the page was told, `undefined` until it was. */
export function navigateTo(target: unknown, ...rest: unknown[]): unknown {
  const context = currentContext();
  if (context?.mode !== "handler") return (inBody(target, ...rest) as { result?: unknown }).result;
  const { runtime, transaction } = context;
  if (target === undefined || target === null) return false;
  if (placeOf(target) === undefined) {
    throw new PatternError(
      "bad-target",
      "Cannot navigate: the target must be a piece or a cell",
    );
  }
  transaction!.onCommitted.push(() => {
    const place = targetOf(runtime, target);
    if (place !== undefined) (transaction!.onNavigate ?? runtime.builtins.host.onNavigate)?.(place);
  });
  return true;
}

function targetOf(runtime: Runtime, value: unknown): NavigationTarget | undefined {
  const state = placeOf(value);
  if (state === undefined) return undefined;
  if (currentContext()?.mode === "compute") {
    const there = presentValue({ runtime }, value, undefined);
    if (there === undefined || there === null) return undefined;
  }
  if (!(state instanceof CellState)) return { space: state.space, id: state.id, path: [] };
  const { target, path } = resolveState(state, { silent: true });
  const found = resolve(state, { silent: true });
  const owner = found.kind === "live" ? pieceOf(found.value) : undefined;
  if (owner !== undefined) return { space: owner.space, id: owner.id, path: [] };
  return { space: target.space, id: target.id, path };
}

/** Where a value lives: a cell's place, a view's, or the piece whose result it is. */
function placeOf(value: unknown): CellState | LiveNode | undefined {
  return cellOf(value) ?? viewOf(value) ?? pieceOf(value);
}
