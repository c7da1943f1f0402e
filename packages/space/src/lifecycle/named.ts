/**
 * Spaces that patterns name. Such a space is made by whoever first may write to the space that
 * names it (its home), belongs to the home's owner, and holds the name:
 *
 * ```
 * space:named   { home, name }
 * ```
 *
 * Its access list is the home's: it is brought there whenever somebody opens it, and at once when
 * the home's changes while it is open.
 */

import { type Capability, type NamedSpace, namedSpaceId, type SpaceId } from "@cf/protocol";
import { assert } from "@cf/utils";
import { BadSpaceIdError } from "../errors.ts";
import type { AccessEntry } from "../session/access-list.ts";
import type { SpaceHost } from "../space-host.ts";
import type { Space } from "../space.ts";

/** Who opens a space, and what they call it if they name it. */
export interface SpaceOpening {
  readonly principal: string;
  readonly named?: NamedSpace | undefined;
}

/** Makes the space that `home` calls by a name. */
export function makeNamedSpace(
  host: SpaceHost,
  space: SpaceId,
  { principal, named }: { principal: string; named: NamedSpace },
): void {
  if (namedSpaceId(named.home, named.name) !== space) throw new BadSpaceIdError(space);
  const { access } = host.get(named.home);
  access.require(principal, "write", `make the space '${named.name}' of ${named.home}`);
  const owner = ownerOf(access.list());
  host.create(space, owner).setName(owner, named);
}

/** Gives a named space the access list of its home, if that is at this host. */
export function followHome(host: SpaceHost, space: Space): void {
  const { named } = space;
  if (named === undefined || !host.has(named.home)) return;
  const wanted = host.get(named.home).access.list();
  const present = space.access.list();
  const changes = [
    ...wanted.filter((line) => capabilityIn(present, line.principal) !== line.capability),
    ...present.filter(({ principal }) => capabilityIn(wanted, principal) === undefined)
      .map(({ principal }) => ({ principal, capability: null })),
  ];
  if (changes.length === 0) return;
  // New owners come first, so that one of them takes the place of who owns no more.
  const { owners = [], others = [] } = Object.groupBy(
    changes,
    ({ capability }) => capability === "own" ? "owners" : "others",
  );
  space.grant(ownerOf(present), owners);
  space.grant(ownerOf(wanted), others);
}

function capabilityIn(list: readonly AccessEntry[], principal: string): Capability | undefined {
  return list.find((line) => line.principal === principal)?.capability;
}

function ownerOf(list: readonly AccessEntry[]): string {
  const owner = list.find(({ principal, capability }) => capability === "own" && principal !== "*");
  assert(owner !== undefined, "a space keeps an owner");
  return owner.principal;
}
