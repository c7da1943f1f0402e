/** The revision of a database handle: a counter in its document that every write to rows bumps. */

import { type DocAddress, type Operation, pathsOverlap, REV_PATH } from "@cf/protocol";
import type { ResolvedOperation } from "../log/record.ts";

/** The operation that bumps a handle's revision. */
export function revisionBump({ id, scope }: DocAddress): Operation {
  const bump = { op: "increment", id, path: REV_PATH, by: 1, base: 0 } as const;
  return scope === "space" ? bump : { ...bump, scope };
}

/** Whether a client's operation bumps the revision of `handle` (a document key) already. */
export function writesRevision({ key, operation }: ResolvedOperation, handle: string): boolean {
  return key === handle && operation.op === "increment" && pathsOverlap(operation.path, REV_PATH);
}
