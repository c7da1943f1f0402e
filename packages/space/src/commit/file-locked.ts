/** What a group throws whose file another program has locked, so that it is tried again later. */

import type { DatabaseKey } from "@cf/protocol";

/** Nothing of the group happened. */
export class FileLocked extends Error {
  override readonly name = "FileLocked";
  /** `key` is the pattern database whose file it is; without one it is the space's own. */
  constructor(readonly file: string, readonly key: DatabaseKey | undefined, cause: unknown) {
    super(`another program has locked ${file}`, { cause });
  }
}
