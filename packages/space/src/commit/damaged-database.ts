/** Tells who runs groups that one met damage, so that the file is repaired and the group run again. */

import type { DatabaseKey } from "@cf/protocol";

/** The file of a group's pattern database is damaged; the group was rolled back. */
export class DamagedDatabase extends Error {
  override readonly name = "DamagedDatabase";
  readonly key: DatabaseKey;
  constructor(key: DatabaseKey, cause: unknown) {
    super(`the database of ${key.id} is damaged`, { cause });
    this.key = key;
  }
}
