/** New cells: where the ones that running code makes live, and what names them. */

import { assert, type Json, shortHash } from "@cf/utils";
import type { Scope } from "@cf/protocol";
import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import type { Site } from "../pattern/site.ts";
import type { Runtime } from "../runtime.ts";
import { keepGiven } from "./bound.ts";
import { makeCell } from "./cell.ts";
import { withOwnForms } from "./own-classes.ts";
import { type Shape, shapeOf } from "./schema.ts";
import { CellState } from "./state.ts";
import { DocTarget } from "./target.ts";
import { sourceOfValueView } from "./value-view.ts";
import { setAt } from "./write.ts";

/** `new Writable(value)`: named by its place in a body, by the event in a handler. */
export function createCell(
  runtime: Runtime,
  value: unknown,
  { site, scope }: { site: Site; scope: Scope | undefined },
): object {
  const context = currentContext();
  assert(context !== undefined, "cells are made by running code");
  const shape = shapeOf(site.schema);
  const { frame, transaction } = context;
  const where = scope ?? site.scope ?? shape?.schema.scope ?? frame?.scope ?? "space";
  if (context.mode === "handler" && transaction !== undefined) {
    const space = transaction.replica?.space ?? frame?.storage ?? runtime.homeSpace;
    const target = new DocTarget(space, transaction.createId(site.name ?? ""), where);
    runtime.markNew(space, target.id, where);
    const state = new CellState(runtime, target, [], shape, undefined, undefined, true);
    if (value !== undefined) setAt(state, value);
    return makeCell(state);
  }
  if (frame === undefined) {
    throw new PatternError(
      "no-body",
      "Cannot create a cell here: cells belong to a pattern's body or to a handler",
    );
  }
  const target = frame.documentOf(frame.claim(site.name ?? "(cell)"), where);
  const initial = withOwnForms(value, (what) =>
    new PatternError(
      "not-storable",
      `Cannot create the cell${site.name === undefined ? "" : ` '${site.name}'`}: it holds ${what}`,
    )) as Json | undefined;
  return makeCell(new CellState(runtime, target, [], shape, initial, undefined, true));
}

/**
 * A place for a plain value that was given where a cell is wanted: stored when it is written, or
 * when something links to it.
 */
export function cellHolding(runtime: Runtime, value: unknown, shape: Shape | undefined): CellState {
  const context = currentContext();
  const space = context?.transaction?.replica?.space ?? context?.frame?.storage ??
    runtime.homeSpace;
  const id = `of:${shortHash(`${runtime.eventPrefix}/given/${crypto.randomUUID()}`)}`;
  runtime.markNew(space, id);
  const plain = sourceOfValueView(value) ?? value;
  keepGiven(plain);
  return new CellState(runtime, new DocTarget(space, id, "space"), [], shape, plain as Json);
}
