/**
 * Operations on documents, and the one function that applies them.
 *
 * Both sides of a connection apply the same operations in the same order to the same value, so a
 * document is equal everywhere at equal sequence numbers. Application is pure: the result shares
 * every untouched part with the input, and nothing is mutated but what the caller's `Copies` own.
 *
 * `set`, `patch` and `delete` replace what is at a path. The mergeable operations (`append`,
 * `add-unique`, `remove-by-value`, `increment`) carry an intent instead of a result, so that two
 * of them never conflict; `base` is the value to start from when nothing was ever written there.
 */

import { isRecord, type Json, jsonEqual } from "@cf/utils";
import type { EntityId, Path, Scope } from "./address.ts";
import { Copies } from "./copies.ts";

/** One step of a `patch`. `add` and `replace` create missing parent objects. */
export type Patch =
  | { readonly op: "add" | "replace"; readonly path: Path; readonly value: Json }
  | { readonly op: "remove"; readonly path: Path }
  | {
    readonly op: "splice";
    readonly path: Path;
    readonly index: number;
    readonly remove: number;
    readonly add: readonly Json[];
  };

/** The document that an operation changes. */
export interface Target {
  readonly id: EntityId;
  /** Left out for `"space"`. */
  readonly scope?: Scope;
}

/** A change of one document. */
export type Operation =
  & Target
  & (
    | { readonly op: "set"; readonly value: Json }
    | { readonly op: "patch"; readonly patches: readonly Patch[] }
    | { readonly op: "delete" }
    | {
      readonly op: "append" | "add-unique";
      readonly path: Path;
      readonly values: readonly Json[];
      readonly base?: readonly Json[];
    }
    | {
      readonly op: "remove-by-value";
      readonly path: Path;
      readonly value: Json;
      readonly base?: readonly Json[];
    }
    | {
      readonly op: "increment";
      readonly path: Path;
      readonly by: number;
      readonly base?: number;
    }
  );

/** The paths that `operation` writes, for overlap tests; the empty path is the whole document. */
export function writtenPaths(operation: Operation): readonly Path[] {
  switch (operation.op) {
    case "set":
    case "delete":
      return [[]];
    case "patch":
      return operation.patches.map((patch) => patch.path);
    default:
      return [operation.path];
  }
}

/**
 * The document after `operation`; `undefined` stands for a document that does not exist.
 * An operation that does not fit (an increment of a text, say) starts over from its `base`.
 */
export function applyOperation(value: Json | undefined, operation: Operation): Json | undefined {
  return applyOwning(value, operation, undefined);
}

/** The same as a step of one change, which writes in place what its earlier steps have copied. */
export function applyOwning(
  value: Json | undefined,
  operation: Operation,
  copies: Copies | undefined,
): Json | undefined {
  switch (operation.op) {
    case "set":
      return operation.value;
    case "delete":
      return undefined;
    case "patch":
      return applyPatches(value, operation.patches, { copies });
    case "append": {
      const { path, values, base = [] } = operation;
      return updateAt(value, path, (old) => (Array.isArray(old) ? old : base).concat(values));
    }
    case "add-unique": {
      const { path, values, base = [] } = operation;
      return updateAt(value, path, (old) => union(Array.isArray(old) ? old : base, values));
    }
    case "remove-by-value": {
      const { path, base = [] } = operation;
      return updateAt(
        value,
        path,
        (old) =>
          (Array.isArray(old) ? old : base).filter((item) => !jsonEqual(item, operation.value)),
      );
    }
    case "increment": {
      const { path, by, base = 0 } = operation;
      return updateAt(value, path, (old) => (typeof old === "number" ? old : base) + by);
    }
  }
}

/** The value at `path`, or `undefined` where there is none. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  let current: unknown = value;
  for (const part of path) {
    if (typeof current !== "object" || current === null) return undefined;
    if (!Object.hasOwn(current, part)) return undefined;
    current = (current as Record<string, unknown>)[part];
  }
  return current as Json | undefined;
}

/**
 * The value after all of `patches`. What one of them copied, the next ones change in place, so that
 * many patches of one large object cost one copy of it. `before` is called with each patch and the
 * value that it is about to change, which is not to be kept.
 */
export function applyPatches(
  value: Json | undefined,
  patches: readonly Patch[],
  { before, copies }: {
    readonly before?: ((value: Json | undefined, patch: Patch) => void) | undefined;
    readonly copies?: Copies | undefined;
  } = {},
): Json | undefined {
  const own = copies ?? (patches.length > 1 ? new Copies() : undefined);
  let current = value;
  for (const patch of patches) {
    before?.(current, patch);
    current = applyPatch(current, patch, own);
  }
  return current;
}

function applyPatch(
  value: Json | undefined,
  patch: Patch,
  copies: Copies | undefined,
): Json | undefined {
  switch (patch.op) {
    case "add":
    case "replace":
      copies?.release(patch.value);
      return updateAt(value, patch.path, () => patch.value, copies);
    case "remove":
      return patch.path.length === 0
        ? undefined
        : updateAt(value, patch.path, () => undefined, copies);
    case "splice":
      return updateAt(value, patch.path, (old) => {
        const items = Array.isArray(old) ? old.slice() : [];
        items.splice(patch.index, patch.remove, ...patch.add);
        return items;
      }, copies);
  }
}

function union(items: readonly Json[], values: readonly Json[]): Json[] {
  const result = items.slice();
  for (const value of values) {
    if (!result.some((item) => jsonEqual(item, value))) result.push(value);
  }
  return result;
}

/**
 * A copy of `value` with the part at `path` replaced by `change(old)`; `undefined` removes it.
 * Removing what is under a missing parent changes nothing. What `copies` owns is changed in place;
 * what is copied is added to it. `around` is the age of the copy that `value` is a part of.
 */
function updateAt(
  value: Json | undefined,
  path: Path,
  change: (old: Json | undefined) => Json | undefined,
  copies?: Copies,
  depth = 0,
  around = 0,
): Json | undefined {
  if (depth === path.length) return change(value);
  const part = path[depth]!;
  const known = copies?.ageOf(value, around);
  const age = known ?? copies?.next() ?? 0;
  const below = (before: Json | undefined) =>
    updateAt(before, path, change, copies, depth + 1, known ?? Infinity);
  if (Array.isArray(value)) {
    const index = Number(part);
    if (!Number.isInteger(index) || index < 0) return value;
    const child = below(value[index]);
    if (child === undefined && index >= value.length) return value;
    const copy = known === undefined ? value.slice() : value;
    if (known === undefined) copies?.add(copy, age);
    while (copy.length < index) copy.push(null);
    if (child === undefined) copy.splice(index, 1);
    else copy[index] = child;
    return copy;
  }
  const old = isRecord(value) ? (value as Record<string, Json>) : undefined;
  const child = below(old !== undefined && Object.hasOwn(old, part) ? old[part] : undefined);
  if (child === undefined && (old === undefined || !Object.hasOwn(old, part))) return value;
  const copy = old === undefined || known === undefined ? { ...old } : old;
  if (known === undefined) copies?.add(copy, age);
  if (child === undefined) delete copy[part];
  // Assigning would set the prototype.
  else if (part === "__proto__") Object.defineProperty(copy, part, { ...OWN, value: child });
  else copy[part] = child;
  return copy;
}

const OWN = { writable: true, enumerable: true, configurable: true };
