/**
 * Brings a client up to date on a new channel, in one frame.
 *
 * The space may have accepted commits whose receipts were lost with the old channel, and the new
 * snapshots hold their effect. Shown before the receipts, such a change would count twice: once in
 * the snapshot and once as a change still in flight. So the snapshots and the answers to those
 * commits are gathered into one frame, and whatever else arrives meanwhile waits behind it.
 *
 * The queries are read anew as well. Until each has told of itself the documents wait for it, so
 * that nobody sees new cells beside old rows; one that takes longer than {@linkcode QUERIES_MS}
 * keeps its old rows and is pending.
 */

import type { DocSnapshot, Frame, Receipt, Refusal } from "@cf/protocol";

/** How long documents wait for the results of queries. */
export const QUERIES_MS = 250;

/** What has to arrive before the one frame is complete. */
export interface ResyncNeeds {
  /** The commit numbers, as on the wire, that the space had answered already. */
  readonly commits: readonly number[];
  /** Whether the watched documents are asked for again. */
  readonly documents: boolean;
  /** The queries whose results are shown beside them. */
  readonly queries: Iterable<number>;
}

/** One resynchronization in progress. */
export class Resync {
  readonly #commits: Set<number>;
  readonly #seq: number;
  readonly #queries: Set<number>;
  #documents: boolean;
  #snapshots: readonly DocSnapshot[] = [];
  readonly #receipts: Receipt[] = [];
  readonly #refusals: Refusal[] = [];
  readonly #behind: (() => void)[] = [];

  /** `seq` is the space's newest commit at the welcome. */
  constructor(needs: ResyncNeeds, seq: number) {
    this.#commits = new Set(needs.commits);
    this.#documents = needs.documents;
    this.#queries = new Set(needs.queries);
    this.#seq = seq;
  }

  /** Whether the one frame is complete. */
  get isComplete(): boolean {
    return !this.#documents && this.#commits.size === 0 && this.#queries.size === 0;
  }

  /** A query told of itself, or nobody asks for it any more. */
  told(query: number): void {
    this.#queries.delete(query);
  }

  /** Waits no more for queries, and gives those that have told nothing. */
  giveUpQueries(): number[] {
    const untold = [...this.#queries];
    this.#queries.clear();
    return untold;
  }

  /** Takes the answers it waits for out of `frame` and returns the rest. */
  take(frame: Frame): Frame {
    const isMine = ({ local }: { local: number }) => this.#commits.has(local);
    const receipts = frame.receipts.filter(isMine);
    const refusals = frame.refusals.filter(isMine);
    this.#receipts.push(...receipts);
    this.#refusals.push(...refusals);
    for (const { local } of [...receipts, ...refusals]) this.#commits.delete(local);
    for (const { query } of frame.queries) this.#queries.delete(query);
    return {
      ...frame,
      receipts: frame.receipts.filter((receipt) => !receipts.includes(receipt)),
      refusals: frame.refusals.filter((refusal) => !refusals.includes(refusal)),
    };
  }

  /** The watched documents as they are now; none when asking for them failed. */
  setDocuments(snapshots: readonly DocSnapshot[]): void {
    this.#snapshots = snapshots;
    this.#documents = false;
  }

  /** Runs `deliver` after the one frame. */
  defer(deliver: () => void): void {
    this.#behind.push(deliver);
  }

  /** Delivers the one frame, then what waited behind it. */
  finish(deliver: (frame: Frame) => void): void {
    const newest = Math.max(0, ...this.#snapshots.map((snapshot) => snapshot.seq));
    deliver({
      seq: Math.max(this.#seq, newest),
      changes: [],
      snapshots: this.#snapshots,
      queries: [],
      receipts: this.#receipts,
      refusals: this.#refusals,
    });
    for (const run of this.#behind) run();
  }
}
