/** All spaces of a store, for operators. */

import type { NamedSpace, SpaceId } from "@cf/protocol";
import type { SpaceHost } from "@cf/space";

/** A space as an operator sees it. */
export interface StoredSpace {
  readonly space: SpaceId;
  /** The newest commit. */
  readonly seq: number;
  /** The principals that own it. */
  readonly owners: readonly string[];
  /** What patterns of another space name it by, if they do. */
  readonly named?: NamedSpace;
}

/** The spaces in order of their names, whoever may read them. */
export function storedSpaces(host: SpaceHost): readonly StoredSpace[] {
  return host.list().map((id) => {
    const { access, ...rest } = host.glance(id);
    const owners = access
      .filter(({ capability }) => capability === "own")
      .map(({ principal }) => principal);
    return { space: id, ...rest, owners };
  });
}
