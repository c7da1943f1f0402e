/**
 * Pieces by the hashtags in the JSDoc of their result types. A tag on the type finds the piece, a
 * tag on a property finds that property of it. Patterns are looked at, bodies are not run.
 */

import { branchesOf, childShape, type Shape } from "../../cell/schema.ts";
import type { CellState } from "../../cell/state.ts";
import { isDocTarget, type LiveNode } from "../../cell/target.ts";
import { NotReady } from "../../errors.ts";
import type { Pattern } from "../../pattern/factory.ts";
import { Instance } from "../../piece/instance.ts";
import { TooDeep } from "../../reactive/mod.ts";
import type { Runtime } from "../../runtime.ts";

/** The places among `pieces` that carry `tag`, without those of the piece `except`. */
export function taggedPlaces(
  pieces: readonly CellState[],
  tag: string,
  except: string,
): CellState[] {
  return pieces.flatMap((piece) => {
    const { runtime, target } = piece;
    if (isDocTarget(target) || target.id === except) return [];
    const shape = patternOf(runtime, target)?.result;
    if (shape === undefined) return [];
    if (hasTag(shape, tag)) return [piece];
    return Object.keys(shape.schema.properties ?? {})
      .filter((key) => hasTag(childShape(shape, key), tag))
      .map((key) => piece.child(key));
  });
}

function hasTag(shape: Shape | undefined, tag: string): boolean {
  if (shape === undefined) return false;
  const { tags } = shape.schema;
  if (Array.isArray(tags) && tags.some((one) => String(one).toLowerCase() === tag)) return true;
  return (shape.schema.allOf !== undefined) && branchesOf(shape).some((part) => hasTag(part, tag));
}

/** The pattern of a piece; a piece that cannot be opened has none. */
function patternOf(runtime: Runtime, node: LiveNode): Pattern | undefined {
  const { space, id } = node;
  try {
    if (node instanceof Instance) return node.pattern;
    const root = id.includes("#") ? id.slice(0, id.indexOf("#")) : id;
    runtime.pieces.version(`${space}/${root}`).get();
    const instance = runtime.pieces.instance(space, root);
    if (root === id) return instance.pattern;
    instance.get();
    const inner = runtime.nodes.registered(space, id);
    return inner instanceof Instance ? inner.pattern : undefined;
  } catch (error) {
    if (error instanceof NotReady || error instanceof TooDeep) throw error;
    return undefined;
  }
}
