/** Tells who uses a database that its file has to be made anew first, which takes a while. */

import type { DatabaseKey } from "@cf/protocol";

/** A large file is missing, damaged or far behind: a rebuild on this thread would hold all up. */
export class RebuildNeeded extends Error {
  override readonly name = "RebuildNeeded";
  constructor(readonly key: DatabaseKey, readonly reason: string) {
    super(`the database of ${key.id} is to be made anew: ${reason}`);
  }
}
