/**
 * Writing the argument that a new piece is given. An object that lacks some of what its type
 * requires is a write inside of its default: the rest of the default is written with it.
 */

import { isRecord, type Json } from "@cf/utils";
import { requiredOf } from "../cell/distinctions.ts";
import { cellOf, viewOf } from "../cell/faces.ts";
import { isPlain } from "../cell/read.ts";
import { chooseBranch } from "../cell/branches.ts";
import {
  cellKindOf,
  childShape,
  defaultOf,
  innerShape,
  orElse,
  type Shape,
} from "../cell/schema.ts";
import { isNarrower } from "../cell/publish.ts";
import type { CellState } from "../cell/state.ts";
import { isDocTarget } from "../cell/target.ts";
import { sourceOfValueView } from "../cell/value-view.ts";
import { setAt } from "../cell/write.ts";

/** Writes an argument property by property, so that scoped ones land in their scope. */
export function writeArgument(argument: CellState, inputs: Record<string, unknown>): void {
  const scoped: [string, unknown][] = [];
  const plain: Record<string, unknown> = {};
  for (const [key, given] of Object.entries(inputs)) {
    if (given === undefined) continue;
    const { target, shape, fallback } = argument.child(key);
    const value = cellOfNarrower(given, argument.child(key)) ?? completed(given, shape, fallback);
    if (target === argument.target) plain[key] = value;
    else scoped.push([key, value]);
  }
  setAt(argument, plain, { binds: true });
  for (const [key, value] of scoped) setAt(argument.child(key), value, { binds: true });
}

/**
 * Where a cell is wanted, an entity of the user or session that makes the piece is given as the
 * cell that it is; a value that fewer can see than the piece would be copied into it.
 */
function cellOfNarrower(given: unknown, { runtime, shape, target }: CellState): object | undefined {
  const place = viewOf(given);
  if (place === undefined || !isDocTarget(target) || cellKindOf(shape) === undefined) {
    return undefined;
  }
  return isNarrower(place.target, target.scope) ? runtime.faces.cell(place) : undefined;
}

/** `value` with what it lacks of `fallback`, as far as it could not be read without it. */
function completed(value: unknown, declared: Shape | undefined, fallback?: Json): unknown {
  if (declared === undefined || !isRecord(value) || !isLiteral(value)) return value;
  const inner = cellKindOf(declared) === undefined ? declared : innerShape(declared);
  const shape = chooseBranch(inner, value as Json);
  const rest = orElse(fallback, () => defaultOf(declared));
  const known = isRecord(rest) ? rest : {};
  const parts = Object.entries(value).map(([key, part]) => {
    const below = Object.hasOwn(known, key) ? known[key] as Json : undefined;
    return [key, completed(part, childShape(shape, key), below)] as const;
  });
  const lacking = requiredOf(shape).filter((key) =>
    value[key] === undefined && Object.hasOwn(known, key)
  );
  const isComplete = lacking.length === 0 && parts.every(([key, part]) => part === value[key]);
  if (isComplete) return value;
  return Object.fromEntries([...parts, ...lacking.map((key) => [key, known[key]] as const)]);
}

/** A literal of its own, and nothing that is stored or computed elsewhere. */
function isLiteral(value: object): boolean {
  return isPlain(value) && cellOf(value) === undefined && viewOf(value) === undefined &&
    sourceOfValueView(value) === undefined;
}
