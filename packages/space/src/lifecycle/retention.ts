/**
 * Retention: the log is pruned by itself to what the operator's settings keep.
 *
 * Nothing is dropped that a database still needs: snapshots are taken first, and one that cannot be
 * taken holds the log back. Unless the settings say otherwise the log is kept for ever.
 */

import type { SpaceParts } from "../space-parts.ts";
import { dropDamagedSnapshots, pruneLog } from "./prune.ts";

/** What of the log is kept; a commit beyond either bound is dropped. */
export interface RetentionPolicy {
  /** The newest commits. */
  readonly commits: number;
  /** Commits of this age in milliseconds. */
  readonly ageMs: number;
  /** Commits that are dropped at a time, at least: pruning costs a look at every document. */
  readonly batch: number;
}

/** What {@linkcode RetentionPolicy} is unless set: everything is kept. */
export const RETENTION_DEFAULTS: RetentionPolicy = {
  commits: Infinity,
  ageMs: Infinity,
  batch: 1000,
};

/** Prunes the log of one space. */
export class Retention {
  readonly #parts: SpaceParts;
  readonly #policy: RetentionPolicy;
  readonly #now: () => number;
  #lookAgainAt = 0;
  #running: Promise<void> | undefined;

  constructor(parts: SpaceParts, policy: RetentionPolicy, now: () => number) {
    this.#parts = parts;
    this.#policy = policy;
    this.#now = now;
  }

  /** Called after each group; looks at the log once in a batch. */
  note(): void {
    const { commits, ageMs, batch } = this.#policy;
    if (commits === Infinity && ageMs === Infinity) return;
    const { head, first } = this.#parts.log;
    if (this.#running !== undefined || head.seq < this.#lookAgainAt) return;
    this.#lookAgainAt = head.seq + batch;
    if (this.#target() - first + 1 < batch) return;
    this.#running = this.#prune().catch(() => {}).finally(() => this.#running = undefined);
  }

  /** Whether the log is being pruned. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** Resolves when nothing is being pruned. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** The last commit that need not be kept. */
  #target(): number {
    const { log } = this.#parts;
    const { commits, ageMs } = this.#policy;
    const byAge = ageMs === Infinity ? 0 : log.seqAtTime(this.#now() - ageMs);
    return Math.max(log.head.seq - commits, byAge);
  }

  async #prune(): Promise<void> {
    const { databases, snapshots, store } = this.#parts;
    const target = this.#target();
    await dropDamagedSnapshots(this.#parts, target);
    if (!store.isOpen) return;
    for (const { key, state, number, seq } of databases.list()) {
      const newest = snapshots.list(number)[0]?.seq ?? 0;
      if (state === "live" && newest < Math.min(seq, target)) await snapshots.take(key);
    }
    if (store.isOpen) await pruneLog(this.#parts, target);
  }
}
