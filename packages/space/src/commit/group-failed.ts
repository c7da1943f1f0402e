/** What a group throws that the disk refused as a whole, so that its commits can be tried alone. */

import type { StoreFailedError } from "../errors.ts";

/** Several commits together were refused by the disk; nothing of them happened. */
export class GroupFailedError extends Error {
  override readonly name = "GroupFailedError";
  constructor(override readonly cause: StoreFailedError) {
    super(cause.message, { cause });
  }
}
