/** The other spaces of a store, for runtimes of this process. */

import type { NamedSpace, SpaceConnection } from "@cf/protocol";
import type { SpaceHost } from "@cf/space";

/** Who opens them. */
export interface Opener {
  readonly principal: string;
  readonly session: string;
}

/** Opens spaces of a store; one that a pattern named is made if it is not there. */
export function furtherSpaces(
  host: SpaceHost,
  opener: Opener,
): (space: string, named?: NamedSpace) => SpaceConnection {
  return (space, named) => host.open(space, { principal: opener.principal, named }).connect(opener);
}

/** The first space of a store that no pattern named. */
export function firstSpace(host: SpaceHost): string | undefined {
  return host.list().find((space) => host.get(space).named === undefined);
}
