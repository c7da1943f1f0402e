/**
 * Values that come from outside of any pattern, where no compiler has looked at them: what the
 * place does not declare is refused before it is written, with the path and what is needed.
 */

import { isRecord, type Json } from "@cf/utils";
import { conformTo, type Misfit } from "../builtins/validate.ts";
import { resolve } from "../cell/resolve.ts";
import {
  cellKindOf,
  childShape,
  innerShape,
  isUndeclared,
  type Schema,
  type Shape,
  shapeOf,
} from "../cell/schema.ts";
import type { CellState } from "../cell/state.ts";
import { PatternError } from "../errors.ts";

/** The `bad-value` error for a value that the type declared for the place does not allow. */
export function wrongValue(
  place: CellState,
  value: unknown,
  parts: readonly string[],
): PatternError | undefined {
  const problem = misfitOf(value, typeAt(place));
  if (problem === undefined) return undefined;
  const { path, reason } = problem;
  const name = parts.join(".");
  const what = path === "" ? "the value" : `'${path}' of the value`;
  const action = name === "" ? "set the whole" : `set '${name}'`;
  return new PatternError("bad-value", `Cannot ${action}: ${what} is ${reason}`, {
    data: { place: name, path, reason },
  });
}

/**
 * The error for an argument of a new piece that its pattern does not declare: `bad-value`, or
 * `no-field` for an input that it does not have. What is missing may have a default elsewhere.
 */
export function wrongArgument(
  schema: Schema | undefined,
  argument: unknown,
): PatternError | undefined {
  if (argument === undefined) return undefined;
  const action = "Cannot make the piece";
  if (!isRecord(argument)) {
    const kind = Array.isArray(argument) ? "an array" : JSON.stringify(argument);
    const message = `${action}: its argument is ${kind}, an object by names of inputs is needed`;
    return new PatternError("bad-value", message);
  }
  const unknown = unknownInput(schema, Object.keys(argument));
  if (unknown !== undefined) {
    const { name, known } = unknown;
    const message = `${action}: the pattern has no input '${name}'; it has ${known.join(", ")}`;
    return new PatternError("no-field", message, { data: { path: [name], fields: known } });
  }
  for (const [name, value] of Object.entries(argument)) {
    const problem = misfitOf(value, typeOf(childShape(shapeOf(schema), name)));
    if (problem === undefined || problem.isMissing) continue;
    const place = problem.path === "" ? name : `${name}.${problem.path}`;
    return new PatternError("bad-value", `${action}: '${place}' is ${problem.reason}`, {
      data: { place, path: problem.path, reason: problem.reason },
    });
  }
  return undefined;
}

/** The first of `names` that a pattern which names its inputs does not have. */
export function unknownInput(
  schema: Schema | undefined,
  names: readonly string[],
): { readonly name: string; readonly known: readonly string[] } | undefined {
  if (typeof schema !== "object") return undefined;
  const { properties = {}, additionalProperties } = schema;
  const known = Object.keys(properties);
  if (known.length === 0) return undefined;
  if (additionalProperties !== undefined && additionalProperties !== false) return undefined;
  const name = names.find((one) => !known.includes(one));
  return name === undefined ? undefined : { name, known };
}

function misfitOf(value: unknown, shape: Shape | undefined): Misfit | undefined {
  // Links stand for values of any type.
  if (JSON.stringify(value)?.includes('"/":')) return undefined;
  const outcome = conformTo(value as Json | undefined, shape);
  return "problem" in outcome ? outcome.problem : undefined;
}

/** What a place declares, by itself or through the reference that leads to it. */
function typeAt(place: CellState): Shape | undefined {
  const declared = isUndeclared(place.inner) ? resolve(place, { silent: true }).own : place.inner;
  return typeOf(declared);
}

/** The type of what a position holds, which may be declared as a cell of it. */
function typeOf(shape: Shape | undefined): Shape | undefined {
  return shape !== undefined && cellKindOf(shape) !== undefined ? innerShape(shape) : shape;
}
