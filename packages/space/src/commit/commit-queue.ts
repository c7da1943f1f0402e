/**
 * The queue before the group commit: what arrives in one turn is committed together.
 *
 * A space in memory commits in the next microtask; one on disk at the end of the turn, when the
 * event loop has delivered what other connections sent meanwhile. While a group is being synced,
 * the next one gathers.
 */

import type { Submission } from "./submission.ts";

const GROUP_MAX = 256;

/** How a queue is emptied. */
export interface CommitQueueOptions {
  readonly schedule: (work: () => void) => void;
  /** Which pattern database an entry writes, as a map key. */
  readonly databaseOf: (submission: Submission) => string | undefined;
  readonly commit: (group: readonly Submission[]) => void;
  /** Whether an entry has to be a group of its own. */
  readonly isAlone: (submission: Submission) => boolean;
}

/** Submissions in order of arrival. */
export class CommitQueue {
  readonly #options: CommitQueueOptions;
  #waiting: Submission[] = [];
  /** Databases whose commits wait for a release, and how many hold them. */
  readonly #held = new Map<string, number>();
  #scheduled = false;
  #paused = false;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  get length(): number {
    return this.#waiting.length;
  }

  push(submission: Submission): void {
    this.#waiting.push(submission);
    this.#wake();
  }

  /** Puts submissions that a group could not take back in front, in their order. */
  putBack(submissions: readonly Submission[]): void {
    if (submissions.length === 0) return;
    this.#waiting = [...submissions, ...this.#waiting];
    this.#wake();
  }

  /** Keeps what writes to `database` waiting, and what is behind it of the same session. */
  hold(database: string): void {
    this.#held.set(database, (this.#held.get(database) ?? 0) + 1);
  }

  /** Whether what writes to `database` waits. */
  isHeld(database: string): boolean {
    return this.#held.has(database);
  }

  /** Ends one {@linkcode CommitQueue.hold}. */
  release(database: string): void {
    const count = this.#held.get(database)! - 1;
    if (count === 0) this.#held.delete(database);
    else this.#held.set(database, count);
    this.#wake();
  }

  /** Puts `changed` in the place of an entry that waits. */
  replace(waited: Submission, changed: Submission): void {
    this.#waiting = this.#waiting.map((each) => each === waited ? changed : each);
  }

  /** Whether nothing is committed at the moment, whatever waits. */
  get isPaused(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  /** Commits everything that waits and is not held, now. */
  drain(): void {
    while (!this.#paused) {
      const group = this.#takeGroup();
      if (group.length === 0) return;
      this.#options.commit(group);
    }
  }

  #wake(): void {
    if (this.#scheduled || this.#paused || this.#waiting.length === 0) return;
    this.#scheduled = true;
    this.#options.schedule(() => {
      this.#scheduled = false;
      if (this.#paused) return;
      const group = this.#takeGroup();
      // All that waits is held; its release wakes the queue.
      if (group.length === 0) return;
      try {
        this.#options.commit(group);
      } finally {
        this.#wake();
      }
    });
  }

  /**
   * The longest group that spans one pattern database. Commits of a session keep their order: once
   * one of them has to wait for the next group, those after it wait too.
   */
  #takeGroup(): Submission[] {
    const group: Submission[] = [];
    const rest: Submission[] = [];
    const waiting = new Set<unknown>();
    let database: string | undefined;
    let isClosed = false;
    for (const submission of this.#waiting) {
      const owner = submission.kind === "client" ? submission.session : "system";
      const wanted = this.#options.databaseOf(submission);
      const isHeld = wanted !== undefined && this.#held.has(wanted);
      const fits = wanted === undefined || database === undefined || wanted === database;
      const isAlone = this.#options.isAlone(submission);
      if (isHeld || isClosed || !fits || waiting.has(owner) || (isAlone && group.length > 0)) {
        waiting.add(owner);
        rest.push(submission);
      } else {
        database ??= wanted;
        group.push(submission);
        isClosed = isAlone || group.length >= GROUP_MAX;
      }
    }
    this.#waiting = rest;
    return group;
  }
}
