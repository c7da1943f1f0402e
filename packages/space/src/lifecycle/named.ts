/**
 * Spaces that patterns name. Such a space is made by whoever first may write to the space that
 * names it (its home), belongs to the home's owner, and holds the name:
 *
 * ```
 * space:named   { home, name }
 * ```
 *
 * Everybody gets the rights that they have in the home when they open it. Rights that the home
 * takes away are not taken away here.
 */

import { type NamedSpace, namedSpaceId, type SpaceId } from "@cf/protocol";
import { BadSpaceIdError } from "../errors.ts";
import type { AccessList } from "../session/access-list.ts";
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
  const owner = ownerOf(access);
  host.create(space, owner).setName(owner, named);
}

/** Gives everybody in a named space the rights they have in its home. */
export function shareRightsOfHome(host: SpaceHost, space: Space): void {
  const { named } = space;
  if (named === undefined || !host.has(named.home)) return;
  const missing = host.get(named.home).access.list().filter(({ principal, capability }) =>
    !space.access.allows(principal, capability)
  );
  if (missing.length > 0) space.grant(ownerOf(space.access), missing);
}

function ownerOf(access: AccessList): string {
  return access.list().find(({ capability }) => capability === "own")!.principal;
}
