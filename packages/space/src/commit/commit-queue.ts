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
}

/** Submissions in order of arrival. */
export class CommitQueue {
  readonly #options: CommitQueueOptions;
  #waiting: Submission[] = [];
  #scheduled = false;

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

  /** Commits everything that waits, now. */
  drain(): void {
    while (this.#waiting.length > 0) this.#options.commit(this.#takeGroup());
  }

  #wake(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    this.#options.schedule(() => {
      this.#scheduled = false;
      if (this.#waiting.length === 0) return;
      try {
        this.#options.commit(this.#takeGroup());
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
    for (const submission of this.#waiting) {
      const owner = submission.kind === "client" ? submission.session : "system";
      const wanted = this.#options.databaseOf(submission);
      const fits = wanted === undefined || database === undefined || wanted === database;
      if (group.length >= GROUP_MAX || !fits || waiting.has(owner)) {
        waiting.add(owner);
        rest.push(submission);
      } else {
        database ??= wanted;
        group.push(submission);
      }
    }
    this.#waiting = rest;
    return group;
  }
}
