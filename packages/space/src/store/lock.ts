/**
 * One process per store: an exclusive advisory lock on `<store>/lock`. The system releases it when
 * the process ends, however it ends.
 */

import { join } from "node:path";
import { StoreLockedError } from "../errors.ts";

/** A held lock. */
export class StoreLock {
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /** Takes the lock of `store`, an existing folder. Throws {@linkcode StoreLockedError}. */
  static take(store: string): StoreLock {
    const file = Deno.openSync(join(store, "lock"), { create: true, read: true, write: true });
    if (!file.tryLockSync(true)) {
      file.close();
      throw new StoreLockedError(store);
    }
    return new StoreLock(file);
  }

  release(): void {
    this.#file.unlockSync();
    this.#file.close();
  }
}
