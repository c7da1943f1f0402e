/**
 * Parts of a written value whose type gives them a scope of their own: they are stored in the
 * writer's instance of that scope, beside the object that they are a part of.
 */

import type { Json } from "@cf/utils";
import type { Scope } from "@cf/protocol";
import type { Runtime } from "../runtime.ts";
import { cellOf, viewOf } from "./faces.ts";
import { isPlain } from "./read.ts";
import { chooseBranch } from "./branches.ts";
import { declaration } from "./declaration.ts";
import { cellKindOf, childShape, innerShape, scopeOf, type Shape } from "./schema.ts";
import { CellState } from "./state.ts";
import { DocTarget } from "./target.ts";
import { sourceOfValueView } from "./value-view.ts";

/** A part that goes elsewhere than what is around it. */
interface ScopedPart {
  /** Where in the value the object is that has it. */
  readonly path: readonly string[];
  readonly key: string;
  readonly scope: Scope;
  readonly shape: Shape;
  readonly value: unknown;
}

/** A value without its parts of other scopes than the one that it is written into. */
export interface Divided {
  readonly rest: unknown;
  readonly parts: readonly ScopedPart[];
}

/** Divides what is written where `shape` is declared, into a document of `scope`. */
export function divide(value: unknown, shape: Shape | undefined, scope: Scope): Divided {
  if (!declaresScopes(shape)) return { rest: value, parts: [] };
  const parts: ScopedPart[] = [];
  return { rest: without(value, shape, { scope, path: [], around: [], parts }), parts };
}

interface Way {
  readonly scope: Scope;
  readonly path: readonly string[];
  readonly around: readonly object[];
  readonly parts: ScopedPart[];
}

function without(value: unknown, shape: Shape | undefined, way: Way): unknown {
  if (shape === undefined || !declaresScopes(shape) || !isLiteral(value)) return value;
  if (way.around.includes(value)) return value;
  const inner = cellKindOf(shape) === undefined ? shape : innerShape(shape);
  const declared = chooseBranch(inner, value as Json);
  const around = [...way.around, value];
  const below = (key: string) => ({ ...way, path: [...way.path, key], around });
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const key = String(index);
      return without(item, childShape(declared, key), below(key));
    });
  }
  const rest: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    const own = childShape(declared, key);
    const scope = scopeOf(own) ?? way.scope;
    if (scope === way.scope) rest[key] = without(part, own, below(key));
    else way.parts.push({ path: way.path, key, scope, shape: own!, value: part });
  }
  return rest;
}

/** An array or object of the author's, which is stored as it is written. */
function isLiteral(value: unknown): value is object {
  return typeof value === "object" && value !== null && isPlain(value) &&
    cellOf(value) === undefined && viewOf(value) === undefined &&
    sourceOfValueView(value) === undefined;
}

/** Whether a part of the value, at any depth, has a scope of its own. */
const declaresScopes = declaration((part) => scopeOf(part) !== undefined);

/** Where the value was written, and the entities that parts of it became, by their paths. */
export interface Written {
  readonly runtime: Runtime;
  readonly target: DocTarget;
  readonly path: readonly string[];
  readonly born: ReadonlyMap<string, string>;
}

/** The place of a part, beside the object that was written. */
export function placeOfPart({ path, key, scope, shape }: ScopedPart, written: Written): CellState {
  const { runtime, target, born } = written;
  let [id, inside] = [target.id, [...written.path, ...path]];
  for (let length = path.length; length >= 0; length--) {
    const entity = born.get(path.slice(0, length).join("\0"));
    if (entity === undefined) continue;
    [id, inside] = [entity, path.slice(length)];
    break;
  }
  const place = new DocTarget(target.space, id, scope);
  return new CellState(runtime, place, [...inside, key], shape, undefined);
}
