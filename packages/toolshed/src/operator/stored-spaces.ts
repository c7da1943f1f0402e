/** All spaces of a store, for operators. */

import type { SpaceId } from "@cf/protocol";
import type { SpaceHost } from "@cf/space";

/** A space as an operator sees it. */
export interface StoredSpace {
  readonly space: SpaceId;
  /** The newest commit. */
  readonly seq: number;
  /** The principals that own it. */
  readonly owners: readonly string[];
}

/** The spaces in order of their names, whoever may read them. */
export function storedSpaces(host: SpaceHost): readonly StoredSpace[] {
  return host.list().map((id) => {
    const { seq, access } = host.glance(id);
    const owners = access
      .filter(({ capability }) => capability === "own")
      .map(({ principal }) => principal);
    return { space: id, seq, owners };
  });
}
