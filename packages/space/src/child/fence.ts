/**
 * What keeps a space from being opened while processes that write for it are still alive. A server
 * that is killed leaves them behind for a moment; a change that one of them commits late would be of
 * a history that its files do not have any more.
 *
 * ```text
 * <space>/children.lock     locked by each of them, shared, until the system ends it
 * ```
 */

import { join } from "node:path";
import { StoreFailedError } from "../errors.ts";
import { CHILDREN_LOCK_FILE } from "../store/layout.ts";

/** How long they are waited for: they are being killed. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 5;

/** Announces this process, a child, until its end. */
export function standBehindFence(folder: string): void {
  // Never closed: closing would give the lock back.
  openFence(folder).lockSync(false);
}

/** Waits, holding up the thread, until no child of a former server is alive. */
export function awaitFence(folder: string): void {
  const file = openFence(folder);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  try {
    for (let waitedMs = 0; !file.tryLockSync(true); waitedMs += LOOK_MS) {
      if (waitedMs >= PATIENCE_MS) {
        throw new StoreFailedError(
          `open ${folder}`,
          `a process of a server that was killed still works on it; look for "child-main.ts" ` +
            "among the processes of this machine, and end it",
        );
      }
      Atomics.wait(pause, 0, 0, LOOK_MS);
    }
  } finally {
    file.close();
  }
}

function openFence(folder: string): Deno.FsFile {
  const path = join(folder, CHILDREN_LOCK_FILE);
  try {
    return Deno.openSync(path, { create: true, read: true, write: true });
  } catch (cause) {
    throw new StoreFailedError(`open ${folder}`, (cause as Error).message, cause);
  }
}
