/**
 * Publishing: an entity that one user or one session holds is copied into a new one where more can
 * see it, since a link to it would lead everybody else to nothing.
 *
 * What holds: the copy is as of the write. Within one transaction an entity has one copy in each
 * wider scope as long as what it holds stays the same, so that two places that are given it agree on
 * what it is. Links to what those can see who see the copy, and cells, stay links.
 */

import { type Json, jsonEqual } from "@cf/utils";
import { fromSigil, type Link, type Scope, toSigil } from "@cf/protocol";
import { currentContext } from "../context.ts";
import type { Transaction } from "../document/transaction.ts";
import { ownAddress } from "./default-element-id.ts";
import { readValue } from "./read.ts";
import { resolve, targetOf } from "./resolve.ts";
import { scopeOf } from "./schema.ts";
import { CellState } from "./state.ts";
import { type DocTarget, isDocTarget, type Target } from "./target.ts";

/** Where a copy goes, and how it is made. */
export interface Publishing {
  readonly transaction: Transaction;
  readonly space: string;
  readonly scope: Scope;
  readonly entityId: (path: readonly string[]) => string;
  /** The stored form of what the entity holds at `key`. */
  readonly convert: (value: unknown, key: string) => Json | undefined;
  /** Writes the copy and gives the link to it. */
  readonly write: (id: string, value: Json) => Json;
}

const WIDTH: Readonly<Record<Scope, number>> = { session: 0, user: 1, space: 2 };

/** Whether fewer can see what is at `target` than what is stored in `scope`. */
export function isNarrower(target: Target, scope: Scope): target is DocTarget {
  return isDocTarget(target) && WIDTH[target.scope] < WIDTH[scope];
}

/** The entity at a place that fewer can see than `scope`; a part of one is a value of its own. */
export function narrowerEntity(place: CellState, scope: Scope): NarrowerEntity | undefined {
  if (!isNarrower(place.target, scope)) return undefined;
  const found = resolve(place, { silent: true });
  if (found.kind === "live" || !isNarrower(found.target, scope)) return undefined;
  const inDefaultList = found.raw === undefined && /^\d+$/.test(found.path.at(-1) ?? "");
  if (found.path.length === 0 ? found.raw === undefined : !inDefaultList) return undefined;
  const isHere = found.target === place.target && found.path === place.path;
  const { runtime, shape, fallback } = place;
  const entity = isHere ? place : new CellState(runtime, found.target, found.path, shape, fallback);
  return entity as NarrowerEntity;
}

/** The place of an entity that a user or a session holds. */
export type NarrowerEntity = CellState & { readonly target: DocTarget };

/** A copy, or the id under which one is being made. */
interface Copy {
  readonly id: string;
  readonly value: Json | undefined;
}

const copiesOf = new WeakMap<Transaction, Map<string, Copy>>();

/** The link to the copy of `entity`, which `narrowerEntity` found. */
export function publish(entity: NarrowerEntity, held: object, to: Publishing): Json {
  const { runtime, target, key: place } = entity;
  const { transaction, space, scope } = to;
  let copies = copiesOf.get(transaction);
  if (copies === undefined) copiesOf.set(transaction, copies = new Map());
  const key = `${place} ${space}/${scope}`;
  const known = copies.get(key);
  const linkTo = ({ id }: Copy) => toSigil({ id, scope }) as unknown as Json;
  // What leads back to itself leads back to its copy.
  if (known !== undefined && known.value === undefined) return linkTo(known);
  const owner = ownAddress(target, runtime.replica(target.space).connection);
  const id = to.entityId(["published", owner, ...entity.path]);
  copies.set(key, { id, value: undefined });
  let value: Json;
  try {
    value = contentsOf(entity, held, to);
  } catch (error) {
    copies.delete(key);
    throw error;
  }
  const copy = known !== undefined && jsonEqual(known.value, value) ? known : { id, value };
  copies.set(key, copy);
  return copy === known ? linkTo(copy) : to.write(id, value);
}

/** What an entity holds now, as the copy stores it. */
function contentsOf(entity: NarrowerEntity, held: object, to: Publishing): Json {
  const { runtime, path, target } = entity;
  const document = runtime.load(target);
  // A computation that publishes does so again when what it published has changed.
  currentContext()?.tracked?.(() => document.trackDeep(path));
  const stored = path.length === 0 ? to.transaction.valueOf(document) : undefined;
  const value: Record<string, Json> = {};
  for (const [key, child] of Object.entries(readValue(entity) ?? held)) {
    // What fewer than the readers of the copy can see is not published with the entity.
    const declared = scopeOf(entity.child(key).shape);
    if (declared !== undefined && WIDTH[declared] < WIDTH[to.scope]) continue;
    const link = linkAt(stored, key);
    const kept = link === undefined ? undefined : keptLink(link, target, to, entity);
    const part = kept ?? to.convert(child, key);
    if (part !== undefined) value[key] = part;
  }
  return value;
}

function linkAt(stored: Json | undefined, key: string): Link | undefined {
  if (typeof stored !== "object" || stored === null || !Object.hasOwn(stored, key)) {
    return undefined;
  }
  return fromSigil((stored as Record<string, Json>)[key]);
}

/** A link to what the readers of the copy can see too stands in the copy as well. */
function keptLink(
  link: Link,
  { space }: DocTarget,
  to: Publishing,
  { runtime }: CellState,
): Json | undefined {
  if (isNarrower(targetOf(runtime, link, space), to.scope)) return undefined;
  const at = link.space ?? space;
  const { space: _, ...rest } = link;
  return toSigil(at === to.space ? rest : { ...rest, space: at }) as unknown as Json;
}
