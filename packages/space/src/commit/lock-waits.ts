/**
 * Waiting for files that another program keeps locked, which is none of the committing thread's time:
 * the commits that need the file are put aside, for longer and longer, and tried again. They are
 * refused when the file is locked for too long; so is then every commit that meets the lock, until one
 * is through.
 */

import type { FileLocked } from "./file-locked.ts";

const WAIT_MIN_MS = 25;
const WAIT_MAX_MS = 400;

interface Lock {
  /** When it was met first. */
  readonly since: number;
  waitMs: number;
}

/** The locks that a space has met. */
export class LockWaits {
  readonly #patienceMs: number;
  readonly #locks = new Map<string, Lock>();
  readonly #waiting = new Set<Promise<void>>();

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Calls `next` after a while; returns whether it will, and not where that took too long already. */
  wait({ file }: FileLocked, next: () => void): boolean {
    const now = performance.now();
    const lock = this.#locks.get(file) ?? { since: now, waitMs: WAIT_MIN_MS };
    this.#locks.set(file, lock);
    if (now - lock.since >= this.#patienceMs) return false;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(promise);
    setTimeout(() => {
      this.#waiting.delete(promise);
      next();
      resolve();
    }, lock.waitMs);
    lock.waitMs = Math.min(lock.waitMs * 2, WAIT_MAX_MS);
    return true;
  }

  /** A file was written: whoever locked it is gone. */
  forget(file: string): void {
    if (this.#locks.size > 0) this.#locks.delete(file);
  }

  /** Resolves when nobody waits. */
  async settled(): Promise<void> {
    await Promise.all(this.#waiting);
  }
}
