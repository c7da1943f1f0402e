/**
 * Values that come from outside of any pattern, where no compiler has looked at them: what the
 * place does not declare is refused before it is written, with the path and what is needed.
 */

import type { Json } from "@cf/utils";
import { conformTo } from "../builtins/validate.ts";
import { resolve } from "../cell/resolve.ts";
import { cellKindOf, innerShape, isUndeclared, type Shape } from "../cell/schema.ts";
import type { CellState } from "../cell/state.ts";
import { PatternError } from "../errors.ts";

/** The `bad-value` error for a value that the type declared for the place does not allow. */
export function wrongValue(
  place: CellState,
  value: unknown,
  parts: readonly string[],
): PatternError | undefined {
  // Links stand for values of any type.
  if (JSON.stringify(value)?.includes('"/":')) return undefined;
  const outcome = conformTo(value as Json | undefined, typeAt(place));
  if (!("problem" in outcome)) return undefined;
  const { path, reason } = outcome.problem;
  const name = parts.join(".");
  const what = path === "" ? "the value" : `'${path}' of the value`;
  const action = name === "" ? "set the whole" : `set '${name}'`;
  return new PatternError("bad-value", `Cannot ${action}: ${what} is ${reason}`, {
    data: { place: name, path, reason },
  });
}

/** What a place declares, by itself or through the reference that leads to it. */
function typeAt(place: CellState): Shape | undefined {
  const declared = isUndeclared(place.inner)
    ? resolve(place, { silent: true }).own
    : place.inner;
  return declared !== undefined && cellKindOf(declared) !== undefined
    ? innerShape(declared)
    : declared;
}
