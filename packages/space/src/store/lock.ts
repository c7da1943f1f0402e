/**
 * One process per store: an exclusive advisory lock on `<store>/lock`. The system releases it when
 * the process ends, however it ends.
 */

import { join } from "node:path";
import { StoreFailedError, StoreLockedError } from "../errors.ts";

/** A held lock. */
export class StoreLock {
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /**
   * Takes the lock of `store`, a folder that is made if need be. Throws
   * {@linkcode StoreLockedError} and {@linkcode StoreFailedError}.
   */
  static take(store: string): StoreLock {
    const file = openLockFile(store);
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

function openLockFile(store: string): Deno.FsFile {
  try {
    Deno.mkdirSync(store, { recursive: true });
    return Deno.openSync(join(store, "lock"), { create: true, read: true, write: true });
  } catch (cause) {
    throw new StoreFailedError(`open store ${store}`, (cause as Error).message, cause);
  }
}
