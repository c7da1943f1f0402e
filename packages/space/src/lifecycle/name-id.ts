/** The document that holds the name by which patterns of another space name this one. */

import { type NamedSpace, namedSpaceId, type SpaceId } from "@cf/protocol";
import { isRecord } from "@cf/utils";

/** Its id. */
export const NAME_ID = "space:named";

/** The name in the document's value. Whoever may write could write one; only the true one counts. */
export function trueName(space: SpaceId, value: unknown): NamedSpace | undefined {
  if (!isRecord(value)) return undefined;
  const { home, name } = value;
  if (typeof home !== "string" || typeof name !== "string") return undefined;
  return namedSpaceId(home, name) === space ? { home, name } : undefined;
}
